"""The case desk in the console."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.audit import api as audit
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import Conflict, NotFound
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.parts import Happening, Link, pages_of

from ..contracts import CaseSheet
from ..selectors import case_for_staff, cases_for_staff
from ..services.case_work import (
    case_approve,
    case_hand_back,
    case_hand_over,
    case_note,
    case_propose,
    case_return,
    case_take,
)
from ..services.job_unpark import job_unpark
from .forms import DeskFilter, HandOverForm, ProposalForm, TextForm

VIEW, WORK, DECIDE, UNPARK = "cases.desk.view", "cases.desk.work", "cases.desk.decide", "cases.job.unpark"
UNIT = Relation.UNIT
SHEET = "console/cases/case_detail.html"


@page("console", permission=VIEW, relation=UNIT)
def case_list(request: Request) -> HttpResponse:
    """The desk; what of the address makes no sense counts as not said."""
    form, now = DeskFilter(request.GET), clock.read()
    form.is_valid()
    wanted = {name: str(form.cleaned_data.get(name) or "") for name in ("show", "kind", "owner")}
    wanted["show"] = wanted["show"] or "open"
    found = cases_for_staff(request.actor, **wanted, page=page_number(request), at=now.business_at)
    shown = {
        "found": found,
        "wanted": wanted,
        "form": form,
        "pager": pages_of(found, **wanted),
        "now": now.wall,
        "due": now.business_at,  # cases are to be ended by a business day
        "may_unpark": allows(request.actor, UNPARK),
    }
    return render(request, "console/cases/case_list.html", shown)


@page("console", permission=VIEW, relation=UNIT)
def case_detail(request: Request, case_id: UUID) -> HttpResponse:
    return render(request, SHEET, _sheet(request, case_id))


def _found(request: Request, case_id: UUID) -> CaseSheet:
    sheet = case_for_staff(request.actor, case_id)
    if sheet is None:
        raise NotFound("没有找到这个异常事项。")
    return sheet


def _mine(request: Request, case_id: UUID) -> CaseSheet:
    """Before a form is looked at: who does not have the case has no form to mend either."""
    sheet = _found(request, case_id)
    if not (sheet.is_mine and sheet.line.state == "TAKEN"):
        raise Conflict("NOT_YOURS", "请先认领这个异常事项,再作处理。")
    return sheet


def _sheet(request: Request, case_id: UUID, **more: object) -> dict[str, object]:
    sheet = _found(request, case_id)
    works, decides = allows(request.actor, WORK), allows(request.actor, DECIDE)
    return {
        "sheet": sheet,
        "now": clock.wall(),
        "crumbs": (Link("异常事项", reverse("console:case_list")), Link(sheet.kind_label, "")),
        "may_take": works and sheet.line.state == "OPEN",
        "may_work": works and sheet.is_mine and sheet.line.state == "TAKEN",
        "may_decide": decides and sheet.line.state == "PROPOSED" and not sheet.is_proposer,
        "form": ProposalForm(None, sheet.remedies),
        "hand_over": HandOverForm(None, sheet.colleagues),
        "events": tuple(
            Happening(
                f"{line.at.astimezone(clock.SHANGHAI):%m-%d %H:%M}",
                line.display,
                line.sentence,
                ";".join(map(" ".join, line.notes)),
            )
            for line in reversed(audit.trail_of(case_id))
        ),
        **more,
    }


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def case_claim(request: Request, case_id: UUID) -> HttpResponse:
    case_take(case_id=case_id, actor=request.actor, now=clock.read())
    messages.success(request, "已认领。")
    return redirect("console:case_detail", case_id)


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def case_tell(request: Request, case_id: UUID) -> HttpResponse:
    """Puts a note down."""
    _mine(request, case_id)
    form = TextForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, SHEET, _sheet(request, case_id, form=form))
    case_note(case_id=case_id, text=form.cleaned_data["text"], actor=request.actor, now=clock.read())
    messages.success(request, "已记录。")
    return redirect("console:case_detail", case_id)


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def case_give_back(request: Request, case_id: UUID) -> HttpResponse:
    """Back to the desk, for somebody else to take."""
    _mine(request, case_id)
    form = TextForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, SHEET, _sheet(request, case_id, form=form))
    case_hand_back(case_id=case_id, text=form.cleaned_data["text"], actor=request.actor, now=clock.read())
    messages.success(request, "已交还,其他人可以认领。")
    return redirect("console:case_detail", case_id)


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def case_pass_on(request: Request, case_id: UUID) -> HttpResponse:
    """To a colleague by name."""
    form = HandOverForm(request.POST, _mine(request, case_id).colleagues)
    if not form.is_valid():
        return answer_invalid(request, SHEET, _sheet(request, case_id, hand_over=form))
    to, text = form.cleaned_data["person"], form.cleaned_data["text"]
    case_hand_over(case_id=case_id, to=to, text=text, actor=request.actor, now=clock.read())
    messages.success(request, "已交接给同事。")
    return redirect("console:case_detail", case_id)


@page("console", permission=WORK, relation=UNIT, methods=("POST",))
def case_proposal(request: Request, case_id: UUID) -> HttpResponse:
    sheet = _mine(request, case_id)
    if not sheet.remedies:
        raise Conflict("NO_REMEDY", "这类事项由系统核实后办结,不需要提出处理方案。")
    form = ProposalForm(request.POST, sheet.remedies)
    if not form.is_valid():
        return answer_invalid(request, SHEET, _sheet(request, case_id, form=form))
    case_propose(case_id=case_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    messages.success(request, "已提出处理方案,等待另一人复核。")
    return redirect("console:case_detail", case_id)


@page("console", permission=DECIDE, relation=UNIT, methods=("POST",))
def case_refusal(request: Request, case_id: UUID) -> HttpResponse:
    form, shown = TextForm(request.POST), _sheet(request, case_id)
    if not shown["may_decide"]:
        raise Conflict("NOT_PROPOSED", "没有待您复核的处理方案,请刷新后查看最新状态。")
    if not form.is_valid():
        return answer_invalid(request, SHEET, shown | {"form": form})
    case_return(case_id=case_id, text=form.cleaned_data["text"], actor=request.actor, now=clock.read())
    messages.success(request, "已退回给责任人。")
    return redirect("console:case_detail", case_id)


@page("console", permission=DECIDE, relation=UNIT, step_up="复核异常事项的处理方案", methods=("POST",))
def case_consent(request: Request, case_id: UUID) -> HttpResponse:
    digest = request.POST.get("digest", "")
    case_approve(case_id=case_id, digest=digest, actor=request.actor, now=clock.read())
    messages.success(request, "已复核通过,事项办结。")
    return redirect("console:case_detail", case_id)


@page("console", permission=UNPARK, relation=UNIT, methods=("POST",))
def job_again(request: Request, job_id: UUID) -> HttpResponse:
    """Runs a parked job again."""
    job_unpark(job_id=job_id, reason=request.POST.get("reason", ""), actor=request.actor, now=clock.read())
    messages.success(request, "任务已重新排入执行,若再次失败会重新登记。")
    return redirect("console:case_list")
