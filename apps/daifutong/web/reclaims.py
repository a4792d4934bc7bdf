"""误发追回 in the office, where two people ask, and on the phone, where the employee answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid, page_number, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, pages_of

from ..choices import DISPUTE_LENGTH
from ..contracts import ReclaimLine
from ..selectors.reclaims import reclaim_line, reclaimable, reclaims_for_enterprise, reclaims_for_member
from ..services.reclaim_agree import reclaim_agree as agree
from ..services.reclaim_ask import reclaim_ask as ask
from ..services.reclaim_decide import reclaim_decide as decide
from ..services.reclaim_refuse import reclaim_refuse as refuse
from ..services.reclaim_withdraw import reclaim_withdraw as withdraw
from .figures import views_of
from .forms import ReclaimForm
from .screens import yuan

READ, ASK, DECIDE = "daifutong.reclaim.read", "daifutong.reclaim.ask", "daifutong.reclaim.decide"
ANSWER = "daifutong.reclaim.answer"
OWN, SELF = Relation.ENTERPRISE, Relation.SELF
NEW = "office/daifutong/reclaim_ask.html"


@page("office", permission=READ, relation=OWN)
def reclaim_list(request: Request) -> HttpResponse:
    found = reclaims_for_enterprise(request.actor, clock.read(), page_number(request))
    pager = pages_of(found, reverse("office:reclaim_list"))
    shown = {"found": found, "pager": pager, "views": views_of(request.actor, "office:reclaim_list")}
    return render(request, "office/daifutong/reclaim_list.html", shown)


@page("office", permission=ASK, relation=OWN, methods=("GET", "POST"))
def reclaim_ask(request: Request, row_id: UUID) -> HttpResponse:
    line = reclaimable(request.actor, row_id)
    form = ReclaimForm(request.POST or None)
    shown = {"line": line, "form": form, "crumbs": _crumbs(f"追回{line.name}的工资")}
    if request.method != "POST":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent = form.cleaned_data
    try:
        reclaim_id = ask(
            row_id=row_id, fen=sent["amount"], reason=sent["reason"], key=sent["idempotency_key"],
            actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except InvalidInput as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "已提交,等待另一人复核。")
    return redirect("office:reclaim", reclaim_id)


@page("office", permission=READ, relation=OWN)
def reclaim(request: Request, reclaim_id: UUID) -> HttpResponse:
    return _office(request, reclaim_id)


@page("office", permission=DECIDE, relation=OWN, step_up="复核误发追回", methods=("POST",))
def reclaim_decide(request: Request, reclaim_id: UUID) -> HttpResponse:
    said = verdict_said(request, is_keyed=False)
    try:
        decide(reclaim_id=reclaim_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _office(request, reclaim_id, error)
    messages.success(request, "已办理。")
    return redirect("office:reclaim", reclaim_id)


@page("office", permission=ASK, relation=OWN, methods=("POST",))
def reclaim_withdraw(request: Request, reclaim_id: UUID) -> HttpResponse:
    withdraw(reclaim_id=reclaim_id, actor=request.actor, now=clock.read())
    messages.success(request, "已撤回,款项没有变动。")
    return redirect("office:reclaim", reclaim_id)


@page("mobile", permission=ANSWER, relation=SELF)
def own_reclaims(request: Request) -> HttpResponse:
    found = reclaims_for_member(request.actor, clock.read())
    return render(request, "mobile/daifutong/reclaims.html", {"reclaims": found})


@page("mobile", permission=ANSWER, relation=SELF)
def own_reclaim(request: Request, reclaim_id: UUID) -> HttpResponse:
    return _mobile(request, reclaim_id)


@page("mobile", permission=ANSWER, relation=SELF, step_up="退回误发的工资", methods=("POST",))
def reclaim_agree(request: Request, reclaim_id: UUID) -> HttpResponse:
    agree(reclaim_id=reclaim_id, actor=request.actor, now=clock.read())
    messages.success(request, "已退回,款项已转入单位的付款账户。")
    return redirect("mobile:reclaim", reclaim_id)


@page("mobile", permission=ANSWER, relation=SELF, methods=("POST",))
def reclaim_refuse(request: Request, reclaim_id: UUID) -> HttpResponse:
    try:
        refuse(reclaim_id=reclaim_id, text=request.POST.get("text", ""), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _mobile(request, reclaim_id, error)
    messages.success(request, "已告知单位,款项没有变动。")
    return redirect("mobile:reclaim", reclaim_id)


def _office(request: Request, reclaim_id: UUID, error: AppError | None = None) -> HttpResponse:
    line = reclaim_line(request.actor, reclaim_id, clock.read())
    shown = {"line": line, "pairs": _pairs(line), "error": error, "crumbs": _crumbs(line.name)}
    return render(request, "office/daifutong/reclaim.html", shown, status=error.status if error else 200)


def _mobile(request: Request, reclaim_id: UUID, error: AppError | None = None) -> HttpResponse:
    line = reclaim_line(request.actor, reclaim_id, clock.read())
    shown = {"line": line, "error": error, "length": DISPUTE_LENGTH}
    return render(request, "mobile/daifutong/reclaim.html", shown, status=error.status if error else 200)


def _pairs(line: ReclaimLine) -> tuple[Pair, ...]:
    pairs = [
        Pair("员工", line.name, note=f"工号 {line.emp_no}" if line.emp_no else ""),
        Pair("追回金额", f"¥{yuan(line.amount_fen)}", note=f"原发放 ¥{yuan(line.paid_fen)}"),
        Pair("原批次", line.title, url=reverse("office:batch_detail", args=[line.batch_id]), note=line.line_ref),
        Pair("收款账户", line.account),
        Pair("原因", line.reason),
        Pair("经办", line.maker),
    ]
    if line.checker:
        pairs.append(Pair("复核", line.checker, note=line.checker_reason))
    if line.lapses_on:
        pairs.append(Pair("答复期限", f"{line.lapses_on:%Y-%m-%d}", note="逾期自动失效,款项不变动"))
    if line.answer_text:
        pairs.append(Pair("员工说明", line.answer_text, tone="warn"))
    return tuple(pairs)


def _crumbs(title: str) -> tuple[Link, ...]:
    return (Link("误发追回", reverse("office:reclaim_list")), Link(title, ""))
