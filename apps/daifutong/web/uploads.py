"""A large file while a job reads it: how far that is, what is asked of its columns, why it was refused."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.request import Request

from ..contracts import BatchDetail, UploadProgress
from ..rules.payroll_contract import FIELD_TITLES
from ..rules.payroll_question import AskedColumn
from ..selectors import batch_detail as batch_detail_of
from ..selectors import columns_asked, upload_progress
from ..services.columns_name import columns_name as name
from . import screens

MAKE = "daifutong.batch.make"
OWN = Relation.ENTERPRISE
FILE = "file"  # the part of the page that asks for itself while the file is read
COLUMN = re.compile("column-([0-9]{1,3})")


def upload_page(request: Request, detail: BatchDetail, error: AppError | None = None) -> HttpResponse:
    """The page of a batch whose lines do not stand yet, or never will."""
    batch_id, may_make = detail.line.id, allows(request.actor, MAKE)
    asked = columns_asked(request.actor, batch_id) if may_make and detail.upload and detail.upload.is_asked else ()
    shown = {
        "detail": detail,
        "upload": detail.upload,
        "told": told(detail.upload),
        "part_url": part_url(batch_id),
        "may_make": may_make,
        "columns": columns_shown(request, asked),
        "fields": FIELD_TITLES,
        "error": error,
        "crumbs": screens.crumbs("office", detail.line.title),
        "steps": screens.steps_of(detail),
        "pairs": screens.file_pairs(detail),
    }
    return render(request, "office/daifutong/upload.html", shown, status=error.status if error else 200)


def upload_part(request: Request, batch_id: UUID) -> HttpResponse:
    """The live part alone; when the job is done it asks for the whole page, once, and not at each turn of the clock: a
    large batch takes longer to show than that."""
    upload = upload_progress(request.actor, batch_id)
    shown = {"upload": upload, "told": told(upload), "part_url": part_url(batch_id)}
    return render(request, "office/daifutong/upload_part.html", shown)


def part_url(batch_id: UUID) -> str:
    return f"{reverse('office:batch_progress', args=[batch_id])}?part={FILE}"


def told(upload: UploadProgress | None) -> str:
    """How many lines that is."""
    if upload is None or not upload.lines:
        return f"{upload.percent}%" if upload else ""
    faults = f" · 有误 {upload.faulty:,} 行" if upload.faulty else ""
    return f"{upload.written:,} / {upload.lines:,} 行{faults}"


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def columns_name(request: Request, batch_id: UUID) -> HttpResponse:
    """Takes the answer; a refusal is shown above the question, which stands as it was answered."""
    key = request.POST.get("idempotency_key", "")
    try:
        name(batch_id=batch_id, columns=columns_named(request), key=key, actor=request.actor, now=clock.read())
    except AppError as error:
        detail = batch_detail_of(request.actor, batch_id, clock.read())
        if detail.upload is None or error.status in (403, 404):
            raise
        if isinstance(error, InvalidInput):
            error.fields = {"column-0": error.message}  # as the first of them is called in this page
        return upload_page(request, detail, error)
    messages.success(request, "已记下各列的内容,继续读取。")
    return redirect("office:batch_detail", batch_id)


def columns_named(request: Request) -> list[tuple[str, int]]:
    """What the maker says of the columns: `column-3` = amount. What is no such pair counts as not said."""
    found = ((COLUMN.fullmatch(name), field) for name, field in request.POST.items() if field)
    return [(str(field), int(name[1])) for name, field in found if name]


def columns_shown(request: Request, columns: Sequence[AskedColumn]) -> list[AskedColumn]:
    """The columns to ask about, each with what was chosen for it just now."""
    sent = request.POST
    return [c._replace(guess=sent.get(f"column-{at}", c.guess)) for at, c in enumerate(columns)]
