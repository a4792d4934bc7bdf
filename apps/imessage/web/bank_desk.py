"""The bank's bulletins in the console: one writes, another lets it out; who reads them, reminding, withdrawing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput, NotFound
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.parts import Link, pages_of
from apps.members import api as members

from ..selectors.bank_desk import bulletins_for_staff
from ..services.bulletin_decide import bulletin_decide as decide
from ..services.bulletin_propose import bulletin_propose as propose
from ..services.bulletin_remind import bulletin_remind as remind
from ..services.bulletin_withdraw import bulletin_withdraw as withdraw
from .forms import BankBulletinForm, DecisionForm

VIEW, WRITE, DECIDE = (f"imessage.bank_bulletin.{verb}" for verb in ("view", "write", "decide"))
UNIT = Relation.UNIT
DESK, FORM = "console/imessage/bulletin_list.html", "console/imessage/bulletin_propose.html"


@page("console", permission=VIEW, relation=UNIT)
def bulletin_list(request: Request) -> HttpResponse:
    return _desk(request)


def _desk(request: Request, error: AppError | None = None) -> HttpResponse:
    found = bulletins_for_staff(request.actor, clock.read(), page_number(request))
    pager = pages_of(found, reverse("console:bulletin_list"))
    shown = {"found": found, "pager": pager, "may_write": allows(request.actor, WRITE), "error": error}
    return render(request, DESK, shown, status=error.status if error else 200)


@page("console", permission=WRITE, relation=UNIT, methods=("GET", "POST"))
def bulletin_propose(request: Request) -> HttpResponse:
    firms = members.certified_below(str(request.actor.unit_path))
    form = BankBulletinForm(request.POST or None, firms=[(str(one.id), one.short_name) for one in firms])
    crumbs = (Link("银行通知", reverse("console:bulletin_list")), Link("写通知", ""))
    shown: dict[str, Any] = {"form": form, "crumbs": crumbs}
    if request.method != "POST":
        return render(request, FORM, shown)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown)
    chosen = tuple(form.cleaned_data["enterprises"])
    try:
        propose(bulletin=form.bulletin(), enterprise_ids=chosen, actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, FORM, shown, error)
    messages.success(request, "已提交,等待另一人复核。")
    return redirect("console:bulletin_list")


@page("console", permission=DECIDE, relation=UNIT, step_up="复核银行通知", methods=("POST",))
def bulletin_decide(request: Request, bulletin_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("DECISION", "请选择同意或退回,原因不超过 200 字。")
    try:
        decide(bulletin_id=bulletin_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"{name}-{bulletin_id}": fault for name, fault in error.fields.items()}  # ids in the list
        return _desk(request, error)
    messages.success(request, "已办理。")
    return redirect("console:bulletin_list")


@page("console", permission=WRITE, relation=UNIT, methods=("POST",))
def bulletin_withdraw(request: Request, bulletin_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        withdraw(bulletin_id=bulletin_id, reason=reason, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        error.fields = {f"{name}-{bulletin_id}": fault for name, fault in error.fields.items()}
        return _desk(request, error)
    messages.success(request, "通知已撤回,员工不再看到内容。")
    return redirect("console:bulletin_list")


@page("console", permission=WRITE, relation=UNIT, methods=("POST",))
def bulletin_remind(request: Request, bulletin_id: UUID) -> HttpResponse:
    try:
        done = remind(bulletin_id=bulletin_id, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return _desk(request, error)
    messages.success(request, f"已提醒 {done.people} 人。")
    return redirect("console:bulletin_list")
