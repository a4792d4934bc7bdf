"""The PIN and the password: setting, changing, and what to do when the PIN is forgotten."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import clock
from apps.core.errors import AppError, SignInRequired
from apps.core.http.request import Request

from .. import api
from ..adapters import browser
from ..contracts import SURFACE_OF, LoginKind
from ..selectors import code_trouble, user_for_session
from ..services.code_request import code_request
from ..services.password_set import password_change
from ..services.pin_set import PIN_CODE as PURPOSE
from ..services.pin_set import own_pin_set, pin_change, pin_reset
from .forms import ErrorForm, PasswordChangeForm, PinChangeForm, PinForm, PinResetForm

PIN_CODE, NO_CODE = "pin_code_id", str(UUID(int=0))


def pin_page(request: Request, kind: LoginKind) -> HttpResponse:
    """Sets the first PIN with a code sent to the own phone, or changes it with the old one."""
    now = clock.read()
    if browser.user_of(request).pin_hash:
        return _take(
            request, kind, "pin_change", PinChangeForm(request.POST or None), "交易密码已修改。",
            lambda sent: pin_change(old=sent["old"], pin=sent["pin"], actor=request.actor, now=now),
        )  # fmt: skip
    return _take(
        request, kind, "pin", PinForm(request.POST or None), "交易密码已设置。",
        lambda sent: own_pin_set(
            pin=sent["pin"], code=sent["code"], code_id=_code_id(request), kind=kind, actor=request.actor, now=now
        ),
        **_code_shown(request),
    )  # fmt: skip


def pin_forgotten(request: Request, kind: LoginKind) -> HttpResponse:
    """A new PIN in place of one that is forgotten or locked: the ID number and a code sent to the own phone."""
    return _take(
        request, kind, "pin_reset", PinResetForm(request.POST or None), "交易密码已重置。",
        lambda sent: pin_reset(
            id_number=sent["id_number"], pin=sent["pin"], code=sent["code"], code_id=_code_id(request), kind=kind,
            actor=request.actor, now=clock.read(),
        ),
        **_code_shown(request),
    )  # fmt: skip


def pin_code(request: Request, kind: LoginKind) -> HttpResponse:
    """Sends the code with which the PIN may be set or reset."""
    back = f"{SURFACE_OF[kind]}:{'pin_forgotten' if browser.user_of(request).pin_hash else 'pin'}"
    mobile = api.person_mobile(browser.user_of(request).person_id)
    if not mobile:
        messages.error(request, "您没有登记手机号,请联系银行网点办理。")
        return redirect(back)
    try:
        code_id = code_request(
            kind=kind, mobile=mobile, purpose=PURPOSE, ip=browser.client_ip(request), now=clock.read()
        )
        request.session[PIN_CODE] = str(code_id)
        messages.success(request, "验证码已发送。")
    except AppError as error:
        messages.error(request, error.message)
    return redirect(back)


def password(request: Request, kind: LoginKind) -> HttpResponse:
    """Changes the own password. Who must do so, because it was given or its days are over, gets no other page."""

    def renews(user_id: UUID) -> None:
        user = user_for_session(user_id)
        if user is None:
            raise SignInRequired()
        browser.session_renew(request, user)

    return _take(
        request, kind, "password", PasswordChangeForm(request.POST or None), "登录密码已修改,其他登录已下线。",
        lambda sent: password_change(
            old=sent["old"], password=sent["password"], renews=renews, actor=request.actor, now=clock.read()
        ),
        is_due=bool(request.session.get(browser.PASSWORD_DUE)),
    )  # fmt: skip


def _take(
    request: Request, kind: LoginKind, name: str, form: ErrorForm, said: str,
    effect: Callable[[dict[str, Any]], None], **shown: Any,
) -> HttpResponse:  # fmt: skip
    """The form, or what it did: its faults at their fields, with the status of the first."""
    surface, status = SURFACE_OF[kind], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                effect(form.cleaned_data)
            except AppError as error:
                form.refuse(error)
                status = error.status
            else:
                request.session.pop(PIN_CODE, None)
                messages.success(request, said)
                return redirect(_next(request) or f"{surface}:security")
    return render(request, f"{surface}/identity/{name}.html", {"form": form, **shown}, status=status)


def _next(request: Request) -> str:
    """Where the person came from to set this, if that is a page of ours."""
    way = request.GET.get("next", "")
    return way if url_has_allowed_host_and_scheme(way, allowed_hosts={request.get_host()}) else ""


def _code_id(request: Request) -> UUID:
    return UUID(request.session.get(PIN_CODE, NO_CODE))


def _code_shown(request: Request) -> dict[str, Any]:
    is_sent = PIN_CODE in request.session
    return {
        "mobile": api.person_brief(browser.user_of(request).person_id).masked_mobile,
        "is_sent": is_sent,
        "is_in_trouble": is_sent and code_trouble(clock.read()),
    }
