"""The wage card on the phone: into which account each employer pays."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, StepUpRequired
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.identity import api as identity

from ..selectors.wagecards import cards_to_choose, employer_cards, employers_cards
from ..services.wagecard_submit import wagecard_submit as submit
from ..services.wagecard_withdraw import wagecard_withdraw as withdraw
from .forms import WageCardForm

OWN = "daifutong.card.own"
SELF = Relation.SELF
NEW = "mobile/daifutong/wagecard_submit.html"


@page("mobile", permission=OWN, relation=SELF)
def wagecards(request: Request) -> HttpResponse:
    return render(request, "mobile/daifutong/wagecards.html", {"employers": employers_cards(request.actor)})


@page("mobile", permission=OWN, relation=SELF, step_up="提交工资卡", methods=("GET", "POST"))
def wagecard_submit(request: Request, enterprise_id: UUID) -> HttpResponse:
    """Another account for the wages of one employer."""
    now = clock.read()
    employer = employer_cards(request.actor, enterprise_id)
    choices = cards_to_choose(request.actor, employer, now)
    form = WageCardForm(request.POST or None, choices=choices)
    shown = {
        "employer": employer,
        "form": form,
        "is_ready": bool(choices),
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    source, _, source_id = form.cleaned_data["choice"].partition(":")
    try:
        submit(
            enterprise_id=enterprise_id, source=source, source_id=UUID(source_id),
            key=form.cleaned_data["idempotency_key"], actor=request.actor, now=now,
        )  # fmt: skip
    except StepUpRequired:
        raise
    except AppError as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "已提交,等待企业确认。在此之前工资仍发到原账户。")
    return redirect("mobile:wagecards")


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def wagecard_withdraw(request: Request, card_id: UUID) -> HttpResponse:
    withdraw(card_id=card_id, actor=request.actor, now=clock.read())
    messages.success(request, "已撤回,工资仍发到原账户。")
    return redirect("mobile:wagecards")
