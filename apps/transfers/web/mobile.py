"""转入 and 转出 on the phone: one form, one sheet, one page that says how it ended."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import BoundCardState
from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound, StepUpRequired
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.identity import api as identity

from ..choices import DIRECTION_LABELS, Direction
from ..selectors import transfer_for_member, transfers_for_member
from ..services.transfer_make import transfer_make
from . import screens
from .forms import TransferForm

OWN, SELF = "transfers.own", Relation.SELF
NEW = "mobile/transfers/transfer_new.html"


@page("mobile", permission=OWN, relation=SELF)
def transfer_list(request: Request) -> HttpResponse:
    transfers = transfers_for_member(request.actor, clock.read())
    return render(request, "mobile/transfers/transfer_list.html", {"transfers": transfers})


@page("mobile", permission=OWN, relation=SELF, step_up="确认转账", methods=("GET", "POST"))
def transfer_new(request: Request) -> HttpResponse:
    """The direction stands in the address; what is refused says what to do about it, with a way there."""
    now = clock.read()
    shown = _new(request)
    form: TransferForm = shown["form"]  # type: ignore[assignment]
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent = form.cleaned_data
    try:
        transfer_id = transfer_make(
            direction=sent["direction"], account_id=UUID(sent["account_id"]), card_id=UUID(sent["card_id"]),
            fen=sent["amount"], key=sent["idempotency_key"], actor=request.actor, now=now,
        )  # fmt: skip
    except StepUpRequired:
        raise
    except AppError as error:
        return answer_invalid(request, NEW, shown | {"fix": screens.fix_of(error, sent)}, error)
    return redirect("mobile:transfer", transfer_id)


@page("mobile", permission=OWN, relation=SELF)
def transfer(request: Request, transfer_id: UUID) -> HttpResponse:
    """How it stands: 成功, 处理中 or 失败, and what comes next."""
    found = transfer_for_member(request.actor, transfer_id, clock.read())
    if found is None:
        raise NotFound("没有找到这笔转账。")
    return render(request, "mobile/transfers/transfer.html", {"transfer": found, "result": screens.result_of(found)})


def _new(request: Request) -> dict[str, object]:
    now = clock.read()
    asked = request.POST.get("direction") or request.GET.get("direction", "")
    direction = Direction.OUT if asked == Direction.OUT else Direction.IN
    accounts = bankaccounts.accounts_for_member(request.actor)
    bound = [one for one in bankaccounts.cards_for_member(request.actor, now) if one.state == BoundCardState.BOUND]
    cards = [one for one in bound if direction == Direction.OUT or (one.has_mandate and not one.is_credit)]
    initial = {"direction": direction, "account_id": request.GET.get("account", "")}
    form = TransferForm(request.POST or None, accounts=accounts, cards=cards, initial=initial)
    return {
        "form": form,
        "direction": direction,
        "label": DIRECTION_LABELS[direction],
        "is_ready": bool(accounts and cards),
        "hold": identity.money_refusal(actor=request.actor, now=now),
        "tabs": screens.direction_tabs(direction),
    }
