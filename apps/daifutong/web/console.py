"""The payrolls of a unit's enterprises, for bank staff: totals and states, no single wage."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.http.forms import page_number
from apps.core.http.request import Request

from ..selectors import batch_detail as batch_detail_of
from ..selectors import batches_for_staff
from . import screens

REVIEW = "daifutong.batch.review"


@page("console", permission=REVIEW, relation=Relation.UNIT)
def batch_list(request: Request) -> HttpResponse:
    shown = batches_for_staff(request.actor, page=page_number(request))
    return render(request, "console/daifutong/batch_list.html", {"shown": shown})


@page("console", permission=REVIEW, relation=Relation.UNIT)
def batch_detail(request: Request, batch_id: UUID) -> HttpResponse:
    detail = batch_detail_of(request.actor, batch_id)
    shown = {
        "detail": detail,
        "may_audit": allows(request.actor, "audit.trail.view"),
        "crumbs": screens.crumbs("console", detail.line.title),
        "steps": screens.steps_of(detail),
        "stats": screens.stats_of(detail),
        "pairs": screens.pairs_of(detail),
        "events": screens.events_of(detail),
    }
    return render(request, "console/daifutong/batch_detail.html", shown)
