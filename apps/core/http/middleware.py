"""What every request passes: its id, its policy, its actor, and errors as answers."""

import secrets
from collections.abc import Callable
from typing import cast

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from ..actors import Actor
from ..errors import AppError
from ..ids import new_id
from .errors import error_response, surface_of
from .request import Request

GetResponse = Callable[[Request], HttpResponse]


class RequestIdMiddleware:
    """Names the request, in the answer and in every log line of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.id = str(new_id())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response


class ContentSecurityPolicyMiddleware:
    """A strict policy with a nonce: no inline script or style, nothing from elsewhere."""

    POLICY = (
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; manifest-src 'self'"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)
        response = self.get_response(request)
        response["Content-Security-Policy"] = self.POLICY.format(nonce=request.csp_nonce)
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response


class ActorMiddleware:
    """`request.actor`: who acts, read from the database when it is first asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.actor = cast(Actor, SimpleLazyObject(lambda: import_string(settings.ACTOR_LOADER)(request)))
        return self.get_response(request)


class ErrorMiddleware:
    """Turns an AppError of any view into its page or problem document."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        if isinstance(error, AppError):
            return error_response(request, error)
        if isinstance(error, RequestDataTooBig):
            return error_response(request, AppError("TOO_LARGE", "提交的内容过大,请分批处理。"))
        structlog.get_logger("http").error("request.failed", surface=surface_of(request), error=type(error).__name__)
        return None
