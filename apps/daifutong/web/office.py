"""The payroll in the office: upload, mend, submit, check, authorise, watch."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid, page_number
from apps.core.http.request import Request
from apps.core.parts import pages_of
from apps.core.templatetags.ui import month

from ..adapters.sheet_files import template_response
from ..choices import BatchKind, BatchState, ContractState
from ..contracts import RowPage
from ..rules.payroll_contract import FIELD_TITLES
from ..rules.payroll_question import ColumnsAsked
from ..selectors import batch_detail as batch_detail_of
from ..selectors import batch_progress as batch_progress_of
from ..selectors import batch_rows, batches_for_enterprise, contract_of, payer_accounts
from ..selectors.follow_ups import waiting_lines
from ..services.batch_authorise import batch_authorise as authorise
from ..services.batch_cancel import batch_cancel as cancel
from ..services.batch_check import batch_check as check
from ..services.batch_import import batch_import as import_file
from ..services.batch_permit import batch_permit as permit
from ..services.batch_reject import batch_reject as reject
from ..services.batch_release import batch_release as release
from ..services.batch_submit import batch_submit as submit
from ..services.batch_withdraw import batch_withdraw as withdraw
from ..services.row_amend import row_amend as amend
from ..services.row_drop import row_drop as drop
from . import screens
from .comparison import comparison_pairs
from .figures import views_of
from .forms import BatchForm, ReasonForm, RowFilter, RowForm, SheetForm
from .uploads import FILE, columns_named, columns_shown, upload_page, upload_part

READ, MAKE = "daifutong.batch.read", "daifutong.batch.make"
OWN = Relation.ENTERPRISE
NO_ROWS = RowPage((), 1, 1, 0)  # what is shown of a confidential batch
ROWS = "rows"  # the part of the page that asks for itself while lines are paid
MOVING = (BatchState.DISBURSING,)  # its lines change while they are looked at


@page("office", permission=READ, relation=OWN)
def batch_list(request: Request) -> HttpResponse:
    shown = batches_for_enterprise(request.actor, page=page_number(request))
    views = views_of(request.actor, "office:batch_list")
    may_make = allows(request.actor, MAKE)
    waiting = waiting_lines(request.actor) if may_make else None
    context = {"shown": shown, "may_make": may_make, "views": views, "waiting": waiting}
    return render(request, "office/daifutong/batch_list.html", context)


@page("office", permission=MAKE, relation=OWN, methods=("GET", "POST"))
def batch_import(request: Request) -> HttpResponse:
    now = clock.read()
    period = f"{now.business_date:%Y-%m}"
    initial = {"pay_period": period, "title": f"{month(period)}工资"}
    contract = contract_of(request.actor)
    if contract is None:
        return render(
            request, "office/daifutong/contract_needed.html", {"crumbs": screens.crumbs("office", "发起代发")}
        )
    if contract.line.state == ContractState.SUSPENDED:
        suspended = {"reason": contract.line.reason, "crumbs": screens.crumbs("office", "发起代发")}
        return render(request, "office/daifutong/contract_suspended.html", suspended)
    form = BatchForm(
        request.POST or None,
        request.FILES or None,
        accounts=payer_accounts(request.actor),
        kinds=contract.kinds,
        may_hide=request.actor.person in contract.confidential_person_ids,
        initial=initial,
    )
    shown = {"form": form, "pay_day": contract.pay_day, "crumbs": screens.crumbs("office", "发起代发")}
    if request.method == "GET":
        return render(request, "office/daifutong/batch_import.html", shown)
    if not form.is_valid():
        return answer_invalid(request, "office/daifutong/batch_import.html", shown)
    sent, (content, filename) = form.cleaned_data, form.sent_list()
    try:
        answer = import_file(
            content=content,
            filename=filename,
            pay_period=sent["pay_period"],
            title=sent["title"],
            kind=BatchKind(sent["kind"]),
            wanted_on=sent["wanted_on"],
            is_confidential=sent.get("is_confidential", False),
            payer_account_id=UUID(sent["payer_account_id"]),
            columns=columns_named(request),
            key=sent["idempotency_key"],
            actor=request.actor,
            now=now,
        )
    except ColumnsAsked as asked:
        shown |= {"columns": columns_shown(request, asked.question.columns), "fields": FIELD_TITLES}
        return answer_invalid(request, "office/daifutong/batch_import.html", shown, asked)
    except AppError as error:
        return answer_invalid(request, "office/daifutong/batch_import.html", shown, error)
    return redirect("office:batch_detail", answer.batch_id)


@page("office", permission=MAKE, relation=OWN)
def batch_template(request: Request) -> HttpResponse:
    """An empty list with text-formatted columns, so that Excel leaves card numbers alone."""
    return template_response()


@page("office", permission=READ, relation=OWN)
def batch_detail(request: Request, batch_id: UUID) -> HttpResponse:
    return batch_page(request, batch_id)


def batch_page(request: Request, batch_id: UUID, error: AppError | None = None) -> HttpResponse:
    """The page of a batch, with what a use case has refused."""
    detail = batch_detail_of(request.actor, batch_id, clock.read())
    if detail.upload is not None:
        return upload_page(request, detail, error)
    wanted = RowFilter(request.GET)
    wanted.is_valid()
    asked = wanted.cleaned_data
    show = str(asked.get("show") or ("errors" if detail.line.error_count and "show" not in request.GET else ""))
    find = str(asked.get("find") or "")
    rows = NO_ROWS
    if not detail.lines_hidden:
        rows = batch_rows(request.actor, batch_id, page=asked.get("page") or 1, show=show, find=find)
    url = reverse("office:batch_detail", args=[batch_id])
    query = {"show": show, "find": find}
    shown = {
        "detail": detail,
        "may_make": allows(request.actor, MAKE),
        "rows": rows,
        "show": show,
        "find": find,
        "error": error,
        "overlap": screens.overlap_of(detail),
        "may_print": screens.is_paid(detail) and allows(request.actor, "daifutong.receipt.print"),
        "waits": screens.waits_of(detail),
        "shortage": screens.shortage_of(detail),
        "crumbs": screens.crumbs("office", detail.line.title),
        "steps": screens.steps_of(detail),
        "sheet_form": SheetForm(),
        "compared": comparison_pairs(detail),
        "stats": screens.stats_of(detail),
        "pairs": screens.pairs_of(detail),
        "events": screens.events_of(detail),
        "tabs_of_rows": screens.row_tabs(url, detail, show),
        "pager": pages_of(rows, url, **query),
        "progress_url": reverse("office:batch_progress", args=[batch_id]),
        "rows_url": _rows_url(url, query, rows.number) if detail.line.state in MOVING else "",
    }
    if request.GET.get("part") == ROWS:
        return render(request, "office/daifutong/rows.html", shown)
    return render(request, "office/daifutong/batch_detail.html", shown, status=error.status if error else 200)


def _rows_url(url: str, query: dict[str, str], number: int) -> str:
    """Where the lines on the page ask for themselves again."""
    return f"{url}?{urlencode(query | {'page': str(number), 'part': ROWS})}"


@page("office", permission=READ, relation=OWN)
def batch_progress(request: Request, batch_id: UUID) -> HttpResponse:
    """The live bar, of the payment or of the file; when that is over the whole page is fetched again."""
    if request.GET.get("part") == FILE:
        return upload_part(request, batch_id)
    progress = batch_progress_of(request.actor, batch_id)
    url = reverse("office:batch_progress", args=[batch_id])
    shown = {"progress": progress, "progress_url": url, "is_over": progress.settled}
    return render(request, "office/daifutong/progress.html", shown)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def row_amend(request: Request, row_id: UUID) -> HttpResponse:
    """Mends a line in place: the line again for htmx, the batch without it."""
    form = RowForm(request.POST)
    if not form.is_valid():
        raise AppError("ROW_INPUT", "填写的内容过长,请缩短后再保存。")
    row = amend(row_id=row_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    if request.htmx:
        return render(request, "office/daifutong/row.html", {"row": row, "is_saved": True})
    return redirect(f"{reverse('office:batch_detail', args=[row.batch_id])}?show=errors")


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def row_drop(request: Request, batch_id: UUID, row_id: UUID) -> HttpResponse:
    drop(row_id=row_id, actor=request.actor, now=clock.read())
    messages.success(request, "已移出这一行,合计已更新。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def batch_submit(request: Request, batch_id: UUID) -> HttpResponse:
    """Submits the batch to the checker. A refusal is shown above the batch, nothing is lost."""
    confirmed = request.POST.get("warnings_confirmed") == "yes"
    try:
        submit(
            batch_id=batch_id, warnings_confirmed=confirmed, key=_key(request), actor=request.actor, now=clock.read()
        )
    except AppError as error:
        return batch_page(request, batch_id, error)
    messages.success(request, "已提交,等待另一人复核。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def batch_withdraw(request: Request, batch_id: UUID) -> HttpResponse:
    withdraw(batch_id=batch_id, key=_key(request), actor=request.actor, now=clock.read())
    messages.success(request, "已撤回,可继续修改。已有的复核意见同时作废。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def batch_cancel(request: Request, batch_id: UUID) -> HttpResponse:
    cancel(batch_id=batch_id, key=_key(request), actor=request.actor, now=clock.read())
    messages.success(request, "批次已撤销,没有发生任何扣款。")
    return redirect("office:batch_list")


@page("office", permission="daifutong.batch.check", relation=OWN, step_up="复核通过代发批次", methods=("POST",))
def batch_check(request: Request, batch_id: UUID) -> HttpResponse:
    answer = check(batch_id=batch_id, digest=_digest(request), key=_key(request), actor=request.actor, now=clock.read())
    messages.success(request, f"已复核,批次{answer.state_label}。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission="daifutong.batch.authorise", relation=OWN, step_up="授权发放代发批次", methods=("POST",))
def batch_authorise(request: Request, batch_id: UUID) -> HttpResponse:
    answer = authorise(
        batch_id=batch_id, digest=_digest(request), key=_key(request), actor=request.actor, now=clock.read()
    )
    messages.success(request, f"已授权,批次{answer.state_label}。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission="daifutong.batch.reject", relation=OWN, methods=("POST",))
def batch_reject(request: Request, batch_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        reject(
            batch_id=batch_id,
            digest=_digest(request),
            reason=reason,
            key=_key(request),
            actor=request.actor,
            now=clock.read(),
        )
    except AppError as error:
        return batch_page(request, batch_id, error)
    messages.success(request, "已退回经办修改。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission="daifutong.batch.permit", relation=OWN, step_up="允许重复代发", methods=("POST",))
def batch_permit(request: Request, batch_id: UUID) -> HttpResponse:
    """Lets the same wages come once more, past DUP_BATCH."""
    reason = request.POST.get("reason", "")
    try:
        permit(batch_id=batch_id, reason=reason, key=_key(request), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {"repeat": error.message}  # as the field is called in this page
        return batch_page(request, batch_id, error)
    messages.success(request, "已允许重复代发一次,请经办重新上传名单。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def batch_release(request: Request, batch_id: UUID) -> HttpResponse:
    """Tries the debit again after money was missing (P10)."""
    answer = release(batch_id=batch_id, key=_key(request), actor=request.actor, now=clock.read())
    messages.success(request, f"批次{answer.state_label}。")
    return redirect("office:batch_detail", batch_id)


def _key(request: Request) -> str:
    """The form's key, made when it was drawn."""
    return request.POST.get("idempotency_key", "")


def _digest(request: Request) -> str:
    """What the page showed of the batch, and what is agreed to."""
    return request.POST.get("digest", "")
