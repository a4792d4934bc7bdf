"""An enterprise's people: find them, ask for their certification, register who leaves. Lists: web/rosters.py."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Pages

from ..selectors.departments import departments_for_enterprise
from ..selectors.roster_previews import open_uploads
from ..selectors.rosters import (
    MemberPage,
    member_for_enterprise,
    members_for_enterprise,
    roster_counts,
)
from ..services.certification_submit import certification_submit
from ..services.field_mend import field_mend
from ..services.member_invite import member_invite as invite
from ..services.member_leave import member_leave, member_stay
from . import screens
from .forms import LeaveForm, MendForm, RosterFilter

VIEW, IMPORT, SUBMIT, LEAVE = (
    "members.roster.view",
    "members.roster.import",
    "members.certification.submit",
    "members.member.leave",
)
OWN = Relation.ENTERPRISE


@page("office", permission=VIEW, relation=OWN)
def member_list(request: Request) -> HttpResponse:
    """The roster. What one looks for stands in the address, so that it can be kept and sent."""
    return _list_page(request)


def _list_page(request: Request, error: InvalidInput | None = None) -> HttpResponse:
    form = RosterFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    wanted = {name: asked.get(name) or "" for name in ("q", "status", "department")}
    found = members_for_enterprise(
        request.actor,
        query=wanted["q"],
        status=wanted["status"],
        department=wanted["department"],
        number=asked.get("page") or 1,
    )
    shown = {
        "found": found,
        "pager": _pager(found, wanted),
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "tabs_of_status": screens.status_tabs(wanted["status"], roster_counts(request.actor)),
        "departments": departments_for_enterprise(request.actor),
        "may_import": allows(request.actor, IMPORT),
        "waiting": screens.waiting_uploads(open_uploads(request.actor)) if allows(request.actor, IMPORT) else (),
        "may_submit": allows(request.actor, SUBMIT) and any(line.may_submit for line in found.lines),
        "may_invite": any(line.claim_tone == "warn" and line.claim_label for line in found.lines),
        "error": error,
    }
    return render(request, "office/members/member_list.html", shown, status=error.status if error else 200)


def _pager(found: MemberPage, wanted: dict[str, str]) -> Pages:
    def url(number: int) -> str:
        kept = {name: value for name, value in wanted.items() if value} | {"page": number}
        return f"?{urlencode(kept)}" if 1 <= number <= found.pages else ""

    return Pages(found.number, found.pages, found.total, url(found.number - 1), url(found.number + 1))


@page("office", permission=VIEW, relation=OWN)
def member_detail(request: Request, member_id: UUID) -> HttpResponse:
    form = LeaveForm(initial={"left_on": clock.read().business_date})
    return render(request, "office/members/member_detail.html", _member_page(request, member_id, form))


def _member_page(request: Request, member_id: UUID, form: LeaveForm, sent: QueryDict | None = None) -> dict[str, Any]:
    """`sent` is what was sent to mend the rejected field."""
    detail = member_for_enterprise(request.actor, member_id)
    if detail is None:
        raise NotFound("没有找到这名员工。")
    may_mend = detail.mends and allows(request.actor, "members.member.mend")
    return {
        "detail": detail,
        "events": screens.member_events(detail),
        "form": form,
        "mend_form": MendForm(sent, field=detail.mends, departments=departments_for_enterprise(request.actor))
        if may_mend
        else None,
        "crumbs": screens.member_crumbs(detail.line.name),
        "may_submit": detail.line.may_submit and allows(request.actor, SUBMIT),
        "may_leave": detail.may_leave and allows(request.actor, LEAVE),
    }


@page("office", permission=LEAVE, relation=OWN, methods=("POST",))
def member_leaving(request: Request, member_id: UUID) -> HttpResponse:
    form = LeaveForm(request.POST)
    template = "office/members/member_detail.html"
    if not form.is_valid():
        return answer_invalid(request, template, _member_page(request, member_id, form))
    try:
        member_leave(member_id=member_id, left_on=form.cleaned_data["left_on"], actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return answer_invalid(request, template, _member_page(request, member_id, form), error)
    messages.success(request, "已登记离职。")
    return redirect("office:member_detail", member_id)


@page("office", permission=LEAVE, relation=OWN, methods=("POST",))
def member_staying(request: Request, member_id: UUID) -> HttpResponse:
    """Takes back a leaving that was registered ahead."""
    member_stay(member_id=member_id, actor=request.actor, now=clock.read())
    messages.success(request, "已取消离职登记。")
    return redirect("office:member_detail", member_id)


@page("office", permission="members.member.mend", relation=OWN, methods=("POST",))
def member_mend(request: Request, member_id: UUID) -> HttpResponse:
    """Mends the one field that the bank sent back."""
    shown = _member_page(request, member_id, LeaveForm(), request.POST)
    form: MendForm | None = shown["mend_form"]
    if form is None:
        raise NotFound("这里没有需要更正的内容。")
    if form.is_valid():
        try:
            field_mend(member_id=member_id, value=form.cleaned_data["value"], actor=request.actor, now=clock.read())
        except InvalidInput as error:
            form.add_error("value", error.fields["value"])
        else:
            messages.success(request, "已更正,请重新提交认证。")
            return redirect("office:member_detail", member_id)
    return answer_invalid(request, "office/members/member_detail.html", shown)


@page("office", permission="members.member.invite", relation=OWN, methods=("POST",))
def member_invite(request: Request) -> HttpResponse:
    """Sends the chosen people the invitation to claim their membership again."""
    chosen = _ids(request.POST.getlist("member"))
    try:
        told = invite(member_ids=chosen, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _list_page(request, error)
    messages.success(request, f"已短信邀请 {told} 名员工认领。")
    return redirect(f"{reverse('office:member_list')}?status=INVITED")


@page("office", permission=SUBMIT, relation=OWN, methods=("POST",))
def member_submit(request: Request) -> HttpResponse:
    """Asks the bank to certify the chosen people."""
    chosen = _ids(request.POST.getlist("member"))
    try:
        made = certification_submit(member_ids=chosen, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _list_page(request, error)
    messages.success(request, f"已提交 {len(made)} 名员工的认证,银行审核后会通知员工本人。")
    return redirect(f"{reverse('office:member_list')}?status=PENDING")


def _ids(texts: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise NotFound("没有找到所选的员工。") from None
