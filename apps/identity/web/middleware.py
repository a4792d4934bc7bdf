"""How long a signed-in browser stays so, and what it is told when it no longer is."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.core import clock
from apps.core.clock import SHANGHAI
from apps.core.http.request import Request

from ..adapters import browser
from ..adapters.devices import device_keep
from ..contracts import SURFACE_OF, LoginKind
from ..rules.limits import ACTIVITY_STEP


class SessionLifeMiddleware:
    """Renews the session's life on activity, at most once a minute; without any it ends by its own expiry (SEC-3).

    What a page asks for by itself (htmx GET: progress, badges) is no activity, else an open page would never end.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        seen, now = browser.seen_at(request), clock.wall()
        by_itself = request.method == "GET" and bool(getattr(request, "htmx", False))
        if seen and not by_itself and now - seen >= ACTIVITY_STEP and request.user.is_authenticated:
            browser.session_touch(request, now)
        if not request.user.is_authenticated:
            _tell_displaced(request)
        elif (page := _password_page(request)) and request.path not in (page, reverse("console:sign_out")):
            return redirect(page)
        response = self.get_response(request)
        device_keep(request, response)
        return response


def _tell_displaced(request: Request) -> None:
    """An operator has one session: whose older one has ended hears of it at the next click (SEC-3)."""
    if displaced := browser.displacement_take(request):
        device, ip, at = displaced
        messages.warning(
            request,
            f"您的账号已于 {at.astimezone(SHANGHAI):%H:%M} 在另一台设备({device},{ip})登录,本机已退出。"
            "如非本人操作,请立即重新登录并联系银行。",
        )


def _password_page(request: Request) -> str:
    """Where a login goes whose password is over its days, or was given by somebody else (SEC-1, SEC-2); "" = on."""
    if not request.session.get(browser.PASSWORD_DUE):
        return ""
    return reverse(f"{SURFACE_OF[LoginKind.STAFF]}:password")  # nobody else has one
