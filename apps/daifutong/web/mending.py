"""Mending many lines of a batch at once: those that are wrong in the same way, or all by the sheet of faults."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.request import Request

from ..adapters.sheet_files import sheet_response
from ..rules.alike import AlikeAction
from ..services.rows_amend import rows_amend as amend
from ..services.rows_export import rows_export as export
from ..services.rows_merge import rows_merge as merge
from . import screens
from .forms import AlikeForm, SheetForm
from .office import batch_page

MAKE = "daifutong.batch.make"
OWN = Relation.ENTERPRISE


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def rows_amend(request: Request, batch_id: UUID) -> HttpResponse:
    """One answer to all lines of a group. A refusal is shown above the batch, nothing is changed."""
    form = AlikeForm(request.POST)
    if not form.is_valid():
        return batch_page(request, batch_id, InvalidInput("ALIKE", "请填写有效的内容后再提交。"))
    place = form.cleaned_data.pop("place")
    try:
        done = amend(batch_id=batch_id, **form.cleaned_data, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        error.fields = {f"alike-{place}": error.message}  # as the field is called in this page
        return batch_page(request, batch_id, error)
    except AppError as error:
        return batch_page(request, batch_id, error)
    verb = "移出" if form.cleaned_data["action"] == AlikeAction.DROP else "更正"
    messages.success(request, f"已一起{verb} {done.changed} 行,合计已更新。")
    return redirect("office:batch_detail", batch_id)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def rows_export(request: Request, batch_id: UUID) -> HttpResponse:
    """The lines with errors and warnings, or all, as a workbook to mend. A POST: the download is on record."""
    show = request.POST.get("show", "")
    content = export(batch_id=batch_id, show=show, actor=request.actor, now=clock.read())
    return sheet_response(content)


@page("office", permission=MAKE, relation=OWN, methods=("POST",))
def rows_merge(request: Request, batch_id: UUID) -> HttpResponse:
    """Takes the mended sheet: its rows stand in for the lines of the same employees."""
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        fault = str(form.errors["sheet"][0])
        return batch_page(request, batch_id, InvalidInput("SHEET", fault, fields={"id_sheet": fault}))
    file = form.cleaned_data["sheet"]
    try:
        done = merge(batch_id=batch_id, content=file.read(), filename=file.name, actor=request.actor, now=clock.read())
    except AppError as error:
        error.fields = {"id_sheet": error.message}
        return batch_page(request, batch_id, error)
    messages.success(request, screens.merge_said(done))
    return redirect("office:batch_detail", batch_id)
