"""定投, 工资日自动转入 and 利民宝 on the phone: signed, changed, resting, ended, and what each did (WM-13)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, AccountStatus
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.clock import Moment
from apps.core.errors import AppError, NotFound, StepUpRequired
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity

from ..choices.instruction import INSTRUCTION_KIND_LABELS, MANDATE, InstructionKind
from ..choices.order import AGREEMENT
from ..choices.product import BANNER
from ..contracts import Reading
from ..selectors.instructions import Signed, instruction_for_member, instruction_signed
from ..selectors.trading import purchase_sheet
from ..services.instruction_change import instruction_change as change
from ..services.instruction_pause import instruction_pause as pause
from ..services.instruction_resume import instruction_resume as resume
from ..services.instruction_sign import instruction_sign as sign
from ..services.instruction_stop import instruction_stop as stop
from .instruction_forms import InstructionForm

MAKE, OWN, SELF = "shenhuobao.plan.make", "shenhuobao.plan.own", Relation.SELF
ALWAYS = {"banner": BANNER}
SIGN = "mobile/shenhuobao/instruction_sign.html"


@page("mobile", permission=MAKE, relation=SELF, step_up="签署自动申购授权", methods=("GET", "POST"))
def instruction_sign(request: Request, product_id: UUID) -> HttpResponse:
    """The papers and the mandate, which have to stay open for a while, and the terms of the kind in `?kind=`."""
    now = clock.read()
    asked = request.GET.get("kind", "")
    kind = InstructionKind(asked) if asked in tuple(InstructionKind) else InstructionKind.AUTO_INVEST
    accounts = [one for one in bankaccounts.accounts_for_member(request.actor) if one.status == AccountStatus.NORMAL]
    shown = _to_sign(request, product_id, kind, now, accounts=accounts)
    form: InstructionForm = shown["form"]
    if request.method != "POST":
        return render(request, SIGN, shown)
    if not form.is_valid():
        return answer_invalid(request, SIGN, shown)
    try:
        instruction_id = sign(
            product_id=product_id, account_id=form.cleaned_data["account_id"], said=form.terms(),
            **_signed(request, form), actor=request.actor, now=now,
        )  # fmt: skip
    except (StepUpRequired, NotFound):
        raise
    except AppError as error:
        return answer_invalid(request, SIGN, shown, error)
    messages.success(request, f"{INSTRUCTION_KIND_LABELS[kind]}已签约。")
    return redirect("mobile:instruction", instruction_id)


@page("mobile", permission=MAKE, relation=SELF, step_up="重新签署自动申购授权", methods=("GET", "POST"))
def instruction_change(request: Request, instruction_id: UUID) -> HttpResponse:
    """The same papers again, with the terms as they are; product and account stay."""
    now = clock.read()
    line = instruction_signed(request.actor, instruction_id)
    shown = _to_sign(request, line.product_id, InstructionKind(line.terms.kind), now, line=line)
    form: InstructionForm = shown["form"]
    if request.method != "POST":
        return render(request, SIGN, shown)
    if not form.is_valid():
        return answer_invalid(request, SIGN, shown)
    try:
        change(instruction_id=instruction_id, said=form.terms(), **_signed(request, form), actor=request.actor, now=now)
    except (StepUpRequired, NotFound):
        raise
    except AppError as error:
        return answer_invalid(request, SIGN, shown, error)
    messages.success(request, "约定已变更。")
    return redirect("mobile:instruction", instruction_id)


def _signed(request: Request, form: InstructionForm) -> dict[str, Any]:
    sent = form.cleaned_data
    opened = agreements.opened_at(request.actor, sent["opened"], sent["mandate_hash"])
    return {
        "reading": Reading(sent["prospectus_hash"], sent["risk_hash"], sent["agreement_hash"], opened),
        "mandate_hash": sent["mandate_hash"],
        "is_care_confirmed": bool(sent.get("is_care_confirmed")),
        "key": sent["idempotency_key"],
    }


def _to_sign(
    request: Request, product_id: UUID, kind: InstructionKind, now: Moment, *,
    accounts: list[AccountBrief] | None = None, line: Signed | None = None,
) -> dict[str, Any]:  # fmt: skip
    sheet = purchase_sheet(request.actor, product_id, now, is_dated=False)
    agreement, mandate = agreements.words_of((AGREEMENT, MANDATE), now)
    prospectus, risk = sheet.documents
    initial = _as_agreed(line) if line is not None else {}
    initial |= {
        "prospectus_hash": prospectus.text_hash,
        "risk_hash": risk.text_hash,
        "agreement_hash": agreement.text_hash,
        "mandate_hash": mandate.text_hash,
        "opened": agreements.opened_mark(request.actor, now.wall, mandate.text_hash),
    }
    form = InstructionForm(
        request.POST or None, kind=kind, accounts=accounts, needs_care=sheet.needs_care, initial=initial
    )
    return ALWAYS | {
        "sheet": sheet,
        "kind": kind,
        "kind_label": INSTRUCTION_KIND_LABELS[kind],
        "line": line,
        "form": form,
        "papers": (*sheet.documents,),
        "agreement": agreement,
        "mandate": mandate,
        "is_ready": not sheet.refusal and (accounts is None or bool(accounts)),
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }


def _as_agreed(line: Signed) -> dict[str, Any]:
    terms = line.terms
    return {
        "amount": format_yuan(Fen(terms.fen)),
        "when": f"{terms.rhythm}-{terms.day}",
        "percent": terms.percent.normalize(),
        "cap": format_yuan(Fen(terms.cap_fen)) if terms.cap_fen else "",
        "floor": format_yuan(Fen(terms.floor_fen)),
    }


@page("mobile", permission=OWN, relation=SELF)
def instruction(request: Request, instruction_id: UUID) -> HttpResponse:
    """What was agreed, when it acts next, and what it did on each occasion."""
    found = instruction_for_member(request.actor, instruction_id, clock.read())
    shown = {"found": found, "may_make": allows(request.actor, MAKE)}
    return render(request, "mobile/shenhuobao/instruction.html", ALWAYS | shown)


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def instruction_pause(request: Request, instruction_id: UUID) -> HttpResponse:
    return _moved(request, instruction_id, pause, "已暂停,恢复以前不再执行。")


@page("mobile", permission=MAKE, relation=SELF, methods=("POST",))
def instruction_resume(request: Request, instruction_id: UUID) -> HttpResponse:
    return _moved(request, instruction_id, resume, "已恢复,从下一次约定起执行。")


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def instruction_stop(request: Request, instruction_id: UUID) -> HttpResponse:
    return _moved(request, instruction_id, stop, "已解约,持有的份额不受影响。")


def _moved(request: Request, instruction_id: UUID, deed: Callable[..., None], said: str) -> HttpResponse:
    deed(instruction_id=instruction_id, actor=request.actor, now=clock.read())
    messages.success(request, said)
    return redirect("mobile:instruction", instruction_id)
