"""The operator's home page."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import office_home


@page("office", permission="portal.office.home", relation=Relation.ENTERPRISE)
def home(request: Request) -> HttpResponse:
    is_open = request.GET.get("balance") == "1"
    return render(
        request, "office/portal/home.html", {"home": office_home(request.actor, clock.read(), is_open=is_open)}
    )
