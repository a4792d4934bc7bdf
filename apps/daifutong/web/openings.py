"""批量开户: asked in the office, accepted by two people in the console, read by the invited on the phone."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import OPENING_PEOPLE, REASON_LENGTH
from ..contracts import Candidate
from ..selectors.openings import candidates, opening_detail, openings_for, own_invitations
from ..services.opening_accept import opening_accept as accept
from ..services.opening_ask import opening_ask as ask
from ..services.opening_decide import opening_decide as decide
from ..services.opening_decline import opening_decline as decline
from ..services.opening_withdraw import opening_withdraw as withdraw

ASK, REVIEW, ACCEPT = "daifutong.opening.ask", "daifutong.opening.review", "daifutong.opening.accept"
OWN, UNIT, SELF = Relation.ENTERPRISE, Relation.UNIT, Relation.SELF
NEW = "office/daifutong/opening_ask.html"


class OpeningForm(forms.Form):
    """Whom the bank shall invite: `people` are the candidates, none chosen means all of them."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    people = forms.MultipleChoiceField(label="员工", required=False, widget=forms.CheckboxSelectMultiple)
    wish = forms.CharField(label="希望的办理时间和地点", max_length=REASON_LENGTH, required=False)
    have_agreed = forms.BooleanField(label="已征得这些员工本人同意由单位代为预约开户", required=False)

    def __init__(self, *args: object, candidates: tuple[Candidate, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (str(one.person_id), f"{one.emp_no} {one.name}({one.department})") for one in candidates
        ]


@page("office", permission=ASK, relation=OWN)
def opening_list(request: Request) -> HttpResponse:
    return render(request, "office/daifutong/opening_list.html", {"openings": openings_for(request.actor)})


@page("office", permission=ASK, relation=OWN, methods=("GET", "POST"))
def opening_ask(request: Request) -> HttpResponse:
    found = candidates(request.actor.enterprise)
    form = OpeningForm(request.POST or None, candidates=found)
    shown = {"form": form, "count": len(found), "most": OPENING_PEOPLE, "crumbs": _crumbs("office", "申请批量开户")}
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent = form.cleaned_data
    try:
        opening_id = ask(
            person_ids=[UUID(one) for one in sent["people"]], wish=sent["wish"], have_agreed=sent["have_agreed"],
            key=sent["idempotency_key"], actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except InvalidInput as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "已提交,等待银行受理。")
    return redirect("office:opening", opening_id)


@page("office", permission=ASK, relation=OWN)
def opening(request: Request, opening_id: UUID) -> HttpResponse:
    return _detail(request, "office", opening_id)


@page("office", permission=ASK, relation=OWN, methods=("POST",))
def opening_withdraw(request: Request, opening_id: UUID) -> HttpResponse:
    withdraw(opening_id=opening_id, actor=request.actor, now=clock.read())
    messages.success(request, "已撤回。")
    return redirect("office:opening", opening_id)


@page("console", permission=REVIEW, relation=UNIT)
def opening_desk(request: Request) -> HttpResponse:
    return render(request, "console/daifutong/opening_list.html", {"openings": openings_for(request.actor)})


@page("console", permission=REVIEW, relation=UNIT)
def opening_review(request: Request, opening_id: UUID) -> HttpResponse:
    return _detail(request, "console", opening_id)


@page("console", permission=ACCEPT, relation=UNIT, methods=("POST",))
def opening_accept(request: Request, opening_id: UUID) -> HttpResponse:
    try:
        accept(opening_id=opening_id, place=request.POST.get("place", ""), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, "console", opening_id, error)
    messages.success(request, "已受理,等待另一人审批。")
    return redirect("console:opening", opening_id)


@page("console", permission=ACCEPT, relation=UNIT, methods=("POST",))
def opening_decline(request: Request, opening_id: UUID) -> HttpResponse:
    try:
        decline(opening_id=opening_id, reason=request.POST.get("reason", ""), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, "console", opening_id, error)
    messages.success(request, "已退回企业。")
    return redirect("console:opening", opening_id)


@page("console", permission="daifutong.opening.decide", relation=UNIT, step_up="审批批量开户", methods=("POST",))
def opening_decide(request: Request, opening_id: UUID) -> HttpResponse:
    said = verdict_said(request, is_keyed=False)
    try:
        decide(opening_id=opening_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, "console", opening_id, error)
    messages.success(request, "已办理。")
    return redirect("console:opening", opening_id)


@page("mobile", permission="daifutong.card.own", relation=SELF)
def invitations(request: Request) -> HttpResponse:
    return render(request, "mobile/daifutong/invitations.html", {"invitations": own_invitations(request.actor)})


def _detail(request: Request, surface: str, opening_id: UUID, error: AppError | None = None) -> HttpResponse:
    detail = opening_detail(request.actor, opening_id)
    shown = {"detail": detail, "error": error, "crumbs": _crumbs(surface, detail.line.enterprise_name)}
    template = f"{surface}/daifutong/opening.html"
    return render(request, template, shown, status=error.status if error else 200)


def _crumbs(surface: str, title: str) -> tuple[Link, ...]:
    return (Link("批量开户", reverse(f"{surface}:opening_list")), Link(title, ""))
