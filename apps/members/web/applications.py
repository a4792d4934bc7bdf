"""The bank's desk for enterprises: applications, decided by two persons, and the supervision of members (ID-8)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import ApplicationState
from ..selectors.applications import application_desk, applications_waiting, queue_for_staff
from ..services.application_decide import application_approve, application_reject
from ..services.paper_view import paper_view
from . import onboarding_screens as screens
from .onboarding_forms import ApplicationRejectForm
from .papers import paper_answer

VIEW, DECIDE = "members.application.review", "members.application.decide"
UNIT = Relation.UNIT
DESK = "console/members/application_detail.html"


@page("console", permission=VIEW, relation=UNIT)
def application_list(request: Request) -> HttpResponse:
    may_decide = allows(request.actor, DECIDE)
    show = request.GET.get("show", "mine" if may_decide else "open")
    url, waiting = reverse("console:application_list"), applications_waiting(request.actor)
    tabs = tuple(
        Link(label, f"{url}?show={key}", active=show == key, badge=str(waiting or "") if key == "open" else "")
        for key, label in {"mine": "等我办理", "open": "全部待办", "done": "最近办结"}.items()
        if may_decide or key != "mine"
    )
    shown = {"lines": queue_for_staff(request.actor, show=show), "tabs": tabs, "now": clock.wall()}
    return render(request, "console/members/application_list.html", shown)


@page("console", permission=VIEW, relation=UNIT)
def application_detail(request: Request, application_id: UUID) -> HttpResponse:
    return render(request, DESK, _desk(request, application_id))


def _desk(request: Request, application_id: UUID, form: ApplicationRejectForm | None = None) -> dict[str, object]:
    desk = application_desk(request.actor, application_id, clock.read())
    if desk is None:
        raise NotFound("没有找到这份企业认证申请。")
    return {
        "desk": desk,
        "facts": desk.facts,
        "crumbs": (Link("企业认证", reverse("console:application_list")), Link(desk.facts.enterprise, "")),
        "steps": screens.steps_of(desk.facts),
        "evidence": screens.evidence_of(desk),
        "checks": screens.checks_of(desk),
        "events": screens.events_of(desk),
        "form": form or ApplicationRejectForm(),
        "may_decide": desk.is_mine and allows(request.actor, DECIDE),
    }


@page("console", permission=DECIDE, relation=UNIT, step_up="通过企业认证", methods=("POST",))
def application_pass(request: Request, application_id: UUID) -> HttpResponse:
    state = application_approve(application_id=application_id, actor=request.actor, now=clock.read())
    done = "审批通过,企业已成为认证会员。" if state == ApplicationState.APPROVED else "审核通过,等待审批岗办理。"
    messages.success(request, done)
    return redirect("console:application_list")


@page("console", permission=DECIDE, relation=UNIT, methods=("POST",))
def application_refuse(request: Request, application_id: UUID) -> HttpResponse:
    form = ApplicationRejectForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, DESK, _desk(request, application_id, form))
    try:
        application_reject(application_id=application_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except AppError as error:
        if error.status != 422:
            raise
        return answer_invalid(request, DESK, _desk(request, application_id, form), error)
    messages.success(request, "已退回,企业将看到需要更正的内容。")
    return redirect("console:application_list")


@page("console", permission=DECIDE, relation=UNIT, methods=("POST",))
def application_paper(request: Request, paper_id: UUID) -> HttpResponse:
    """Opening a paper leaves a row in the trail."""
    content_type, data = paper_view(paper_id=paper_id, actor=request.actor, now=clock.read())
    return paper_answer(content_type, data)
