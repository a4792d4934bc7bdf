"""What wakes standing instructions, and who hears what became of them. Each handler runs in a transaction that also
ends its job; a repeat changes nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.agreements.events import MandateStopped
from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber
from apps.daifutong.events import ReclaimMoved, RowsPaid
from apps.notify import api as notify

from ..choices.instruction import INSTRUCTION_KIND_LABELS, MANDATE, InstructionKind
from ..events import InstructionRan
from ..selectors.instructions import outcome_label
from ..selectors.telling import RunTold, run_told
from ..services.autoinvest_run import autoinvest_open
from ..services.instruction_stop import mandate_stopped
from ..services.payday_run import paydays_open
from ..services.wage_back_tell import KIND, wage_back_tell

PAID_BACK = "PAID_BACK"  # the state in which the person has given a wage back


@subscriber(DayOpened.name, "shenhuobao.open_autoinvest")
def open_autoinvest(event: dict[str, Any]) -> None:
    autoinvest_open(day=date.fromisoformat(event["business_date"]))


@subscriber(RowsPaid.name, "shenhuobao.open_paydays")
def open_paydays(event: dict[str, Any]) -> None:
    paydays_open(batch_id=UUID(event["batch_id"]))


@subscriber(MandateStopped.name, "shenhuobao.stop_instruction", kind=MANDATE)
def stop_instruction(event: dict[str, Any]) -> None:
    mandate_stopped(instruction_id=UUID(event["subject_id"]), mandate_id=UUID(event["mandate_id"]), now=clock.read())


@subscriber(InstructionRan.name, "shenhuobao.tell_run")
def tell_run(event: dict[str, Any]) -> None:
    """Of every failure, and of what was bought; a sweep that went well is no news every day."""
    told = run_told(UUID(event["run_id"]))
    kind = InstructionKind(told.kind)
    if not told.outcome and kind == InstructionKind.SWEEP:
        return
    label = INSTRUCTION_KIND_LABELS[kind]
    if not told.outcome:
        _tell(told, f"{label}已提交申购", "按您的约定提交了申购,交易日 15:00 前可以撤单。", event["run_id"])
        return
    why = f"{outcome_label(told.outcome)},本次没有执行。"
    if event["has_ended"]:
        _tell(told, f"{label}已自动终止", f"{why}连续未能执行,约定已自动终止。", event["run_id"])
    else:
        _tell(told, f"{label}本次未执行", why, event["run_id"])


@subscriber(ReclaimMoved.name, "shenhuobao.tell_wage_back", state=PAID_BACK)
def tell_wage_back(event: dict[str, Any]) -> None:
    wage_back_tell(line_id=UUID(event["row_id"]), now=clock.read())


def _tell(told: RunTold, title: str, body: str, key: str) -> None:
    bought = told.order_id if not told.outcome else None
    page, pk = ("mobile:trade", bought) if bought else ("mobile:instruction", told.instruction_id)
    notify.tell(
        person_id=told.person_id,
        kind=KIND,
        title=title,
        body=f"{told.product}:{body}",
        link=reverse(page, args=[pk]),
        key=f"{KIND}:{key}",
        now=clock.read(),
    )
