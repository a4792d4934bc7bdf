"""Who calls the API: the person of a browser session, or an enterprise's program that signs each request."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from rest_framework.authentication import CSRFCheck

from ..files import Limits
from .errors import CsrfFailed
from .limits import limit
from .request import Request

SIGNATURE_HEADERS: Mapping[str, str] = {
    "key_id": "Efincloud-Key",
    "timestamp": "Efincloud-Timestamp",
    "nonce": "Efincloud-Nonce",
    "signature": "Efincloud-Signature",
}
UPLOAD_BYTES = Limits().file_bytes + 64 * 1024  # a file of PY-2 and the form around it
CALLS_PER_MINUTE = 600


def identify(request: Request) -> None:
    """Makes `request.actor` true for an API call. A request without key and session stays nobody's.

    Raises SignInRequired for a signature that does not hold, CsrfFailed for a session's request that could come from
    another site, TooMany beyond CALLS_PER_MINUTE.
    """
    if SIGNATURE_HEADERS["key_id"] in request.headers:
        _keep_body(request)
        request.actor = import_string(settings.PROGRAM_LOADER)(request)
    elif request.actor.signed_in:
        check = CSRFCheck(_no_view)
        check.process_request(request)
        if check.process_view(request, _no_view, (), {}):
            raise CsrfFailed()
    if request.actor.signed_in:
        limit(f"api-calls:{request.actor.user_id}", CALLS_PER_MINUTE, "调用过于频繁,请稍后再试。")


def _no_view(request: HttpRequest) -> HttpResponse:
    raise AssertionError("the check calls no view")


def _keep_body(request: Request) -> None:
    """Reads the body whole, since all of it is signed, and leaves it for the parser.

    Django's own limit for a body in memory knows no files: an upload may be as long as a payroll file.
    """
    if request.content_type != "multipart/form-data":
        return
    if int(request.META.get("CONTENT_LENGTH") or 0) > UPLOAD_BYTES:
        raise RequestDataTooBig()
    request._body = request.read(UPLOAD_BYTES)
