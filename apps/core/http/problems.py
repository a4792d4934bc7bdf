"""Whatever goes wrong in an endpoint becomes a problem document (RFC 9457): one code, one sentence in Chinese."""

from typing import Any

from django.core.exceptions import BadRequest as DjangoBadRequest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework.exceptions import APIException, MethodNotAllowed

from ..errors import AppError, Forbidden, NotFound
from .errors import BadRequest, error_response


class Refused(AppError):
    """What HTTP itself has a status for."""

    def __init__(self, status: int) -> None:
        super().__init__(*REFUSALS[status])
        self.status = status


REFUSALS = {
    405: ("METHOD_NOT_ALLOWED", "该地址不支持这种请求方法。"),
    406: ("NOT_ACCEPTABLE", "只提供 application/json 格式的应答。"),
    413: ("TOO_LARGE", "提交的内容过大,请分批处理。"),
    415: ("MEDIA_TYPE", "不支持这种内容类型,请按接口文档设置 Content-Type。"),
}
UNREADABLE = (DjangoBadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """settings.REST_FRAMEWORK's EXCEPTION_HANDLER. None for a fault of ours: it is logged and answered with 500."""
    fault = as_app_error(error)
    if fault is None:
        return None
    response = error_response(context["request"]._request, fault)
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def as_app_error(error: Exception) -> AppError | None:
    """What Django or the framework raises, in the words of this house."""
    match error:
        case AppError():
            return error
        case Http404():
            return NotFound()
        case PermissionDenied():
            return Forbidden("您没有这项操作的权限。")
        case RequestDataTooBig():
            return Refused(413)
        case APIException() if error.status_code in REFUSALS:
            return Refused(error.status_code)
        case APIException() if error.status_code == 400:
            return BadRequest()
    return BadRequest() if isinstance(error, UNREADABLE) else None
