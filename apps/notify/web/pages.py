"""The inbox and its settings: one table, from which each surface takes its own pages."""

from collections.abc import Callable
from functools import partial, wraps
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation, Surface
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.http.urls import path
from apps.core.parts import Link

from ..contracts import Inbox
from ..selectors import inbox_for, preferences_for
from ..services.notice_read import notice_open, notices_read_all
from ..services.preference_set import preferences_set


def inbox(request: Request, surface: Surface) -> HttpResponse:
    """A page of the inbox; a category that there is not counts as not said."""
    found = inbox_for(request.actor, page_number(request), request.GET.get("category", ""))
    url = reverse(f"{surface}:inbox")
    shown = {
        "found": found,
        "categories": _tabs(found, url),
        "newer_url": _at(url, found, found.number - 1) if found.number > 1 else "",
        "older_url": _at(url, found, found.number + 1) if found.has_more else "",
        "actions": (Link("消息提醒设置", reverse(f"{surface}:inbox_settings"), "settings"),),
    }
    return render(request, f"{surface}/notify/inbox.html", shown)


def _at(url: str, found: Inbox, number: int) -> str:
    asked = {"category": found.category} if found.category else {}
    return f"{url}?{urlencode(asked | {'page': number})}"


def _tabs(found: Inbox, url: str) -> tuple[Link, ...]:
    def tab(label: str, category: str, unread: int) -> Link:
        badge = str(unread) if unread else ""
        to = f"{url}?category={category}" if category else url
        return Link(label, to, active=category == found.category, badge=badge, tone="danger")

    each = (tab(one.label, one.category, one.unread) for one in found.categories)
    return (tab("全部", "", found.unread), *each)


def inbox_open(request: Request, surface: Surface, notice_id: UUID) -> HttpResponse:
    """Marks it as read and goes where it leads."""
    link = notice_open(notice_id=notice_id, actor=request.actor, now=clock.read())
    return redirect(link or f"{surface}:inbox")


def inbox_read_all(request: Request, surface: Surface) -> HttpResponse:
    """Marks everything, or the category of the form, as read."""
    category = request.POST.get("category", "")
    notices_read_all(category=category, actor=request.actor, now=clock.read())
    return redirect(reverse(f"{surface}:inbox") + (f"?{urlencode({'category': category})}" if category else ""))


def inbox_settings(request: Request, surface: Surface) -> HttpResponse:
    """How this person wants to hear of what. A box that is not ticked says no; locked ones have none."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("sms"))
        sms = {
            str(line.category): line.category in wanted for line in preferences_for(request.actor) if not line.is_locked
        }
        preferences_set(sms=sms, actor=request.actor, now=clock.read())
        messages.success(request, "消息提醒设置已保存。")
        return redirect(f"{surface}:inbox_settings")
    shown = {
        "preferences": preferences_for(request.actor),
        "crumbs": (Link("消息", reverse(f"{surface}:inbox")), Link("提醒设置", "")),
    }
    return render(request, f"{surface}/notify/inbox_settings.html", shown)


PAGES: tuple[tuple[str, str, Callable[..., HttpResponse], tuple[str, ...]], ...] = (
    ("inbox/", "inbox", inbox, ("GET",)),
    ("inbox/settings/", "inbox_settings", inbox_settings, ("GET", "POST")),
    ("inbox/read-all/", "inbox_read_all", inbox_read_all, ("POST",)),
    ("inbox/<uuid:notice_id>/", "inbox_open", inbox_open, ("POST",)),
)


def inbox_urls(surface: Surface) -> list[URLPattern]:
    """The addresses of a surface's inbox, each with its declared access."""
    urls = []
    for route, name, view, methods in PAGES:
        declare = page(surface, permission="notify.inbox.read", relation=Relation.SELF, methods=methods)
        urls.append(path(route, declare(wraps(view)(partial(view, surface=surface))), name))
    return urls
