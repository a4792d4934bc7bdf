"""The case desk in the console."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import open_cases_for


@page("console", permission="cases.desk.view", relation=Relation.UNIT)
def case_list(request: Request) -> HttpResponse:
    return render(
        request, "console/cases/case_list.html", {"cases": open_cases_for(request.actor), "now": clock.wall()}
    )
