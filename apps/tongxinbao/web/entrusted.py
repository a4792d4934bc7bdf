"""委托认购名单 in the office: one person uploads, another releases; what becomes of a line is not shown (ADR 17)."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.files import empty_sheet
from apps.core.files.writer import write_marked
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, Stat

from ..contracts import EntrustedSheet
from ..rules.entrusted_file import COLUMN_LABELS, SHEET_HEADER, sheet_marks, sheet_rows
from ..selectors.entrusted import list_detail, lists_of, sheet_lines
from ..services.entrusted_discard import entrusted_discard as discard
from ..services.entrusted_load import entrusted_load as load
from ..services.entrusted_release import entrusted_release as release
from ..services.entrusted_return import entrusted_return as give_back
from ..services.entrusted_submit import entrusted_submit as submit
from . import screens
from .forms import ListForm

READ, MAKE, CHECK = "tongxinbao.entrusted.read", "tongxinbao.entrusted.make", "tongxinbao.entrusted.check"
OWN = Relation.ENTERPRISE
LOAD, DETAIL = "office/tongxinbao/entrusted_load.html", "office/tongxinbao/entrusted_detail.html"
PLACED = "tongxinbao.entrusted.placed"  # when that was tells how many orders there were
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("office", permission=READ, relation=OWN)
def entrusted_list(request: Request, issue_id: UUID) -> HttpResponse:
    found = lists_of(request.actor, issue_id, clock.read())
    crumbs = screens.crumbs("office", _issue_link(found.issue_id, found.issue_title), Link("委托认购名单", ""))
    return render(request, "office/tongxinbao/entrusted_list.html", screens.page_of(found=found, crumbs=crumbs))


@page("office", permission=MAKE, relation=OWN, methods=("GET", "POST"))
def entrusted_load(request: Request, issue_id: UUID) -> HttpResponse:
    """Uploads a list; every line is shown with what is wrong with it before anything happens."""
    found = lists_of(request.actor, issue_id, clock.read())
    form = ListForm(request.POST or None, request.FILES or None)
    crumbs = screens.crumbs(
        "office",
        _issue_link(found.issue_id, found.issue_title),
        Link("委托认购名单", reverse("office:entrusted_list", args=[issue_id])),
        Link("上传名单", ""),
    )
    shown = screens.page_of(found=found, form=form, crumbs=crumbs)
    if request.method != "POST":
        return render(request, LOAD, shown)
    if not form.is_valid():
        return answer_invalid(request, LOAD, shown)
    file, key = form.cleaned_data["file"], form.cleaned_data["idempotency_key"]
    try:
        done = load(
            issue_id=issue_id, content=file.read(), file_name=file.name, key=key, actor=request.actor,
            now=clock.read(),
        )  # fmt: skip
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, LOAD, shown, error)
    return redirect("office:entrusted_detail", done.list_id)


@page("office", permission=MAKE, relation=OWN)
def entrusted_template(request: Request) -> HttpResponse:
    """An empty list, its columns as text."""
    return _workbook(empty_sheet("委托认购名单", tuple(COLUMN_LABELS.values())), "委托认购名单模板.xlsx")


@page("office", permission=READ, relation=OWN)
def entrusted_detail(request: Request, list_id: UUID) -> HttpResponse:
    return _detail_page(request, list_id)


def _detail_page(request: Request, list_id: UUID, error: AppError | None = None) -> HttpResponse:
    found = list_detail(request.actor, list_id)
    sheet = found.sheet
    shown = screens.page_of(
        found=found,
        sheet=sheet,
        stats=_stats(sheet),
        pairs=_pairs(sheet),
        events=screens.trail_of(list_id, but=PLACED),
        error=error,
        crumbs=screens.crumbs(
            "office",
            _issue_link(sheet.issue_id, sheet.issue_title),
            Link("委托认购名单", reverse("office:entrusted_list", args=[sheet.issue_id])),
            Link(sheet.file_name, ""),
        ),
    )
    return render(request, DETAIL, shown, status=error.status if error else 200)


@page("office", permission=READ, relation=OWN)
def entrusted_sheet(request: Request, list_id: UUID) -> HttpResponse:
    """All lines as a workbook, wrong cells red with a comment: mended in place, it is uploaded again."""
    lines = sheet_lines(request.actor, list_id)
    return _workbook(write_marked("委托认购名单", SHEET_HEADER, sheet_rows(lines), sheet_marks(lines)), "错误清单.xlsx")


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def entrusted_submit(request: Request, list_id: UUID) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")
    try:
        submit(list_id=list_id, key=key, actor=request.actor, now=clock.read())
    except Conflict as error:
        return _detail_page(request, list_id, error)
    messages.success(request, "已提交,等待复核。")
    return redirect("office:entrusted_detail", list_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def entrusted_discard(request: Request, list_id: UUID) -> HttpResponse:
    issue_id = list_detail(request.actor, list_id).sheet.issue_id
    key = request.POST.get("idempotency_key", "")
    discard(list_id=list_id, key=key, actor=request.actor, now=clock.read())
    messages.success(request, "已作废,没有办理任何一笔。")
    return redirect("office:entrusted_list", issue_id)


@page("office", permission=CHECK, relation=OWN, methods=("POST",))
def entrusted_return(request: Request, list_id: UUID) -> HttpResponse:
    reason, key = request.POST.get("reason", ""), request.POST.get("idempotency_key", "")
    try:
        give_back(list_id=list_id, reason=reason, key=key, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return _detail_page(request, list_id, error)
    messages.success(request, "已退回经办。")
    return redirect("office:entrusted_detail", list_id)


@page("office", permission=CHECK, relation=OWN, step_up="放行委托认购名单", methods=("POST",))
def entrusted_release(request: Request, list_id: UUID) -> HttpResponse:
    """What the checker is told is the same whatever becomes of the lines."""
    digest, key = request.POST.get("digest", ""), request.POST.get("idempotency_key", "")
    try:
        release(list_id=list_id, digest=digest, key=key, actor=request.actor, now=clock.read())
    except Conflict as error:
        return _detail_page(request, list_id, error)
    messages.success(request, "已放行,由银行逐人核对授权后办理。办理结果只告知本人。")
    return redirect("office:entrusted_detail", list_id)


def _issue_link(issue_id: UUID, title: str) -> Link:
    return Link(title, reverse("office:issue_detail", args=[issue_id]))


def _stats(sheet: EntrustedSheet) -> tuple[Stat, ...]:
    return (
        Stat("人数", f"{sheet.line_count:,}"),
        Stat("合计(元)", screens.yuan(sheet.total_fen)),
        Stat("有误", f"{sheet.fault_count:,}", tone="danger" if sheet.fault_count else "neutral"),
        Stat("上传时间", f"{sheet.at.astimezone(screens.SHANGHAI):%m-%d %H:%M}"),
    )


def _pairs(sheet: EntrustedSheet) -> tuple[Pair, ...]:
    pairs = [Pair("文件", sheet.file_name), Pair("名单摘要", f"{sheet.digest[:16]}…"), Pair("经办", sheet.maker)]
    if sheet.checker and sheet.released_at:
        at = sheet.released_at.astimezone(screens.SHANGHAI)
        pairs.append(Pair("放行", f"{sheet.checker} · {at:%Y-%m-%d %H:%M}"))
    return tuple(pairs)


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
