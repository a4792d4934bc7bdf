"""How long a signed-in browser stays so."""

from collections.abc import Callable

from django.http import HttpResponse

from apps.core import clock
from apps.core.http.request import Request

from ..adapters import browser
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
        return self.get_response(request)
