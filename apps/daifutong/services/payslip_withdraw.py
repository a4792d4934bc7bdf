"""The pay specialist takes back a payslip whose figures are wrong, and may put a corrected one in its place (PY-13)."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.money import MAX_FEN
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import REASON_LENGTH
from ..events import PayslipCorrected, PayslipWithdrawn
from ..models import Payslip, PayslipWithdrawal
from ..rules.payroll_items import ITEMS, LABEL_LENGTH
from ..selectors.payslip_desk import published
from .payslip_moves import payslip_move


@use_case
def payslip_withdraw(*, payslip_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Takes the figures back: the employee is told, and sees the reason and what he was paid, which stays as it is.
    What it said goes into the records.

    Locks the payslip. Raises NotFound, IllegalMove, InvalidInput WITHDRAWAL, Conflict ENTERPRISE_SUSPENDED.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的撤回原因,员工会看到。"
        raise InvalidInput("WITHDRAWAL", message, fields={"reason": message})
    slip = _locked(actor, payslip_id)
    PayslipWithdrawal.objects.create(
        payslip=slip,
        state=slip.state,
        items=slip.items,
        dispute_text=slip.dispute_text,
        reply_text=slip.reply_text,
        reason=reason,
        person_id=actor.person,
        display=actor.display,
        withdrawn_at=now.wall,
    )
    action = "daifutong.payslip.withdrawn"
    payslip_move(slip, "withdraw", action, actor=actor, now=now, withdraw_reason=reason, items=[])
    publish(PayslipWithdrawn(slip.pk, now.wall.isoformat()))


@use_case
def payslip_correct(*, payslip_id: UUID, items: Sequence[tuple[str, int]], actor: Actor, now: Moment) -> None:
    """Publishes a withdrawn payslip again with other items, (label, 分); it is new to the employee, who is told.

    Locks the payslip. Raises NotFound, IllegalMove for one that is not withdrawn, InvalidInput ITEMS, Conflict
    ENTERPRISE_SUSPENDED.
    """
    _check_items(items)
    slip = _locked(actor, payslip_id)
    payslip_move(
        slip,
        "correct",
        "daifutong.payslip.corrected",
        actor=actor,
        now=now,
        items=[[label.strip(), fen] for label, fen in items],
        viewed_at=None,
        answered_at=None,
        dispute_text="",
        reply_text="",
        reply_display="",
        replied_at=None,
    )
    publish(PayslipCorrected(slip.pk, now.wall.isoformat()))


def _locked(actor: Actor, payslip_id: UUID) -> Payslip:
    rows = lock_rows(published(actor).filter(pk=payslip_id))
    if not rows:
        raise NotFound("没有找到这张工资条。")
    members.require_certified(actor.enterprise)
    return rows[0]


def _check_items(items: Sequence[tuple[str, int]]) -> None:
    labels = [label.strip() for label, _ in items]
    if not 1 <= len(items) <= ITEMS or not all(1 <= len(label) <= LABEL_LENGTH for label in labels):
        message = f"请填写 1 至 {ITEMS} 项工资构成,项目名称不超过 {LABEL_LENGTH} 字。"
    elif len(set(labels)) < len(labels):
        message = "工资构成的项目名称不能重复。"
    elif any(not 0 < abs(fen) < MAX_FEN for _, fen in items):
        message = "工资构成的金额不能为零,也不能过大。"
    else:
        return
    raise InvalidInput("ITEMS", message, fields={"lines": message})
