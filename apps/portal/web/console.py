"""The home page of the bank's staff."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import console_home


@page("console", permission="portal.console.home", relation=Relation.UNIT)
def home(request: Request) -> HttpResponse:
    now = clock.read()
    return render(request, "console/portal/home.html", {"home": console_home(request.actor, now), "now": now.wall})
