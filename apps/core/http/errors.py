"""One error, three dresses: a page of its surface, a fragment for htmx, a problem document for the API."""

from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string

from ..errors import AppError, MethodNotAllowed, NotFound, SignInRequired, StepUpRequired
from .request import Request

SURFACES = ("mobile", "office", "console")


def surface_of(request: Request) -> str:
    """The surface a path belongs to; "mobile" where it says nothing."""
    first = request.path.lstrip("/").split("/", 1)[0]
    return first if first in (*SURFACES, "api") else "mobile"


def problem(error: AppError, request_id: str) -> dict[str, Any]:
    """RFC 9457 problem details."""
    document = {
        "type": f"urn:efincloud:error:{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "code": error.code,
        "detail": error.message,
        "request_id": request_id,
    }
    if isinstance(error, StepUpRequired):
        document |= {"digest": error.digest, "shown": error.shown, "proof": error.proof}
        document |= {"code_id": str(error.code_id or ""), "code_note": error.code_note} if error.code_text else {}
    return document | ({"fields": error.fields} if error.fields else {})


def error_response(request: Request, error: AppError) -> HttpResponse:
    """The answer to an AppError."""
    surface = surface_of(request)
    response: HttpResponse
    if isinstance(error, StepUpRequired) and error.code_text:
        import_string(settings.STEP_UP_CODE)(request, error)
    if surface == "api":
        response = JsonResponse(
            problem(error, request.id), status=error.status, content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )  # fmt: skip
        if error.status == 401:
            response["WWW-Authenticate"] = 'Efincloud-Signature realm="api"'
    elif isinstance(error, SignInRequired):
        target = f"{reverse(f'{surface}:sign_in')}?{urlencode({'next': request.get_full_path()})}"
        response = redirect(target)
        if getattr(request, "htmx", False):
            response = HttpResponse(status=204, headers={"HX-Redirect": target})
    elif isinstance(error, StepUpRequired):
        response = render(
            request, f"{surface}/identity/step_up.html", step_up_sheet(request, error), status=error.status
        )
    else:
        response = render(request, f"errors/{surface}.html", {"error": error}, status=error.status)
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = ", ".join(error.allowed)
    if hasattr(error, "retry_after"):
        response["Retry-After"] = str(error.retry_after)
    return response


STEP_UP_FIELDS = (
    "csrfmiddlewaretoken", "step_up_digest", "step_up_pin", "step_up_passkey", "step_up_code", "step_up_code_id",
    "step_up_resend",
)  # fmt: skip


def step_up_sheet(request: Request, error: StepUpRequired) -> dict[str, Any]:
    """What the sheet shows and posts again: nothing of the form is kept on the server, nothing of it is lost."""
    match = request.resolver_match
    back = request.META.get("HTTP_REFERER") or request.path
    kept = [(key, value) for key in request.POST for value in request.POST.getlist(key) if key not in STEP_UP_FIELDS]
    return {
        "error": getattr(request, "step_up_failure", error),
        "asked": error,
        "is_second_try": "step_up_digest" in request.POST and "step_up_resend" not in request.POST,
        "title": cast(Any, match.func).access.step_up if match else "",
        "shown": error.shown.items(),
        "digest": error.digest,
        "kept": kept,
        "back": back,
        "back_query": f"?{urlencode({'next': back})}",
    }


class BadRequest(AppError):
    status = 400

    def __init__(self) -> None:
        super().__init__("BAD_REQUEST", "请求无法识别,请返回上一页重试。")


class CsrfFailed(AppError):
    status = 403

    def __init__(self) -> None:
        super().__init__("CSRF", "页面已过期,请刷新后重新提交。")


class Crashed(AppError):
    status = 500

    def __init__(self) -> None:
        super().__init__("INTERNAL", "系统出现问题,我们已收到通知。您的资金与数据不受影响,请稍后再试。")


def bad_request(request: Request, exception: Exception) -> HttpResponse:
    return error_response(request, BadRequest())


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    return error_response(request, CsrfFailed())


def not_found(request: Request, exception: Exception) -> HttpResponse:
    return error_response(request, NotFound())


def server_error(request: Request) -> HttpResponse:
    """Rendered without the page context, which may be what has failed."""
    error = Crashed()
    if surface_of(request) == "api":
        return error_response(request, error)
    from django.template import loader

    return HttpResponse(loader.render_to_string("errors/500.html", {"error": error}), status=500)
