"""The moderation desk in the console: reports of messages, measures with a reason, a second person, appeals."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.forms import verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import MEASURE_LABELS
from ..selectors.reports import desk_for_staff, report_for_staff
from ..services.appeal_decide import appeal_decide as answer
from ..services.mute_decide import mute_decide as second
from ..services.report_decide import report_decide as decide

VIEW, UNIT = "imessage.report.view", Relation.UNIT
SECOND = "imessage.report.second"


@page("console", permission=VIEW, relation=UNIT)
def report_list(request: Request) -> HttpResponse:
    return render(request, "console/imessage/report_list.html", {"reports": desk_for_staff(request.actor)})


@page("console", permission=VIEW, relation=UNIT)
def report(request: Request, report_id: UUID) -> HttpResponse:
    return _detail(request, report_id)


@page("console", permission="imessage.report.decide", relation=UNIT, methods=("POST",))
def report_decide(request: Request, report_id: UUID) -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("measure", "reason")}
    try:
        decide(report_id=report_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, report_id, error)
    messages.success(request, "已处理。")
    return redirect("console:report", report_id)


@page("console", permission=SECOND, relation=UNIT, step_up="复核长期禁言", methods=("POST",))
def mute_decide(request: Request, report_id: UUID) -> HttpResponse:
    said = verdict_said(request, is_keyed=False)
    try:
        second(report_id=report_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, report_id, error)
    messages.success(request, "已复核。")
    return redirect("console:report", report_id)


@page("console", permission=SECOND, relation=UNIT, methods=("POST",))
def appeal_decide(request: Request, report_id: UUID) -> HttpResponse:
    is_right, said = request.POST.get("is_right") == "yes", request.POST.get("reason", "")
    try:
        answer(report_id=report_id, is_right=is_right, answer=said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _detail(request, report_id, error)
    messages.success(request, "已答复申诉。")
    return redirect("console:report", report_id)


def _detail(request: Request, report_id: UUID, error: InvalidInput | None = None) -> HttpResponse:
    found = report_for_staff(request.actor, report_id)
    crumbs = (Link("会话举报", reverse("console:report_list")), Link(found.line.author, ""))
    shown = {"report": found, "measures": list(MEASURE_LABELS.items()), "error": error, "crumbs": crumbs}
    return render(request, "console/imessage/report.html", shown, status=error.status if error else 200)
