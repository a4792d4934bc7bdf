"""The case desk in the console."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import open_cases_for
from ..services.job_unpark import job_unpark

UNPARK = "cases.job.unpark"


@page("console", permission="cases.desk.view", relation=Relation.UNIT)
def case_list(request: Request) -> HttpResponse:
    shown = {
        "cases": open_cases_for(request.actor),
        "now": clock.wall(),
        "may_unpark": allows(request.actor, UNPARK),
    }
    return render(request, "console/cases/case_list.html", shown)


@page("console", permission=UNPARK, relation=Relation.UNIT, methods=("POST",))
def job_again(request: Request, job_id: UUID) -> HttpResponse:
    """Runs a parked job again."""
    job_unpark(job_id=job_id, reason=request.POST.get("reason", ""), actor=request.actor, now=clock.read())
    messages.success(request, "任务已重新排入执行,若再次失败会重新登记。")
    return redirect("console:case_list")
