"""Turning a holding into another product on the phone: what it may become, then the papers and the order."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.clock import Moment
from apps.core.errors import AppError, NotFound, StepUpRequired
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.identity import api as identity

from ..choices.order import AGREEMENT
from ..choices.product import BANNER
from ..contracts import Reading
from ..contracts.conversion import ConversionSheet
from ..selectors.conversions import conversion_sheet, targets_for_member
from ..services.conversion_place import conversion_place as place
from .trading_forms import PurchaseForm, UnitsForm

OWN, BUY, SELF = "shenhuobao.holding.own", "shenhuobao.purchase.place", Relation.SELF
PLACE = "mobile/shenhuobao/conversion_place.html"


class ConversionForm(UnitsForm):
    """As a purchase, but of units."""

    agreed = PurchaseForm.base_fields["agreed"]
    is_care_confirmed = PurchaseForm.base_fields["is_care_confirmed"]
    prospectus_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    risk_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreement_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: object, needs_care: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not needs_care:
            del self.fields["is_care_confirmed"]


@page("mobile", permission=BUY, relation=SELF)
def conversion_list(request: Request, holding_id: UUID) -> HttpResponse:
    shown = {"targets": targets_for_member(request.actor, holding_id), "banner": BANNER}
    return render(request, "mobile/shenhuobao/conversion_list.html", shown)


@page("mobile", permission=BUY, relation=SELF, step_up="确认转换", methods=("GET", "POST"))
def conversion_place(request: Request, holding_id: UUID, product_id: UUID) -> HttpResponse:
    """The papers of the target, which have to stay open for a while, and the order itself."""
    now = clock.read()
    sheet = conversion_sheet(request.actor, holding_id, product_id, now)
    shown = _to_convert(request, sheet, now)
    form: ConversionForm = shown["form"]
    if request.method != "POST":
        return render(request, PLACE, shown)
    if not form.is_valid():
        return answer_invalid(request, PLACE, shown)
    sent = form.cleaned_data
    try:
        opened = agreements.opened_at(request.actor, sent["opened"], sent["risk_hash"])
        answer = place(
            holding_id=holding_id, product_id=product_id, units=sent["units"],
            reading=Reading(sent["prospectus_hash"], sent["risk_hash"], sent["agreement_hash"], opened),
            is_care_confirmed=bool(sent.get("is_care_confirmed")), key=sent["idempotency_key"], actor=request.actor,
            now=now,
        )  # fmt: skip
    except (StepUpRequired, NotFound):
        raise
    except AppError as error:
        return answer_invalid(request, PLACE, shown, error)
    return redirect("mobile:trade", answer.order_id)


def _to_convert(request: Request, sheet: ConversionSheet, now: Moment) -> dict[str, Any]:
    (words,) = agreements.words_of((AGREEMENT,), now)
    prospectus, risk = sheet.documents
    initial = {
        "prospectus_hash": prospectus.text_hash,
        "risk_hash": risk.text_hash,
        "agreement_hash": words.text_hash,
        "opened": agreements.opened_mark(request.actor, now.wall, risk.text_hash),
    }
    return {
        "banner": BANNER,
        "sheet": sheet,
        "form": ConversionForm(request.POST or None, needs_care=sheet.needs_care, initial=initial),
        "agreement": words,
        "is_ready": not sheet.refusal,
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }
