"""The search of each surface."""

from functools import partial, wraps

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation, Surface
from apps.core.http.request import Request
from apps.core.http.urls import path

from ..search import QUERY_LENGTH, found_for

RELATIONS = {
    Surface.MOBILE: Relation.SELF,
    Surface.OFFICE: Relation.ENTERPRISE,
    Surface.CONSOLE: Relation.UNIT,
}


def search(request: Request, surface: Surface) -> HttpResponse:
    """What `?q=` finds; what is longer than a query is cut."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:QUERY_LENGTH]
    shown = {
        "base": f"{surface}/base.html",
        "query": query,
        "groups": found_for(request.actor, query, clock.read()),
        "home": reverse(f"{surface}:home"),
        "help": reverse(f"{surface}:help"),
    }
    return render(request, "public/portal/search.html", shown)


def search_urls(surface: Surface) -> list[URLPattern]:
    """The address of the search on a surface."""
    declare = page(surface, permission=f"portal.{surface}.home", relation=RELATIONS[surface])
    return [path("search/", declare(wraps(search)(partial(search, surface=surface))), "search")]
