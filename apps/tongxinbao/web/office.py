"""企业借款(非存款) in the office: the issues of the enterprise, from the application to the last payment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.http.forms import answer_invalid, page_number, verdict_said
from apps.core.http.papers import paper_answer
from apps.core.http.request import Request
from apps.core.parts import Link, pages_of

from ..selectors.dashboard import dues_of, payouts_of, raising_of
from ..selectors.issues import issue_detail as issue_detail_of
from ..selectors.issues import issues_of, paper_for
from ..services.cancel_ask import cancel_ask as ask_cancel
from ..services.issue_check import issue_check as check
from ..services.issue_draft import AGREEMENT
from ..services.issue_draft import issue_draft as draft
from . import screens
from .forms import TitleForm

READ, MAKE, OWN = "tongxinbao.issue.read", "tongxinbao.issue.make", Relation.ENTERPRISE
DETAIL, NEW = "office/tongxinbao/issue_detail.html", "office/tongxinbao/issue_draft.html"


@page("office", permission=READ, relation=OWN)
def issue_list(request: Request) -> HttpResponse:
    """The issues; before the settlement agreement is signed, the way to it."""
    shown = issues_of(request.actor, page_number(request))
    is_signed = not agreements.unsigned_codes(request.actor, [AGREEMENT], clock.read())
    context = screens.page_of(
        shown=shown,
        pager=pages_of(shown, reverse("office:issue_list")),
        is_signed=is_signed,
        may_sign=allows(request.actor, "agreements.enterprise.sign"),
        may_make=is_signed and allows(request.actor, MAKE),
        sign_url=reverse("office:agreement", args=[AGREEMENT]),
    )
    return render(request, "office/tongxinbao/issue_list.html", context)


@page("office", permission=MAKE, relation=OWN, methods=("GET", "POST"))
def issue_draft(request: Request) -> HttpResponse:
    form = TitleForm(request.POST if request.method == "POST" else None)
    shown = screens.page_of(form=form, crumbs=screens.crumbs("office", Link("发起借款发行", "")))
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent = form.cleaned_data
    try:
        made = draft(title=sent["title"], key=sent["idempotency_key"], actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "草稿已建立,可以随时离开,下次接着填写。")
    return redirect("office:issue_save", made.issue_id)


@page("office", permission=READ, relation=OWN)
def issue_detail(request: Request, issue_id: UUID) -> HttpResponse:
    return detail_page(request, issue_id)


def detail_page(request: Request, issue_id: UUID, error: AppError | None = None) -> HttpResponse:
    return render(request, DETAIL, _shown(request, issue_id) | {"error": error}, status=error.status if error else 200)


def _shown(request: Request, issue_id: UUID) -> dict[str, Any]:
    """Totals while it is raised; what is due and what was paid once it is lent."""
    detail = issue_detail_of(request.actor, issue_id)
    is_lent = detail.line.state in screens.LENT and bool(detail.line.raised_fen)
    today = clock.read().business_date
    raising = raising_of(request.actor, detail.line)
    return screens.page_of(
        detail=detail,
        steps=screens.steps_of(detail.line),
        stats=screens.stats_of(detail, raising),
        raising=raising if detail.line.state in screens.RAISES else None,
        pairs=screens.pairs_of(detail),
        is_lent=is_lent,
        early=screens.early_of(request.actor, detail),
        may_entrust=detail.line.state in screens.RAISES and allows(request.actor, "tongxinbao.entrusted.read"),
        dues=dues_of(request.actor, issue_id, today) if is_lent else (),
        payouts=payouts_of(request.actor, issue_id) if is_lent else (),
        events=screens.trail_of(issue_id),
        crumbs=screens.issue_crumbs("office", detail.line),
    )


@page("office", permission="tongxinbao.issue.check", relation=OWN, step_up="复核借款发行申请", methods=("POST",))
def issue_check(request: Request, issue_id: UUID) -> HttpResponse:
    issue_detail_of(request.actor, issue_id)  # what is not the actor's is not there, whatever is sent
    said = verdict_said(request)
    try:
        done = check(issue_id=issue_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return detail_page(request, issue_id, error)
    messages.success(request, f"已办理,现在是「{done.state_label}」。")
    return redirect("office:issue_detail", issue_id)


@page("office", permission="tongxinbao.cancel.ask", relation=OWN, step_up="申请取消发行", methods=("POST",))
def cancel_ask(request: Request, issue_id: UUID) -> HttpResponse:
    reason, key = request.POST.get("reason", ""), request.POST.get("idempotency_key", "")
    try:
        ask_cancel(issue_id=issue_id, reason=reason, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {"cancelled": error.message}  # as the field is called in this page
        return detail_page(request, issue_id, error)
    messages.success(request, "已提交,等待银行审批;在此之前一切照常。")
    return redirect("office:issue_detail", issue_id)


@page("office", permission=READ, relation=OWN)
def issue_paper(request: Request, paper_id: UUID) -> HttpResponse:
    return paper_answer(*paper_for(request.actor, paper_id))
