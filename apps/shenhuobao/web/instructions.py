"""定投, 工资日自动转入 and 利民宝 on the phone: signed, changed, resting, ended, and what each did (WM-13)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.bankaccounts.contracts import AccountBrief
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.clock import Moment
from apps.core.http.forms import answer_form
from apps.core.http.request import Request
from apps.core.money import Fen, format_yuan

from ..choices.instruction import INSTRUCTION_KIND_LABELS, InstructionKind
from ..choices.product import BANNER
from ..selectors.instructions import Signed, instruction_for_member, instruction_signed
from ..selectors.trading import purchase_sheet
from ..services.instruction_change import instruction_change as change
from ..services.instruction_pause import instruction_pause as pause
from ..services.instruction_resume import instruction_resume as resume
from ..services.instruction_sign import instruction_sign as sign
from ..services.instruction_stop import instruction_stop as stop
from .instruction_forms import InstructionForm
from .signing import papers_shown, payers

MAKE, OWN, SELF = "shenhuobao.plan.make", "shenhuobao.plan.own", Relation.SELF
ALWAYS = {"banner": BANNER}
SIGN = "mobile/shenhuobao/instruction_sign.html"


@page("mobile", permission=MAKE, relation=SELF, step_up="签署自动申购授权", methods=("GET", "POST"))
def instruction_sign(request: Request, product_id: UUID) -> HttpResponse:
    """The papers and the mandate, which have to stay open for a while, and the terms of the kind in `?kind=`."""
    now = clock.read()
    asked = request.GET.get("kind", "")
    kind = InstructionKind(asked) if asked in tuple(InstructionKind) else InstructionKind.AUTO_INVEST
    accounts = payers(request.actor)
    shown = _to_sign(request, product_id, kind, now, accounts=accounts)
    form: InstructionForm = shown["form"]

    def act(sent: dict[str, Any]) -> HttpResponse:
        instruction_id = sign(
            product_id=product_id, account_id=sent["account_id"], said=form.terms(), mandate_hash=sent["mandate_hash"],
            **form.reading(request.actor), actor=request.actor, now=now,
        )  # fmt: skip
        messages.success(request, f"{INSTRUCTION_KIND_LABELS[kind]}已签约。")
        return redirect("mobile:instruction", instruction_id)

    return answer_form(request, SIGN, shown, act)


@page("mobile", permission=MAKE, relation=SELF, step_up="重新签署自动申购授权", methods=("GET", "POST"))
def instruction_change(request: Request, instruction_id: UUID) -> HttpResponse:
    """The same papers again, with the terms as they are; product and account stay."""
    now = clock.read()
    line = instruction_signed(request.actor, instruction_id)
    shown = _to_sign(request, line.product_id, InstructionKind(line.terms.kind), now, line=line)
    form: InstructionForm = shown["form"]

    def act(sent: dict[str, Any]) -> HttpResponse:
        change(
            instruction_id=instruction_id, said=form.terms(), mandate_hash=sent["mandate_hash"],
            **form.reading(request.actor), actor=request.actor, now=now,
        )  # fmt: skip
        messages.success(request, "约定已变更。")
        return redirect("mobile:instruction", instruction_id)

    return answer_form(request, SIGN, shown, act)


def _to_sign(
    request: Request, product_id: UUID, kind: InstructionKind, now: Moment, *,
    accounts: list[AccountBrief] | None = None, line: Signed | None = None,
) -> dict[str, Any]:  # fmt: skip
    sheet = purchase_sheet(request.actor, product_id, now, is_dated=False)
    initial = _as_agreed(line) if line is not None else {}
    shown = papers_shown(request, sheet, InstructionForm, now, initial, kind=kind, accounts=accounts)
    return shown | {
        "kind": kind,
        "kind_label": INSTRUCTION_KIND_LABELS[kind],
        "line": line,
        "is_ready": shown["is_ready"] and (accounts is None or bool(accounts)),
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
