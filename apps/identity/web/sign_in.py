"""The pages of signing in, shared by the surfaces: the kind of login says which way in is open."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import clock, masking
from apps.core.errors import AppError
from apps.core.http.request import Request

from ..adapters import browser
from ..adapters.opening import opener
from ..contracts import SURFACE_OF, LoginKind
from ..rules import limits
from ..selectors import code_trouble
from ..services.code_request import code_check, code_request
from ..services.password_check import password_check
from ..services.session_move import session_close
from . import half_sign_in
from .forms import CodeForm, ErrorForm, MobileForm, PasswordForm


def by_phone(request: Request, kind: LoginKind) -> HttpResponse:
    """Asks for the number and sends a code, to known numbers only; the answer is the same for all."""
    surface = SURFACE_OF[kind]
    if request.actor.signed_in and request.actor.surface == surface:
        return redirect(f"{surface}:home")
    form = MobileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send_code(request, kind, form.cleaned_data["mobile"], _next_url(request, kind))
            return redirect(f"{surface}:sign_in_code")
        except AppError as error:
            form.refuse(error)
            return _again(request, kind, "sign_in", form, error)
    return _page(request, kind, "sign_in", form)


def by_code(request: Request, kind: LoginKind) -> HttpResponse:
    """Takes the code; where a second factor is a must, goes on to it."""
    surface = SURFACE_OF[kind]
    half = half_sign_in.current(request, kind)
    if half is None or not half.code_id:
        return redirect(f"{surface}:sign_in")
    context = {
        "mobile": masking.mask_mobile(half.mobile),
        "resend_seconds": int(limits.CODE_RESEND.total_seconds()),
        "is_in_trouble": code_trouble(clock.read()),
    }
    if "resend" in request.POST:
        try:
            _send_code(request, kind, half.mobile, half.next_url)
        except AppError as error:
            return _again(request, kind, "sign_in_code", CodeForm.refused(error.message), error, **context)
        messages.success(request, "验证码已重新发送。")
        return redirect(f"{surface}:sign_in_code")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        opens = opener(request, kind) if kind == LoginKind.EMPLOYEE else None
        user_id = code_check(code_id=UUID(half.code_id), code=code, kind=kind, opens=opens, now=clock.read())
        if user_id is None:
            form.add_error("code", "验证码不正确或已失效,请核对或重新获取。")
        elif kind == LoginKind.EMPLOYEE:
            return landing(kind, half.next_url)
        else:
            half_sign_in.start(request, kind, half.next_url, user_id=str(user_id))
            return redirect(f"{surface}:second_factor")
    return _page(request, kind, "sign_in_code", form, **context)


def by_password(request: Request, kind: LoginKind) -> HttpResponse:
    """Takes staff number and password, and goes on to the second factor."""
    surface = SURFACE_OF[kind]
    if request.actor.signed_in and request.actor.surface == surface:
        return redirect(f"{surface}:home")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user_id = password_check(**form.cleaned_data, ip=browser.client_ip(request), now=clock.read())
        except AppError as error:
            form.refuse(error)
            return _again(request, kind, "sign_in", form, error)
        half_sign_in.start(request, kind, _next_url(request, kind), user_id=str(user_id))
        return redirect(f"{surface}:second_factor")
    return _page(request, kind, "sign_in", form)


def landing(kind: LoginKind, next_url: str) -> HttpResponse:
    """Where the person wanted to go."""
    return redirect(next_url or f"{SURFACE_OF[kind]}:home")


def sign_out(request: Request, kind: LoginKind) -> HttpResponse:
    if request.actor.signed_in:
        session_close(closes=partial(browser.session_close, request), actor=request.actor, now=clock.read())
        messages.success(request, "您已安全退出。")
    return redirect(f"{SURFACE_OF[kind]}:sign_in")


def _send_code(request: Request, kind: LoginKind, mobile: str, next_url: str) -> None:
    ip, now = browser.client_ip(request), clock.read()
    code_id = code_request(kind=kind, mobile=mobile, purpose="sign_in", ip=ip, now=now)
    half_sign_in.start(request, kind, next_url, mobile=mobile, code_id=str(code_id))


def _next_url(request: Request, kind: LoginKind) -> str:
    """Where the person wanted to go, if that is a page of this surface."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted.startswith(f"/{SURFACE_OF[kind]}/") else ""


def _again(
    request: Request, kind: LoginKind, name: str, form: ErrorForm, error: AppError, **context: Any
) -> HttpResponse:
    response = _page(request, kind, name, form, **context)
    response.status_code = error.status
    if hasattr(error, "retry_after"):
        response["Retry-After"] = str(error.retry_after)
    return response


def _page(request: Request, kind: LoginKind, name: str, form: ErrorForm, **context: Any) -> HttpResponse:
    template = f"{SURFACE_OF[kind]}/identity/{name}.html"
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
