"""Receipts (电子回单) of a batch in the office: its own, each line's, all lines' in one file (PY-12)."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import Forbidden
from apps.core.http.request import Request
from apps.core.parts import Link, pages_of

from ..adapters.receipt_files import bundle_response, receipt_response
from ..choices import RowState
from ..selectors import batch_rows, receipts_issued
from ..services.batch_print import batch_print as print_batch
from ..services.receipts_count import FINISHED
from ..services.receipts_print import receipts_print as print_receipts
from ..services.row_print import row_print as print_row
from . import screens
from .forms import RowFilter
from .office import NO_ROWS

PRINT = "daifutong.receipt.print"
OWN = Relation.ENTERPRISE


@page("office", permission=PRINT, relation=OWN)
def batch_receipts(request: Request, batch_id: UUID) -> HttpResponse:
    wanted = RowFilter(request.GET)
    wanted.is_valid()
    find = str(wanted.cleaned_data.get("find") or "")
    number = wanted.cleaned_data.get("page") or 1
    try:
        rows = batch_rows(request.actor, batch_id, page=number, show=RowState.PAID, find=find)
    except Forbidden:
        rows = NO_ROWS
    issued = receipts_issued(request.actor, batch_id, [row.id for row in rows.rows])
    crumbs = screens.crumbs("office", issued.batch.title, reverse("office:batch_detail", args=[batch_id]))
    shown = {
        "line": issued.batch,
        "may_export": allows(request.actor, "daifutong.voucher.export"),
        "is_hidden": rows is NO_ROWS,
        "is_finished": issued.batch.state in FINISHED and issued.paid > 0,
        "issued": issued,
        "parts": range(1, issued.parts + 1),
        "lines": [(row, issued.lines.get(row.id, 0)) for row in rows.rows],
        "find": find,
        "pager": pages_of(rows, reverse("office:batch_receipts", args=[batch_id]), find=find),
        "crumbs": (*crumbs, Link("电子回单", "")),
    }
    return render(request, "office/daifutong/batch_receipts.html", shown)


@page("office", permission=PRINT, relation=OWN, methods=("POST",))
def batch_print(request: Request, batch_id: UUID) -> HttpResponse:
    """The batch's receipt. A file asked for by POST, since each print counts."""
    return receipt_response(print_batch(batch_id=batch_id, actor=request.actor, now=clock.read()))


@page("office", permission=PRINT, relation=OWN, methods=("POST",))
def row_print(request: Request, batch_id: UUID, row_id: UUID) -> HttpResponse:
    return receipt_response(print_row(batch_id=batch_id, row_id=row_id, actor=request.actor, now=clock.read()))


@page("office", permission=PRINT, relation=OWN, methods=("POST",))
def receipts_print(request: Request, batch_id: UUID, part: int) -> FileResponse:
    return bundle_response(print_receipts(batch_id=batch_id, part=part, actor=request.actor, now=clock.read()))
