"""A roster on its way in: upload, mend row by row or all alike together, see the difference, confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..adapters.roster_files import sheet_response, template_response
from ..choices import RosterScope
from ..contracts import CONTRACT_LABELS
from ..rules.roster import COLUMN_LABELS
from ..selectors.departments import departments_for_enterprise
from ..selectors.roster_previews import LEAVERS, Preview, faulty_rows, preview_for_enterprise, preview_row
from ..services.roster_amend import roster_alike_amend, roster_discard, roster_merge, roster_row_amend, roster_row_drop
from ..services.roster_import import roster_import
from ..services.roster_upload import roster_upload
from . import screens
from .forms import AlikeForm, ConfirmForm, PreviewFilter, RosterForm, RosterRowForm, RosterSheetForm

IMPORT = "members.roster.import"
OWN = Relation.ENTERPRISE
PREVIEW = "office/members/roster_preview.html"


@page("office", permission=IMPORT, relation=OWN, methods=("GET", "POST"))
def roster_new(request: Request) -> HttpResponse:
    """Uploads a roster; the rows are shown before anything happens."""
    form = RosterForm(request.POST or None, request.FILES or None)
    shown = {"form": form, "crumbs": screens.member_crumbs("导入花名册")}
    if request.method != "POST":
        return render(request, "office/members/roster_new.html", shown)
    if not form.is_valid():
        return answer_invalid(request, "office/members/roster_new.html", shown)
    file, scope = form.cleaned_data["file"], RosterScope(form.cleaned_data["scope"])
    try:
        upload_id = roster_upload(
            data=file.read(), file_name=file.name, scope=scope, actor=request.actor, now=clock.read()
        )
    except AppError as error:
        return answer_invalid(request, "office/members/roster_new.html", shown, error)
    return redirect("office:roster_preview", upload_id)


@page("office", permission=IMPORT, relation=OWN)
def roster_template(request: Request) -> HttpResponse:
    return template_response()


@page("office", permission=IMPORT, relation=OWN)
def roster_preview(request: Request, upload_id: UUID) -> HttpResponse:
    return render(request, PREVIEW, _preview_page(request, upload_id))


def _preview_page(request: Request, upload_id: UUID, form: ConfirmForm | None = None) -> dict[str, Any]:
    preview, edit = _preview(request, upload_id)
    initial = {"digest": preview.digest, "left_on": clock.read().business_date}
    return {
        "preview": preview,
        "edit": edit,
        "form": form or ConfirmForm(initial=initial, leavers=preview.counts[LEAVERS]),
        "sheet_form": RosterSheetForm(),
        "tabs_of_rows": screens.preview_tabs(preview),
        "pager": screens.preview_pager(preview),
        "departments": departments_for_enterprise(request.actor),
        "contracts": tuple(CONTRACT_LABELS.values()),
        "column_labels": COLUMN_LABELS,
        "crumbs": screens.member_crumbs("核对花名册"),
    }


def _preview(request: Request, upload_id: UUID) -> tuple[Preview, int | None]:
    """The part of a roster that the address asks for, and the row that is open for editing."""
    wanted = PreviewFilter(request.GET)
    wanted.is_valid()
    asked = wanted.cleaned_data
    show = str(asked.get("show") or "") if "show" in request.GET else None
    preview = preview_for_enterprise(request.actor, upload_id, show=show, page=asked.get("page") or 1)
    if preview is None:
        raise NotFound("没有找到这份花名册。")
    return preview, asked.get("edit")


@page("office", permission=IMPORT, relation=OWN)
def roster_sheet(request: Request, upload_id: UUID) -> HttpResponse:
    """The rows with faults as a workbook, wrong cells red with a comment, to be mended and sent back."""
    rows = faulty_rows(request.actor, upload_id)
    if rows is None:
        raise NotFound("没有找到这份花名册。")
    return sheet_response(rows)


@page("office", permission=IMPORT, relation=OWN, methods=("POST",))
def roster_sheet_back(request: Request, upload_id: UUID) -> HttpResponse:
    """Takes the mended sheet of faults; its rows stand in for those that were wrong."""
    form = RosterSheetForm(request.POST, request.FILES)
    shown = _preview_page(request, upload_id) | {"sheet_form": form}
    if form.is_valid():
        file = form.cleaned_data["sheet"]
        try:
            count = roster_merge(
                upload_id=upload_id, data=file.read(), file_name=file.name, actor=request.actor, now=clock.read()
            )
        except AppError as error:
            form.add_error("sheet", error.message)
        else:
            messages.success(request, f"已用错误清单更新 {count} 行。")
            return redirect("office:roster_preview", upload_id)
    return render(request, PREVIEW, shown, status=422)


@page("office", permission=IMPORT, relation=OWN, methods=("POST",))
def roster_row_save(request: Request, upload_id: UUID, number: int) -> HttpResponse:
    """Mends a row in place: the row and the figures again for htmx, the whole page without it."""
    form = RosterRowForm(request.POST)
    if not form.is_valid():
        raise AppError("ROW_INPUT", "填写的内容过长,请缩短后再保存。")
    sent = {name: text for name, text in form.cleaned_data.items() if name in request.POST}
    roster_row_amend(upload_id=upload_id, number=number, values=sent, actor=request.actor, now=clock.read())
    if request.htmx:
        saved = {"row": preview_row(request.actor, upload_id, number), "is_saved": True}
        return render(request, "office/members/roster_row_saved.html", _preview_page(request, upload_id) | saved)
    return redirect("office:roster_preview", upload_id)


@page("office", permission=IMPORT, relation=OWN, methods=("POST",))
def roster_row_out(request: Request, upload_id: UUID, number: int) -> HttpResponse:
    roster_row_drop(upload_id=upload_id, number=number, actor=request.actor, now=clock.read())
    messages.success(request, f"已移出第 {number} 行。")
    return redirect("office:roster_preview", upload_id)


@page("office", permission=IMPORT, relation=OWN, methods=("POST",))
def roster_alike(request: Request, upload_id: UUID) -> HttpResponse:
    """Mends all cells that are wrong in the same way."""
    form = AlikeForm(request.POST)
    if form.is_valid():
        try:
            count = roster_alike_amend(upload_id=upload_id, **form.cleaned_data, actor=request.actor, now=clock.read())
        except InvalidInput as error:
            form.add_error("value", error.message)
        else:
            messages.success(request, f"已一起更正 {count} 行。")
            return redirect("office:roster_preview", upload_id)
    shown = _preview_page(request, upload_id)
    asked = (request.POST.get("column", ""), request.POST.get("text", ""))
    groups = [(alike.column, alike.text) for alike in shown["preview"].alike]
    at = groups.index(asked) + 1 if asked in groups else 1
    fault = str(next(iter(form.errors.values()))[0])
    refusal = InvalidInput("VALUE", fault, fields={f"alike-{at}": fault})
    return render(request, PREVIEW, shown | {"error": refusal}, status=refusal.status)


@page("office", permission=IMPORT, relation=OWN, methods=("POST",))
def roster_give_up(request: Request, upload_id: UUID) -> HttpResponse:
    roster_discard(upload_id=upload_id, actor=request.actor, now=clock.read())
    messages.success(request, "已放弃这份花名册,没有改动任何员工。")
    return redirect("office:roster_new")


@page("office", permission=IMPORT, relation=OWN, methods=("POST",))
def roster_confirm(request: Request, upload_id: UUID) -> HttpResponse:
    """Does what the page has shown; a refusal is shown above it, nothing is lost."""
    preview, _ = _preview(request, upload_id)
    form = ConfirmForm(request.POST, leavers=preview.counts[LEAVERS])
    shown = _preview_page(request, upload_id, form)
    if not form.is_valid():
        return answer_invalid(request, PREVIEW, shown)
    sent = form.cleaned_data
    try:
        done = roster_import(
            upload_id=upload_id,
            digest=sent["digest"],
            left_on=sent.get("left_on"),
            actor=request.actor,
            now=clock.read(),
        )
    except AppError as error:
        return answer_invalid(request, PREVIEW, shown, error)
    told = [f"{label} {count} 人" for label, count in zip(("新增", "变更", "离职"), done, strict=True) if count]
    messages.success(request, f"已导入:{'、'.join(told)}。")
    return redirect(f"{reverse('office:member_list')}{'?status=INVITED' if done.joined else ''}")
