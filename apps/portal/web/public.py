"""Pages that everybody may read on every surface, signed in or not: help, prices, how to reach the bank."""

from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse

from apps.core import clock
from apps.core.access import PUBLIC, page
from apps.core.actors import Relation, Surface
from apps.core.errors import NotFound
from apps.core.http.request import Request
from apps.core.http.urls import path
from apps.core.parts import Link

from ..fees import fee_list
from ..help import article_by_slug, articles_about, help_categories

QUERY_LENGTH = 60


def _shown(request: Request, surface: Surface, name: str, *crumbs: Link, **more: object) -> HttpResponse:
    ways = {"base": f"{surface}/base.html", "crumbs": (Link("帮助中心", reverse(f"{surface}:help")), *crumbs)}
    ways |= {way: reverse(f"{surface}:{way}") for way in ("help", "fees", "contact", "sign_in")}
    return render(request, f"public/portal/{name}.html", ways | more)


def help_centre(request: Request, surface: Surface) -> HttpResponse:
    """All articles by category, or those about `?q=`."""
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    found = articles_about(query)
    return _shown(request, surface, "help", query=query, found=found, categories=help_categories())


def help_article(request: Request, surface: Surface, slug: str) -> HttpResponse:
    article = article_by_slug(slug)
    if article is None:
        raise NotFound("没有这篇帮助。")
    return _shown(request, surface, "help_article", Link(article.title, ""), article=article)


def fees(request: Request, surface: Surface) -> HttpResponse:
    on = clock.read().business_date
    return _shown(request, surface, "fees", Link("收费标准", ""), groups=fee_list(on), on=on)


def contact(request: Request, surface: Surface) -> HttpResponse:
    return _shown(request, surface, "contact", Link("联系客服", ""))


PAGES: tuple[tuple[str, str, Callable[..., HttpResponse]], ...] = (
    ("help/", "help", help_centre),
    ("help/<slug:slug>/", "help_article", help_article),
    ("fees/", "fees", fees),
    ("contact/", "contact", contact),
)


def public_urls(surface: Surface) -> list[URLPattern]:
    """The addresses of these pages on a surface."""
    declare = page(surface, permission=PUBLIC, relation=Relation.PUBLIC)
    return [path(route, declare(wraps(view)(partial(view, surface=surface))), name) for route, name, view in PAGES]
