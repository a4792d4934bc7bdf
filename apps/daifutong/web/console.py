"""The payrolls of a unit's enterprises, for bank staff: totals and states, no single wage."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import page_number, verdict_said
from apps.core.http.request import Request

from ..choices import RowState
from ..selectors import batch_detail as batch_detail_of
from ..selectors import batches_for_staff, recall_of
from ..services.recall_decide import recall_decide as decide
from ..services.rows_recall import rows_recall as recall
from . import screens

REVIEW = "daifutong.batch.review"


@page("console", permission=REVIEW, relation=Relation.UNIT)
def batch_list(request: Request) -> HttpResponse:
    shown = batches_for_staff(request.actor, page=page_number(request))
    return render(request, "console/daifutong/batch_list.html", {"shown": shown})


@page("console", permission=REVIEW, relation=Relation.UNIT)
def batch_detail(request: Request, batch_id: UUID) -> HttpResponse:
    return _batch_page(request, batch_id)


def _batch_page(request: Request, batch_id: UUID, error: AppError | None = None) -> HttpResponse:
    detail = batch_detail_of(request.actor, batch_id, clock.read())
    is_sending = any(state.state == RowState.SENT for state in detail.progress.states)
    shown = {
        "detail": detail,
        "error": error,
        "recall": recall_of(request.actor, batch_id, clock.read()) if is_sending else None,
        "may_audit": allows(request.actor, "audit.trail.view"),
        "crumbs": screens.crumbs("console", detail.line.title),
        "steps": screens.steps_of(detail),
        "stats": screens.stats_of(detail),
        "pairs": screens.pairs_of(detail),
        "events": screens.events_of(detail),
    }
    return render(request, "console/daifutong/batch_detail.html", shown, status=error.status if error else 200)


@page("console", permission="daifutong.rows.recall", relation=Relation.UNIT, methods=("POST",))
def rows_recall(request: Request, batch_id: UUID) -> HttpResponse:
    """Asks a second person to cancel the payments that never left."""
    reason, key = request.POST.get("reason", ""), request.POST.get("idempotency_key", "")
    try:
        recall(batch_id=batch_id, reason=reason, key=key, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _batch_page(request, batch_id, error)
    messages.success(request, "已提交,等待另一人审批。")
    return redirect("console:batch_detail", batch_id)


@page(
    "console",
    permission="daifutong.recall.decide",
    relation=Relation.UNIT,
    step_up="撤销未送出的跨行明细",
    methods=("POST",),
)
def recall_decide(request: Request, batch_id: UUID) -> HttpResponse:
    said = verdict_said(request)
    try:
        decide(batch_id=batch_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _batch_page(request, batch_id, error)
    messages.success(request, "已办理。")
    return redirect("console:batch_detail", batch_id)
