"""What the enterprise checks and takes into its own books and records: tax, 凭证 by department, a year's archive."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError
from apps.core.http.files import CSV, ZIP, file_response
from apps.core.http.request import Request
from apps.core.parts import Link

from ..adapters.receipt_files import receipt_pdf
from ..selectors.records import years_and_months
from ..selectors.tax_check import tax_findings
from ..services.archive_export import archive_export as export_archive
from ..services.batch_export import batch_export as export_batch
from ..services.voucher_export import voucher_export as export_voucher
from ..services.voucher_write import VoucherFile
from . import screens
from .figures import views_of

VOUCHER, ARCHIVE = "daifutong.voucher.export", "daifutong.archive.export"
OWN = Relation.ENTERPRISE


@page("office", permission="daifutong.batch.read", relation=OWN)
def batch_tax(request: Request, batch_id: UUID) -> HttpResponse:
    """The tax of a batch against the rule, for whoever may see its lines."""
    found = tax_findings(request.actor, batch_id)
    crumbs = screens.crumbs("office", found.batch.title, reverse("office:batch_detail", args=[batch_id]))
    shown = {"found": found, "crumbs": (*crumbs, Link("个税核对", ""))}
    return render(request, "office/daifutong/batch_tax.html", shown)


@page("office", permission=VOUCHER, relation=OWN)
def payroll_records(request: Request) -> HttpResponse:
    return _desk(request)


@page("office", permission=VOUCHER, relation=OWN, methods=("POST",))
def voucher_export(request: Request) -> HttpResponse:
    """A file asked for by POST, since it is put on record."""
    month = request.POST.get("month", "")
    try:
        return _file(export_voucher(month=month, actor=request.actor, now=clock.read()))
    except AppError as error:
        return _desk(request, error)


@page("office", permission=VOUCHER, relation=OWN, methods=("POST",))
def batch_export(request: Request, batch_id: UUID) -> HttpResponse:
    return _file(export_batch(batch_id=batch_id, actor=request.actor, now=clock.read()))


@page("office", permission=ARCHIVE, relation=OWN, methods=("POST",))
def archive_export(request: Request) -> HttpResponse:
    asked = request.POST.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    try:
        made = export_archive(year=year, render=receipt_pdf, actor=request.actor, now=clock.read())
    except AppError as error:
        return _desk(request, error)
    answer: HttpResponse = FileResponse(made.file, as_attachment=True, filename=made.name)  # type: ignore[assignment]
    answer["Content-Type"] = ZIP
    return answer


def _desk(request: Request, error: AppError | None = None) -> HttpResponse:
    found = years_and_months(request.actor)
    shown = {
        "found": found,
        "may_archive": allows(request.actor, ARCHIVE),
        "error": error,
        "views": views_of(request.actor, "office:payroll_records"),
        "crumbs": screens.crumbs("office", "凭证和归档"),
    }
    return render(request, "office/daifutong/records.html", shown, status=error.status if error else 200)


def _file(made: VoucherFile) -> HttpResponse:
    return file_response(made.content, made.name, CSV)
