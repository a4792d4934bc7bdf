"""The employee's home page."""

from django.http import HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..selectors import assets_of, me_of, mobile_home


@page("mobile", permission="portal.mobile.home", relation=Relation.SELF)
def home(request: Request) -> HttpResponse:
    return render(request, "mobile/portal/home.html", {"home": mobile_home(request.actor, clock.read())})


@page("mobile", permission="portal.mobile.home", relation=Relation.SELF)
def assets(request: Request) -> HttpResponse:
    """The asset card, opened or closed: a fragment for htmx, the whole page without it."""
    is_open = request.GET.get("open") == "1"
    shown = {"card": assets_of(request.actor, is_open=is_open)}
    if request.htmx:
        return render(request, "mobile/portal/assets.html", shown)
    home = mobile_home(request.actor, clock.read(), shown["card"])
    return render(request, "mobile/portal/home.html", shown | {"home": home})


@page("mobile", permission="portal.mobile.home", relation=Relation.SELF)
def me(request: Request) -> HttpResponse:
    """我的: who one is to the bank, and every way to what is one's own."""
    return render(request, "mobile/portal/me.html", {"me": me_of(request.actor)})
