"""The bank's desk for enterprises: applications, decided by two persons, and the supervision of members (ID-8)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.papers import paper_answer
from apps.core.http.request import Request

from ..selectors.applications import application_desk
from ..services.application_decide import application_approve, application_reject
from ..services.identity_reveal import application_reveal as reveal
from ..services.paper_view import paper_view
from . import onboarding_screens as screens
from .forms import RevealForm
from .review_forms import EnterpriseRejectForm
from .review_screens import REVEAL, REVEAL_ID, case_shown, reveal_shown, told
from .screens import crumbs

VIEW, DECIDE = "members.application.review", "members.application.decide"
UNIT = Relation.UNIT
DESK = "console/members/application_detail.html"


@page("console", permission=VIEW, relation=UNIT)
def application_detail(request: Request, application_id: UUID) -> HttpResponse:
    return render(request, DESK, application_shown(request, application_id))


def application_shown(request: Request, application_id: UUID, **more: object) -> dict[str, object]:
    """The context of the desk; raises NotFound for what is not the actor's."""
    desk = application_desk(request.actor, application_id, clock.read())
    if desk is None:
        raise NotFound("没有找到这份企业认证申请。")
    return {
        "desk": desk,
        "facts": desk.facts,
        "crumbs": crumbs(desk.facts.enterprise),
        "steps": screens.steps_of(desk.facts),
        "evidence": screens.evidence_of(desk),
        "checks": screens.checks_of(desk),
        "events": screens.events_of(desk),
        "form": EnterpriseRejectForm(),
        **reveal_shown(request),
        **case_shown(request, desk.case),
        **more,
    }


@page("console", permission=DECIDE, relation=UNIT, step_up="通过企业认证", methods=("POST",))
def application_pass(request: Request, application_id: UUID) -> HttpResponse:
    state = application_approve(application_id=application_id, actor=request.actor, now=clock.read())
    messages.success(request, told(state, "审批通过,企业已成为认证会员。"))
    return redirect("console:review_list")


@page("console", permission=DECIDE, relation=UNIT, methods=("POST",))
def application_refuse(request: Request, application_id: UUID) -> HttpResponse:
    form = EnterpriseRejectForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, DESK, application_shown(request, application_id, form=form))
    try:
        said = form.cleaned_data
        state = application_reject(application_id=application_id, **said, actor=request.actor, now=clock.read())
    except AppError as error:
        if error.status != 422:
            raise
        return answer_invalid(request, DESK, application_shown(request, application_id, form=form), error)
    messages.success(request, told(state, "已退回,企业将看到需要更正的内容。"))
    return redirect("console:review_list")


@page("console", permission=REVEAL, relation=UNIT, step_up="查看证件明文", methods=("POST",))
def application_reveal(request: Request, application_id: UUID) -> HttpResponse:
    """The same desk with the numbers in clear, this once; a reload shows them masked again."""
    form = RevealForm(request.POST, auto_id=REVEAL_ID)
    if not form.is_valid():
        return answer_invalid(request, DESK, application_shown(request, application_id, reveal_form=form))
    people = reveal(
        application_id=application_id, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.read()
    )
    return render(request, DESK, application_shown(request, application_id, revealed=people))


@page("console", permission=DECIDE, relation=UNIT, methods=("POST",))
def application_paper(request: Request, paper_id: UUID) -> HttpResponse:
    """Opening a paper leaves a row in the trail."""
    content_type, data = paper_view(paper_id=paper_id, actor=request.actor, now=clock.read())
    return paper_answer(content_type, data)
