"""The employee's bound cards: proved by the bank, bound by signing what may be pulled from them."""

from uuid import UUID

from django.contrib import messages
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

from ..contracts import BOUND_CLASSES, AccountClass, BoundCard, BoundCardState
from ..selectors import account_for_member, bound_card_of, card_for_member, cards_for_member
from ..services.account_two_open import AGREEMENT, account_two_open
from ..services.bound_account_change import bound_account_change
from ..services.card_bind import MANDATE
from ..services.card_bind import card_bind as bind
from ..services.card_bind import card_unbind as unbind
from ..services.card_check import card_check
from .forms import BoundAccountForm, CardForm, MandateForm, OpeningForm
from .screens import opened_screen

OWN = "bankaccounts.card.own"
SELF = Relation.SELF
OPEN, BOUND = "mobile/bankaccounts/account_new.html", "mobile/bankaccounts/account_bound.html"
NEW, CARD = "mobile/bankaccounts/card_new.html", "mobile/bankaccounts/card.html"


@page("mobile", permission=OWN, relation=SELF)
def card_list(request: Request) -> HttpResponse:
    cards = cards_for_member(request.actor, clock.read())
    return render(request, "mobile/bankaccounts/card_list.html", {"cards": cards})


@page("mobile", permission=OWN, relation=SELF, methods=("GET", "POST"))
def card_new(request: Request) -> HttpResponse:
    """The first of two steps: does this card belong to the person?"""
    now, form = clock.read(), CardForm(request.POST or None)
    shown = {"form": form, "hold": identity.money_refusal(actor=request.actor, now=now)}
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    try:
        card_id = card_check(**form.cleaned_data, actor=request.actor, now=now)
    except AppError as error:
        return answer_invalid(request, NEW, shown, error)
    return redirect("mobile:card", card_id)


@page("mobile", permission=OWN, relation=SELF)
def card(request: Request, card_id: UUID) -> HttpResponse:
    """A card; below it, while no mandate holds, the words and terms that bind it."""
    now = clock.read()
    return render(request, CARD, _shown(request, card_id, now, MandateForm()))


@page("mobile", permission=OWN, relation=SELF, step_up="签署绑定卡转入授权", methods=("POST",))
def card_bind(request: Request, card_id: UUID) -> HttpResponse:
    """The second step: the terms, signed by the same step-up."""
    now, form = clock.read(), MandateForm(request.POST)
    shown = _shown(request, card_id, now, form)
    if not form.is_valid():
        return answer_invalid(request, CARD, shown)
    sent = form.cleaned_data
    try:
        bind(
            card_id=card_id, single_fen=sent["single"], day_fen=sent["day"], text_hash=sent["text_hash"],
            actor=request.actor, now=now,
        )  # fmt: skip
    except AppError as error:
        if error.status != 422:
            raise
        return answer_invalid(request, CARD, shown, error)
    messages.success(request, "已绑定,可以转入转出了。")
    return redirect("mobile:card", card_id)


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def card_unbind(request: Request, card_id: UUID) -> HttpResponse:
    unbind(card_id=card_id, actor=request.actor, now=clock.read())
    messages.success(request, "已解绑,转入授权同时终止。")
    return redirect("mobile:card_list")


@page("mobile", permission=OWN, relation=SELF, step_up="开立II类户", methods=("GET", "POST"))
def account_new(request: Request) -> HttpResponse:
    """Opening a class II account: the words, the bound account, one step-up; then the account."""
    now = clock.read()
    fitting = _fitting(request, now)
    form = OpeningForm(request.POST or None, cards=fitting)
    shown = {
        "form": form,
        "words": agreements.words_in_force(AGREEMENT, now),
        "is_ready": bool(fitting),
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }
    if request.method != "POST":
        return render(request, OPEN, shown)
    if not form.is_valid():
        return answer_invalid(request, OPEN, shown)
    sent = form.cleaned_data
    try:
        account_id = account_two_open(
            card_id=UUID(sent["card_id"]), mobile=sent["mobile"], text_hash=sent["text_hash"],
            key=sent["idempotency_key"], actor=request.actor, now=now,
        )  # fmt: skip
    except StepUpRequired:
        raise
    except AppError as error:
        return answer_invalid(request, OPEN, shown, error)
    return redirect("mobile:account_opened", account_id)


@page("mobile", permission=OWN, relation=SELF)
def account_opened(request: Request, account_id: UUID) -> HttpResponse:
    """The account that was opened, and what comes next."""
    found = account_for_member(request.actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    return render(request, "mobile/bankaccounts/account_opened.html", opened_screen(found[0]))


@page("mobile", permission=OWN, relation=SELF, step_up="更换绑定账户", methods=("GET", "POST"))
def account_bound(request: Request, account_id: UUID) -> HttpResponse:
    """The bound account of a class II account, and another one in its place (AC-4)."""
    now = clock.read()
    found = account_for_member(request.actor, account_id)
    if found is None or found[0].account_class != AccountClass.II:
        raise NotFound("没有找到这个账户。")
    bound = bound_card_of(request.actor, account_id, now)
    others = [one for one in _fitting(request, now) if bound is None or one.id != bound.id]
    form = BoundAccountForm(request.POST or None, cards=others)
    hold = identity.money_refusal(actor=request.actor, now=now)
    shown = {"account": found[0], "bound": bound, "form": form, "is_ready": bool(others), "hold": hold}
    if request.method != "POST":
        return render(request, BOUND, shown)
    if not form.is_valid():
        return answer_invalid(request, BOUND, shown)
    sent = form.cleaned_data
    try:
        bound_account_change(
            account_id=account_id, card_id=UUID(sent["card_id"]), mobile=sent["mobile"], actor=request.actor, now=now
        )
    except StepUpRequired:
        raise
    except AppError as error:
        return answer_invalid(request, BOUND, shown, error)
    messages.success(request, "绑定账户已更换。")
    return redirect("mobile:account_bound", account_id)


def _fitting(request: Request, now: Moment) -> list[BoundCard]:
    """The person's cards that may be the bound account of another one."""
    cards = cards_for_member(request.actor, now)
    return [one for one in cards if one.state == BoundCardState.BOUND and one.card_class in BOUND_CLASSES]


def _shown(request: Request, card_id: UUID, now: Moment, form: MandateForm) -> dict[str, object]:
    found = card_for_member(request.actor, card_id, now)
    if found is None:
        raise NotFound("没有找到这张卡。")
    may_sign = found.state != BoundCardState.UNBOUND and not found.has_mandate
    return {"card": found, "form": form, "words": agreements.words_in_force(MANDATE, now) if may_sign else None}
