"""What holders do with their own accounts: stop, report lost, bring back, close; and the limits of the class."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, AccountFacts
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput, NotFound
from apps.core.http.request import Request
from apps.core.parts import Link
from apps.risk import api as risk

from ..contracts import Block
from ..selectors import closing_facts
from ..services.account_close import account_close as close

MANAGE, SELF = "transfers.account.manage", Relation.SELF
OF_CERTIFIED = {"mobile:transfer_new", "mobile:transfer_list", "mobile:card_new", "mobile:card"}
STOPS = {"self_stop": "已止付:只进不出,需要时可重新核验恢复。", "report_loss": "已挂失:账户停止收付。"}


@page("mobile", permission=MANAGE, relation=SELF)
def account_manage(request: Request, account_id: UUID) -> HttpResponse:
    """One account and what may be done with it in its state."""
    account, _ = _own(request, account_id)
    may = {
        "stop": account.status == "NORMAL",
        "report": account.status in ("NORMAL", "SELF_STOP"),
        "restore": account.status in ("SELF_STOP", "LOST", "DORMANT"),
    }
    return render(request, "mobile/transfers/account_manage.html", {"account": account, "may": may})


@page("mobile", permission=MANAGE, relation=SELF, methods=("POST",))
def account_guard(request: Request, account_id: UUID) -> HttpResponse:
    """At a touch: no confirmation stands between a holder and stopping the money."""
    move = request.POST.get("move", "")
    if move not in STOPS:
        raise InvalidInput("MOVE", "请选择止付或挂失。")
    bankaccounts.account_guard(account_id=account_id, move=move, actor=request.actor, now=clock.read())
    messages.success(request, STOPS[move])
    return redirect("mobile:account_manage", account_id)


@page("mobile", permission=MANAGE, relation=SELF, step_up="恢复账户", methods=("POST",))
def account_restore(request: Request, account_id: UUID) -> HttpResponse:
    bankaccounts.account_restore(account_id=account_id, actor=request.actor, now=clock.read())
    messages.success(request, "身份核验通过,账户已恢复正常。")
    return redirect("mobile:account_manage", account_id)


@page("mobile", permission=MANAGE, relation=SELF, step_up="销户", methods=("GET", "POST"))
def account_close(request: Request, account_id: UUID) -> HttpResponse:
    """What stands in the way, each with the way to mend it; when nothing does, the account closes."""
    now = clock.read()
    if request.method == "POST":
        close(account_id=account_id, actor=request.actor, now=now)
        messages.success(request, "账户已销户,利息已结清。")
        return redirect("mobile:account_list")
    closing = closing_facts(request.actor, account_id, now)
    blocks = [(block.text, _way(request, block)) for block in closing.blocks]
    shown = {"account": closing.account, "interest": closing.interest_shown, "blocks": blocks}
    return render(request, "mobile/transfers/account_close.html", shown)


def _way(request: Request, block: Block) -> Link | None:
    """To where what stands in the way is mended; who is not certified yet moves money only afterwards."""
    if block.route in OF_CERTIFIED and not allows(request.actor, "transfers.own"):
        return Link("先完成认证", reverse("mobile:certification"))
    return Link(block.action, _address(block.route, block.argument) + block.query) if block.route else None


@page("mobile", permission=MANAGE, relation=SELF)
def account_limits(request: Request, account_id: UUID) -> HttpResponse:
    """The limits of the account's class and of its holder, with what is used of them today and this year."""
    account, facts = _own(request, account_id)
    now = clock.read()
    shown = {
        "account": account,
        "uses": risk.uses(facts, now=now),
        "own": risk.customer_uses(request.actor.person, now=now),
    }
    return render(request, "mobile/transfers/account_limits.html", shown)


def _own(request: Request, account_id: UUID) -> tuple[AccountBrief, AccountFacts]:
    found = bankaccounts.account_for_member(request.actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    return found


def _address(route: str, argument: UUID | None) -> str:
    return reverse(route, args=[argument] if argument else [])
