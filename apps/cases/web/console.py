"""The case desk in the console."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation

from ..selectors import open_cases_for


@page("console", permission="cases.desk.view", relation=Relation.UNIT)
def case_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "console/cases/case_list.html", {"cases": open_cases_for(request.actor), "now": clock.wall()}
    )
