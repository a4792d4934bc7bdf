"""Turning a holding into another product on the phone: what it may become, then the papers and the order."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.forms import answer_form
from apps.core.http.request import Request

from ..choices.product import BANNER
from ..selectors.conversions import conversion_sheet, targets_for_member
from ..services.conversion_place import conversion_place as place
from .signing import papers_shown
from .trading_forms import ConversionForm

OWN, BUY, SELF = "shenhuobao.holding.own", "shenhuobao.purchase.place", Relation.SELF
PLACE = "mobile/shenhuobao/conversion_place.html"


@page("mobile", permission=BUY, relation=SELF)
def conversion_list(request: Request, holding_id: UUID) -> HttpResponse:
    shown = {"targets": targets_for_member(request.actor, holding_id), "banner": BANNER}
    return render(request, "mobile/shenhuobao/conversion_list.html", shown)


@page("mobile", permission=BUY, relation=SELF, step_up="确认转换", methods=("GET", "POST"))
def conversion_place(request: Request, holding_id: UUID, product_id: UUID) -> HttpResponse:
    """The papers of the target, which have to stay open for a while, and the order itself."""
    now = clock.read()
    sheet = conversion_sheet(request.actor, holding_id, product_id, now)
    shown = papers_shown(request, sheet, ConversionForm, now)

    def act(sent: dict[str, Any]) -> HttpResponse:
        placed = place(
            holding_id=holding_id, product_id=product_id, units=sent["units"],
            **shown["form"].reading(request.actor), actor=request.actor, now=now,
        )  # fmt: skip
        return redirect("mobile:trade", placed.order_id)

    return answer_form(request, PLACE, shown, act)
