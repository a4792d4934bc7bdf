"""Buying wealth products on the phone, what one holds, and giving it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import Conflict
from apps.core.http.forms import answer_form
from apps.core.http.request import Request
from apps.identity import api as identity

from ..choices.product import BANNER
from ..contracts import OrderAnswer, PositionPage
from ..selectors.trading import (
    TradesWanted,
    position_for_member,
    positions_for_member,
    purchase_sheet,
    trade_for_member,
    trades_for_member,
)
from ..services.order_cancel import order_cancel as cancel
from ..services.purchase_place import purchase_place as place
from ..services.quick_redeem import quick_redeem as redeem_now
from ..services.redemption_place import redemption_place as redeem
from . import trading_screens as screens
from .signing import papers_shown, payers
from .trading_forms import PurchaseForm, RedemptionForm, UnitsForm

BUY, OWN, SELF = "shenhuobao.purchase.place", "shenhuobao.holding.own", Relation.SELF
ALWAYS = {"banner": BANNER}
PLACE = "mobile/shenhuobao/purchase_place.html"
REDEEM, QUICK = "mobile/shenhuobao/redemption_place.html", "mobile/shenhuobao/quick_redeem.html"


@page("mobile", permission=BUY, relation=SELF, step_up="确认购买", methods=("GET", "POST"))
def purchase_place(request: Request, product_id: UUID) -> HttpResponse:
    """The papers, which have to stay open for a while, and the order itself."""
    now = clock.read()
    sheet = purchase_sheet(request.actor, product_id, now)
    accounts = payers(request.actor)
    shown = papers_shown(request, sheet, PurchaseForm, now, accounts=accounts)
    shown["is_ready"] = shown["is_ready"] and bool(accounts)

    def act(sent: dict[str, Any]) -> HttpResponse:
        placed = place(
            product_id=product_id, account_id=sent["account_id"], fen=sent["amount"],
            **shown["form"].reading(request.actor), actor=request.actor, now=now,
        )  # fmt: skip
        return redirect("mobile:trade", placed.order_id)

    return answer_form(request, PLACE, shown, act)


@page("mobile", permission=OWN, relation=SELF)
def trade_list(request: Request) -> HttpResponse:
    """All, or those of a kind, of a state or of a product."""
    wanted = screens.wanted_of(request.GET)
    trades = trades_for_member(request.actor, clock.read(), wanted)
    shown = {"trades": trades, "chips": screens.trade_chips(wanted), "is_narrowed": wanted != TradesWanted()}
    return render(request, "mobile/shenhuobao/trade_list.html", shown)


@page("mobile", permission=OWN, relation=SELF)
def trade(request: Request, order_id: UUID) -> HttpResponse:
    """How an order stands, and until the cut-off the way back."""
    found = trade_for_member(request.actor, order_id, clock.read())
    return render(request, "mobile/shenhuobao/trade.html", {"trade": found, "result": screens.result_of(found)})


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def order_cancel(request: Request, order_id: UUID) -> HttpResponse:
    """Taking back is as easy as giving: no step-up stands before it. Once for each order."""
    now = clock.read()
    trade_for_member(request.actor, order_id, now)  # what is not there is said in the same words everywhere
    cancel(order_id=order_id, key=f"cancel:{order_id}", actor=request.actor, now=now)
    messages.success(request, "已撤单,冻结的款项或份额已经解除。")
    return redirect("mobile:trade", order_id)


@page("mobile", permission=OWN, relation=SELF)
def position_list(request: Request) -> HttpResponse:
    found = positions_for_member(request.actor)
    return render(request, "mobile/shenhuobao/position_list.html", ALWAYS | {"positions": found})


@page("mobile", permission=OWN, relation=SELF)
def position(request: Request, holding_id: UUID) -> HttpResponse:
    found = position_for_member(request.actor, holding_id, clock.read())
    shown = {"position": found, "facts": screens.facts_of(found.line), "product_text": f"{found.line.product_id}"}
    return render(request, "mobile/shenhuobao/position.html", ALWAYS | shown)


@page("mobile", permission=OWN, relation=SELF, step_up="确认赎回", methods=("GET", "POST"))
def redemption_place(request: Request, holding_id: UUID) -> HttpResponse:
    form = RedemptionForm(request.POST or None)
    return _give_back(request, holding_id, form, "redeem", REDEEM, redeem)


@page("mobile", permission=OWN, relation=SELF, step_up="确认快速赎回", methods=("GET", "POST"))
def quick_redeem(request: Request, holding_id: UUID) -> HttpResponse:
    return _give_back(request, holding_id, UnitsForm(request.POST or None), "quick", QUICK, redeem_now)


def _give_back(
    request: Request, holding_id: UUID, form: UnitsForm, way: str, template: str, deed: Callable[..., OrderAnswer]
) -> HttpResponse:
    """Both ways out of a holding: the same sheet, another deed."""
    now = clock.read()
    found: PositionPage = position_for_member(request.actor, holding_id, now, is_whole=False)
    if way not in found.line.may and request.method == "POST":
        raise Conflict("NOT_REDEEMABLE", "这笔持有目前不能赎回,请返回持有页面查看。")
    shown = ALWAYS | {
        "position": found,
        "form": form,
        "facts": screens.facts_of(found.line),
        "is_ready": way in found.line.may,
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }

    def act(sent: dict[str, Any]) -> HttpResponse:
        asked = {name: value for name, value in sent.items() if name != "idempotency_key"}
        key = sent["idempotency_key"]
        placed = deed(holding_id=holding_id, **asked, key=key, actor=request.actor, now=now)
        return redirect("mobile:trade", placed.order_id)

    return answer_form(request, template, shown, act)
