"""The announcements that stand now, for the readers of each surface."""

from functools import partial, wraps

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation, Surface
from apps.core.http.request import Request
from apps.core.http.urls import path

from ..selectors import standing_for

RELATIONS = {
    Surface.MOBILE: Relation.SELF,
    Surface.OFFICE: Relation.ENTERPRISE,
    Surface.CONSOLE: Relation.UNIT,
}


def announcements(request: Request, surface: Surface) -> HttpResponse:
    shown = {"base": f"{surface}/base.html", "home": reverse(f"{surface}:home")}
    return render(request, "public/news/list.html", shown | {"news": standing_for(request.actor, clock.read())})


def reader_urls(surface: Surface) -> list[URLPattern]:
    """The address of the list on a surface."""
    declare = page(surface, permission="news.read", relation=RELATIONS[surface])
    view = wraps(announcements)(partial(announcements, surface=surface))
    return [path("announcements/", declare(view), "announcements")]
