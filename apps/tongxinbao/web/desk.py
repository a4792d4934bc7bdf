"""企业借款 in the console: screened, listed, stopped, settled; each by the person whose turn it is (domain.md §3.3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, IllegalMove, InvalidInput
from apps.core.http.forms import page_number, verdict_said
from apps.core.http.papers import paper_answer
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, pages_of
from apps.members import api as members

from ..contracts import IssueAnswer
from ..selectors.dashboard import dues_of, payouts_of, raising_of
from ..selectors.eligible import eligibility_of
from ..selectors.issues import VIEWS, issues_for_staff, paper_for
from ..selectors.issues import issue_detail as issue_detail_of
from ..selectors.watch import watch_for
from ..services.cancel_decide import cancel_decide as decide_cancel
from ..services.issue_decide import issue_decide as decide
from ..services.issue_reject import issue_reject as reject
from ..services.issue_resume import issue_resume as resume
from ..services.issue_review import issue_review as review
from ..services.issue_settle import issue_settle as settle
from ..services.issue_suspend import issue_suspend as suspend
from . import screens

WATCH, UNIT = "tongxinbao.issue.watch", Relation.UNIT
DETAIL = "console/tongxinbao/issue_detail.html"


@page("console", permission=WATCH, relation=UNIT)
def issue_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    shown = issues_for_staff(request.actor, view, page_number(request))
    query = {"view": view} if view else {}
    context = screens.page_of(
        shown=shown,
        tabs=screens.view_tabs(shown.counts, view),
        pager=pages_of(shown, reverse("console:issue_list"), **query),
    )
    return render(request, "console/tongxinbao/issue_list.html", context)


@page("console", permission=WATCH, relation=UNIT)
def issue_watch(request: Request) -> HttpResponse:
    context = screens.page_of(
        watch=watch_for(request.actor, clock.read()), crumbs=screens.crumbs("console", Link("风险监测", ""))
    )
    return render(request, "console/tongxinbao/issue_watch.html", context)


@page("console", permission=WATCH, relation=UNIT)
def issue_detail(request: Request, issue_id: UUID) -> HttpResponse:
    return render(request, DETAIL, _shown(request, issue_id))


def _shown(request: Request, issue_id: UUID) -> dict[str, Any]:
    """The screens while somebody decides by them; once it is lent, what is due and what was paid."""
    now = clock.read()
    detail = issue_detail_of(request.actor, issue_id, now)
    is_lent = detail.line.state in screens.LENT and bool(detail.line.raised_fen)
    return screens.page_of(
        detail=detail,
        steps=screens.steps_of(detail.line),
        stats=screens.stats_of(detail, raising_of(request.actor, detail.line)),
        pairs=screens.pairs_of(detail),
        measures=screens.measure_pairs(detail),
        found=screens.screen_pairs(detail),
        holds=all(one.holds for one in detail.screens),
        early=screens.early_of(request.actor, detail),
        dues=dues_of(request.actor, issue_id, now.business_date) if is_lent else (),
        payouts=payouts_of(request.actor, issue_id) if is_lent else (),
        events=screens.trail_of(issue_id),
        crumbs=screens.issue_crumbs("console", detail.line),
    )


def again(request: Request, issue_id: UUID, error: AppError, field: str = "") -> HttpResponse:
    """The page once more with what is wrong; `field` is how the page calls the input of this deed. A move that the
    issue does not know any more is told as everywhere."""
    if isinstance(error, IllegalMove):
        raise error
    if error.fields and field:
        error.fields = {field: error.message}
    return render(request, DETAIL, _shown(request, issue_id) | {"error": error}, status=error.status)


def answered(request: Request, issue_id: UUID, answer: IssueAnswer) -> HttpResponse:
    messages.success(request, f"已办理,现在是「{answer.state_label}」。")
    return redirect("console:issue_detail", issue_id)


def verdict_of(request: Request, issue_id: UUID) -> dict[str, Any]:
    issue_detail_of(request.actor, issue_id)  # what is not the actor's is not there, whatever is sent
    return verdict_said(request)


def said(request: Request, name: str = "reason") -> dict[str, str]:
    return {name: request.POST.get(name, ""), "key": request.POST.get("idempotency_key", "")}


@page("console", permission="tongxinbao.issue.review", relation=UNIT, methods=("POST",))
def issue_review(request: Request, issue_id: UUID) -> HttpResponse:
    try:
        done = review(issue_id=issue_id, **said(request, "opinion"), actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return again(request, issue_id, error, "opinion")
    return answered(request, issue_id, done)


@page("console", permission="tongxinbao.issue.review", relation=UNIT, methods=("POST",))
def issue_reject(request: Request, issue_id: UUID) -> HttpResponse:
    try:
        done = reject(issue_id=issue_id, **said(request), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return again(request, issue_id, error, "rejected")
    return answered(request, issue_id, done)


@page("console", permission="tongxinbao.issue.decide", relation=UNIT, step_up="审批借款发行", methods=("POST",))
def issue_decide(request: Request, issue_id: UUID) -> HttpResponse:
    sent = verdict_of(request, issue_id)
    try:
        done = decide(issue_id=issue_id, **sent, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return again(request, issue_id, error, "reason")
    return answered(request, issue_id, done)


@page("console", permission="tongxinbao.issue.suspend", relation=UNIT, methods=("POST",))
def issue_suspend(request: Request, issue_id: UUID) -> HttpResponse:
    try:
        done = suspend(issue_id=issue_id, **said(request), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return again(request, issue_id, error, "suspended")
    return answered(request, issue_id, done)


@page("console", permission="tongxinbao.issue.suspend", relation=UNIT, methods=("POST",))
def issue_resume(request: Request, issue_id: UUID) -> HttpResponse:
    try:
        done = resume(issue_id=issue_id, **said(request), actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return again(request, issue_id, error, "resumed")
    return answered(request, issue_id, done)


@page("console", permission="tongxinbao.cancel.decide", relation=UNIT, step_up="同意取消发行", methods=("POST",))
def cancel_decide(request: Request, issue_id: UUID) -> HttpResponse:
    sent = verdict_of(request, issue_id)
    try:
        done = decide_cancel(issue_id=issue_id, **sent, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return again(request, issue_id, error, "kept")
    return answered(request, issue_id, done)


@page("console", permission="tongxinbao.issue.decide", relation=UNIT, step_up="确认结算", methods=("POST",))
def issue_settle(request: Request, issue_id: UUID) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")
    try:
        done = settle(issue_id=issue_id, key=key, actor=request.actor, now=clock.read())
    except Conflict as error:
        return again(request, issue_id, error)
    return answered(request, issue_id, done)


@page("console", permission=WATCH, relation=UNIT)
def lender_list(request: Request, issue_id: UUID) -> HttpResponse:
    """Who of the issuer's people could lend, as numbers, and the papers that prove their social insurance (TX-3)."""
    found = eligibility_of(request.actor, issue_id, clock.read())
    context = screens.page_of(
        found=found,
        stats=screens.eligible_stats(found),
        refusals=tuple(Pair(label, f"{count:,} 人") for label, count in found.refusals),
        records=members.insurance_records(request.actor, found.enterprise_id),
        may_view=allows(request.actor, "members.insurance.view"),
        crumbs=screens.issue_crumbs("console", found.line, Link("出借人资格", "")),
    )
    return render(request, "console/tongxinbao/lender_list.html", context)


@page("console", permission=WATCH, relation=UNIT)
def issue_paper(request: Request, paper_id: UUID) -> HttpResponse:
    return paper_answer(*paper_for(request.actor, paper_id))
