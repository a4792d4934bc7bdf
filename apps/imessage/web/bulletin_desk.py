"""Bulletins in the office: written, published, read by whom, reminded of, exported, withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.files import XLSX, file_response
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.parts import Link, pages_of
from apps.members import api as members

from ..selectors.bulletin_desk import (
    READER_LABELS,
    all_readers,
    bulletin_for_enterprise,
    bulletins_for_enterprise,
    readers_for_enterprise,
)
from ..selectors.bulletin_lines import BulletinDeskLine
from ..selectors.reader_sheet import reader_sheet
from ..services.bulletin_discard import bulletin_discard as discard
from ..services.bulletin_draft import bulletin_draft as draft
from ..services.bulletin_edit import bulletin_edit as edit
from ..services.bulletin_publish import bulletin_publish as publish_bulletin
from ..services.bulletin_remind import bulletin_remind as remind
from ..services.bulletin_withdraw import bulletin_withdraw as withdraw
from .forms import BulletinForm

MANAGE, OWN = "imessage.bulletin.manage", Relation.ENTERPRISE
DETAIL, FORM = "office/imessage/bulletin.html", "office/imessage/bulletin_form.html"


def _crumbs(label: str) -> tuple[Link, ...]:
    return (Link("企业公告", reverse("office:bulletin_list")), Link(label, ""))


def _form(actor: Actor, *args: Any, **more: Any) -> BulletinForm:
    departments = [(str(one.id), one.name) for one in members.departments(actor)]
    return BulletinForm(*args, departments=departments, **more)


@page("office", permission=MANAGE, relation=OWN)
def bulletin_list(request: Request) -> HttpResponse:
    found = bulletins_for_enterprise(request.actor, clock.read(), page_number(request))
    shown = {"found": found, "pager": pages_of(found, reverse("office:bulletin_list"))}
    return render(request, "office/imessage/bulletin_list.html", shown)


@page("office", permission=MANAGE, relation=OWN, methods=("GET", "POST"))
def bulletin_draft(request: Request) -> HttpResponse:
    form = _form(request.actor, request.POST or None)
    shown = {"form": form, "crumbs": _crumbs("写公告")}
    if request.method != "POST":
        return render(request, FORM, shown)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown)
    try:
        made = draft(bulletin=form.bulletin(), actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, FORM, shown, error)
    return redirect("office:bulletin", made.id)


@page("office", permission=MANAGE, relation=OWN, methods=("GET", "POST"))
def bulletin_edit(request: Request, bulletin_id: UUID) -> HttpResponse:
    line = bulletin_for_enterprise(request.actor, bulletin_id, clock.read())
    if "edit" not in line.may:
        return redirect("office:bulletin", bulletin_id)
    initial = {
        "title": line.title, "text": line.text, "department": line.department_id, "needs_confirm": line.needs_confirm,
        "confirm_by": line.confirm_by,
    }  # fmt: skip
    form = _form(request.actor, request.POST or None, initial=initial)
    shown = {"form": form, "line": line, "crumbs": _crumbs("修改公告")}
    if request.method != "POST":
        return render(request, FORM, shown)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown)
    try:
        edit(bulletin_id=bulletin_id, bulletin=form.bulletin(), actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, FORM, shown, error)
    messages.success(request, "草稿已保存。")
    return redirect("office:bulletin", bulletin_id)


@page("office", permission=MANAGE, relation=OWN)
def bulletin(request: Request, bulletin_id: UUID) -> HttpResponse:
    return _detail(request, bulletin_id)


def _detail(request: Request, bulletin_id: UUID, error: AppError | None = None) -> HttpResponse:
    line = bulletin_for_enterprise(request.actor, bulletin_id, clock.read())
    shown: dict[str, Any] = {"line": line, "error": error, "crumbs": _crumbs(line.title)}
    if line.published_at:
        shown |= _readers(request, line)
    return render(request, DETAIL, shown, status=error.status if error else 200)


def _readers(request: Request, line: BulletinDeskLine) -> dict[str, Any]:
    asked = request.GET.get("show", "")
    show = asked if asked in READER_LABELS else ""
    here = reverse("office:bulletin", args=[line.id])
    counts = _counts(line)
    tabs = (
        Link("全部", here, active=not show, badge=f"{counts['']}", tone="neutral"),
        *(
            Link(label, f"{here}?show={name}", active=show == name, badge=f"{counts[name]}", tone="neutral")
            for name, label in READER_LABELS.items()
            if name != "CONFIRMED" or line.needs_confirm
        ),
    )
    found = readers_for_enterprise(request.actor, line.id, show, page_number(request))
    return {"readers": found, "tabs": tabs, "pager": pages_of(found, here, show=show)}


def _counts(line: BulletinDeskLine) -> dict[str, int]:
    if line.figures is None:
        return dict.fromkeys(("", *READER_LABELS), 0)
    people, read, confirmed = line.figures.people, line.figures.read, line.figures.confirmed
    return {"": people, "UNREAD": people - read, "READ": read - confirmed, "CONFIRMED": confirmed}


@page("office", permission=MANAGE, relation=OWN)
def bulletin_readers(request: Request, bulletin_id: UUID) -> HttpResponse:
    """Who has read and confirmed it, as a workbook."""
    line, readers = all_readers(request.actor, bulletin_id)
    return file_response(reader_sheet(line, readers), "公告阅读名单.xlsx", XLSX)


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def bulletin_publish(request: Request, bulletin_id: UUID) -> HttpResponse:
    try:
        publish_bulletin(bulletin_id=bulletin_id, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return _detail(request, bulletin_id, error)
    messages.success(request, "公告已发布。")
    return redirect("office:bulletin", bulletin_id)


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def bulletin_discard(request: Request, bulletin_id: UUID) -> HttpResponse:
    discard(bulletin_id=bulletin_id, actor=request.actor, now=clock.read())
    messages.success(request, "草稿已删除。")
    return redirect("office:bulletin_list")


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def bulletin_withdraw(request: Request, bulletin_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        withdraw(bulletin_id=bulletin_id, reason=reason, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return _detail(request, bulletin_id, error)
    messages.success(request, "公告已撤回,员工不再看到内容。")
    return redirect("office:bulletin", bulletin_id)


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def bulletin_remind(request: Request, bulletin_id: UUID) -> HttpResponse:
    try:
        done = remind(bulletin_id=bulletin_id, actor=request.actor, now=clock.read())
    except NotFound:
        raise
    except AppError as error:
        return _detail(request, bulletin_id, error)
    messages.success(request, f"已提醒 {done.people} 人。")
    return redirect("office:bulletin", bulletin_id)
