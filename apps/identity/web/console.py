"""Signing in and looking after one's login at the bank."""

from functools import partial

from django.http import HttpResponse, JsonResponse

from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.http.request import Request

from ..contracts import LoginKind
from . import second_factor as factors
from . import security as own
from . import sign_in as steps

KIND = LoginKind.STAFF

public = partial(page, "console", permission=PUBLIC, relation=Relation.PUBLIC)
private = partial(page, "console", permission="identity.security.manage", relation=Relation.SELF)


@public(methods=("GET", "POST"))
def sign_in(request: Request) -> HttpResponse:
    return steps.by_password(request, KIND)


@public(methods=("GET", "POST"))
def second_factor(request: Request) -> HttpResponse:
    return factors.second_factor(request, KIND)


@public(methods=("GET", "POST"))
def second_factor_setup(request: Request) -> HttpResponse:
    return factors.second_factor_setup(request, KIND)


@private(methods=("GET", "POST"), step_up="绑定动态口令")
def totp_new(request: Request) -> HttpResponse:
    return own.totp_new(request, KIND)


@public(methods=("POST",))
def passkey_options(request: Request) -> HttpResponse:
    return JsonResponse(factors.passkey_options(request, KIND))


@public(methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    return steps.sign_out(request, KIND)


@private()
def security(request: Request) -> HttpResponse:
    return own.security(request, KIND)


@private(methods=("POST",))
def session_end(request: Request, session_id: int) -> HttpResponse:
    return own.session_end(request, KIND, session_id)


@private(methods=("GET", "POST"))
def pin(request: Request) -> HttpResponse:
    return own.pin_page(request, KIND)


@private(methods=("POST",))
def pin_code(request: Request) -> HttpResponse:
    return own.pin_code(request, KIND)


@private(methods=("GET", "POST"), step_up="添加通行密钥")
def passkey_new(request: Request) -> HttpResponse:
    return own.passkey_new(request, KIND)


@private(methods=("POST",))
def passkey_end(request: Request, passkey_id: int) -> HttpResponse:
    return own.passkey_end(request, KIND, passkey_id)


@private(methods=("POST",))
def display(request: Request) -> HttpResponse:
    return own.display(request, KIND)
