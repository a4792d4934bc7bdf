"""The bank's desk for certifications, and its enterprises."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link

from ..selectors.certifications import desk_for_staff
from ..selectors.enterprises import enterprise_for_staff, enterprises_for_staff
from ..services.certification_decide import certification_approve, certification_reject
from ..services.enterprise_move import enterprise_supervise
from ..services.identity_reveal import identity_reveal
from ..services.member_supervise import member_supervise
from . import screens
from .forms import EnterpriseFilter, RevealForm
from .onboarding_forms import MemberSuperviseForm, SuperviseForm
from .review_forms import EmployeeRejectForm
from .review_screens import REVEAL, REVEAL_ID, case_shown, reveal_shown, told

VIEW, DECIDE = "members.certification.view", "members.certification.decide"
SUPERVISE = "members.enterprise.supervise"
UNIT = Relation.UNIT
DESK = "console/members/certification_detail.html"


@page("console", permission=VIEW, relation=UNIT)
def certification_detail(request: Request, certification_id: UUID) -> HttpResponse:
    return render(request, DESK, certification_desk(request, certification_id))


def certification_desk(request: Request, certification_id: UUID, **more: object) -> dict[str, object]:
    """The context of the desk; raises NotFound for what is not the actor's."""
    desk = desk_for_staff(request.actor, certification_id, clock.read())
    if desk is None:
        raise NotFound("没有找到这份认证申请。")
    return {
        "desk": desk,
        "crumbs": screens.crumbs(desk.line.name),
        "steps": screens.steps_of(desk.line.state),
        "evidence": screens.evidence_of(desk),
        "checks": screens.checks_of(desk),
        "events": screens.events_of(desk),
        "form": EmployeeRejectForm(),
        **reveal_shown(request),
        **case_shown(request, desk.case),
        **more,
    }


@page("console", permission=DECIDE, relation=UNIT, step_up="通过员工认证", methods=("POST",))
def certification_pass(request: Request, certification_id: UUID) -> HttpResponse:
    state = certification_approve(certification_id=certification_id, actor=request.actor, now=clock.read())
    messages.success(request, told(state, "审批通过,员工已成为认证成员。"))
    return redirect("console:review_list")


@page("console", permission=DECIDE, relation=UNIT, methods=("POST",))
def certification_refuse(request: Request, certification_id: UUID) -> HttpResponse:
    form = EmployeeRejectForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, DESK, certification_desk(request, certification_id, form=form))
    said = form.cleaned_data
    state = certification_reject(certification_id=certification_id, **said, actor=request.actor, now=clock.read())
    messages.success(request, told(state, "已退回,员工与企业将看到需要更正的内容。"))
    return redirect("console:review_list")


@page("console", permission=REVEAL, relation=UNIT, step_up="查看证件明文", methods=("POST",))
def certification_reveal(request: Request, certification_id: UUID) -> HttpResponse:
    """The same desk with the numbers in clear, this once; a reload shows them masked again."""
    form = RevealForm(request.POST, auto_id=REVEAL_ID)
    if not form.is_valid():
        return answer_invalid(request, DESK, certification_desk(request, certification_id, reveal_form=form))
    people = identity_reveal(
        certification_id=certification_id, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.read()
    )
    return render(request, DESK, certification_desk(request, certification_id, revealed=people))


@page("console", permission="members.enterprise.view", relation=UNIT)
def enterprise_list(request: Request) -> HttpResponse:
    form = EnterpriseFilter(request.GET)
    query = str(form.cleaned_data["q"]) if form.is_valid() else ""
    shown = {"enterprises": enterprises_for_staff(request.actor, query), "query": query}
    return render(request, "console/members/enterprise_list.html", shown)


@page("console", permission="members.enterprise.view", relation=UNIT)
def enterprise_detail(request: Request, enterprise_id: UUID) -> HttpResponse:
    shown = _enterprise_page(request, enterprise_id, SuperviseForm())
    return render(request, "console/members/enterprise_detail.html", shown)


def _enterprise_page(
    request: Request, enterprise_id: UUID, form: SuperviseForm, member_form: MemberSuperviseForm | None = None
) -> dict[str, object]:
    enterprise = enterprise_for_staff(request.actor, enterprise_id)
    if enterprise is None:
        raise NotFound("没有找到这家企业。")
    return {
        "enterprise": enterprise,
        "form": form,
        "member_form": (member_form or MemberSuperviseForm()) if allows(request.actor, SUPERVISE) else None,
        "moves": screens.moves_of(enterprise) if allows(request.actor, SUPERVISE) else (),
        "pairs": screens.enterprise_pairs(enterprise),
        "operators": screens.operator_rows(enterprise_id),
        "crumbs": (Link("企业会员", reverse("console:enterprise_list")), Link(enterprise.name, "")),
    }


@page("console", permission=SUPERVISE, relation=UNIT, methods=("POST",))
def enterprise_supervision(request: Request, enterprise_id: UUID) -> HttpResponse:
    """Suspends, resumes or terminates an enterprise, with a reason that it sees."""
    form = SuperviseForm(request.POST)
    template = "console/members/enterprise_detail.html"
    if not form.is_valid():
        return answer_invalid(request, template, _enterprise_page(request, enterprise_id, form))
    try:
        enterprise_supervise(enterprise_id=enterprise_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except AppError as error:
        if error.status == 404:
            raise
        return answer_invalid(request, template, _enterprise_page(request, enterprise_id, form), error)
    messages.success(request, "已办理,企业操作员会收到消息。")
    return redirect("console:enterprise_detail", enterprise_id)


@page("console", permission=SUPERVISE, relation=UNIT, methods=("POST",))
def member_supervision(request: Request, enterprise_id: UUID) -> HttpResponse:
    """Suspends or resumes one employee's membership, with a reason that the enterprise's HR sees."""
    form = MemberSuperviseForm(request.POST)
    shown = _enterprise_page(request, enterprise_id, SuperviseForm(), form)
    template = "console/members/enterprise_detail.html"
    if not form.is_valid():
        return answer_invalid(request, template, shown)
    sent = form.cleaned_data
    try:
        member_supervise(enterprise_id=enterprise_id, **sent, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        for name, fault in error.fields.items():
            form.add_error(name, fault)
        return answer_invalid(request, template, shown)
    messages.success(request, "已办理,员工本人和企业人事会收到消息。")
    return redirect("console:enterprise_detail", enterprise_id)
