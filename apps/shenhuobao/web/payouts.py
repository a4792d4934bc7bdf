"""Dividends and maturities on the phone: what came, and how dividends are paid."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..choices import DIVIDEND_MODE_LABELS, DividendMode
from ..choices.product import BANNER
from ..selectors.payouts import dividend_for_member, payouts_for_member
from ..services.dividend_choose import dividend_choose as choose

OWN, SELF = "shenhuobao.holding.own", Relation.SELF
CHOOSE = "mobile/shenhuobao/dividend_choose.html"


class DividendForm(forms.Form):
    mode = forms.ChoiceField(label="分红方式", choices=list(DIVIDEND_MODE_LABELS.items()), widget=forms.RadioSelect)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)


@page("mobile", permission=OWN, relation=SELF)
def payout_list(request: Request) -> HttpResponse:
    return render(request, "mobile/shenhuobao/payout_list.html", {"payouts": payouts_for_member(request.actor)})


@page("mobile", permission=OWN, relation=SELF, methods=("GET", "POST"))
def dividend_choose(request: Request, holding_id: UUID) -> HttpResponse:
    """The choice is as easily made as taken back: no step-up stands before it."""
    found = dividend_for_member(request.actor, holding_id)
    form = DividendForm(request.POST or None, initial={"mode": found.mode})
    shown = {"dividend": found, "form": form, "banner": BANNER}
    if request.method != "POST":
        return render(request, CHOOSE, shown)
    if not form.is_valid():
        return answer_invalid(request, CHOOSE, shown)
    sent = form.cleaned_data
    try:
        mode = choose(
            holding_id=holding_id, mode=sent["mode"], key=sent["idempotency_key"], actor=request.actor,
            now=clock.read(),
        )  # fmt: skip
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, CHOOSE, shown, error)
    messages.success(request, f"已改为「{DIVIDEND_MODE_LABELS[DividendMode(mode)]}」。")
    return redirect("mobile:position", holding_id)
