"""Looking after one's own login: devices, passkeys, the authenticator, the PIN, and how pages look."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import clock
from apps.core.errors import AppError, InvalidInput
from apps.core.http.request import Request

from .. import api
from ..adapters import browser, passkeys, totp
from ..contracts import SURFACE_OF, LoginKind
from ..selectors import code_trouble, factors_of
from ..services.code_request import code_request
from ..services.display_set import display_set
from ..services.factor_check import own_passkey_add, own_totp_set, passkey_remove
from ..services.pin_set import own_pin_set
from ..services.session_move import session_end as end_session
from .forms import PasskeyForm, PinForm, TotpForm

PIN_CODE, NO_CODE = "pin_code_id", str(UUID(int=0))
NEW_SECRET = "new_totp_secret"  # noqa: S105 - the name of a key in the session


def security(request: Request, kind: LoginKind) -> HttpResponse:
    context = {
        "who": api.signed_in(request),
        "person": api.person_brief(browser.user_of(request).person_id),
        "sessions": browser.sessions_of(request, browser.user_of(request)),
        "factors": factors_of(browser.user_of(request).pk),
        "needs_factor": kind != LoginKind.EMPLOYEE,
    }
    return render(request, f"{SURFACE_OF[kind]}/identity/security.html", context)


def session_end(request: Request, kind: LoginKind, session_id: int) -> HttpResponse:
    """Ends one of the own sessions; another's is not found."""
    end_session(session_id=session_id, actor=request.actor, now=clock.read())
    messages.success(request, "该设备已下线。")
    return redirect(f"{SURFACE_OF[kind]}:security")


def pin_page(request: Request, kind: LoginKind) -> HttpResponse:
    """Sets the PIN, new or forgotten, with a code sent to the own phone."""
    form, status = PinForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                code_id = UUID(request.session.get(PIN_CODE, NO_CODE))
                pin, code = form.cleaned_data["pin"], form.cleaned_data["code"]
                own_pin_set(pin=pin, code=code, code_id=code_id, kind=kind, actor=request.actor, now=clock.read())
            except InvalidInput as error:
                form.refuse(error)
            else:
                request.session.pop(PIN_CODE, None)
                messages.success(request, "交易密码已设置。")
                return redirect(f"{SURFACE_OF[kind]}:security")
    person = api.person_brief(browser.user_of(request).person_id)
    is_sent = PIN_CODE in request.session
    context = {
        "form": form,
        "mobile": person.masked_mobile,
        "is_sent": is_sent,
        "is_in_trouble": is_sent and code_trouble(clock.read()),
    }
    return render(request, f"{SURFACE_OF[kind]}/identity/pin.html", context, status=status)


def pin_code(request: Request, kind: LoginKind) -> HttpResponse:
    """Sends the code with which the PIN may be set."""
    mobile = api.person_mobile(browser.user_of(request).person_id)
    if not mobile:
        messages.error(request, "您没有登记手机号,请联系银行网点办理。")
        return redirect(f"{SURFACE_OF[kind]}:pin")
    try:
        code_id = code_request(kind=kind, mobile=mobile, purpose="pin", ip=browser.client_ip(request), now=clock.read())
        request.session[PIN_CODE] = str(code_id)
        messages.success(request, "验证码已发送。")
    except AppError as error:
        messages.error(request, error.message)
    return redirect(f"{SURFACE_OF[kind]}:pin")


def passkey_new(request: Request, kind: LoginKind) -> HttpResponse:
    """Adds a passkey that the browser has made; takes step-up."""
    form, status = PasskeyForm(request.POST or None), 200
    if request.method == "POST":
        credential = passkeys.registration_complete(request, request.POST.get("passkey", ""))
        if credential is None:
            form, status = PasskeyForm.refused("通行密钥未能添加,请重试。"), 422
        elif not form.is_valid():
            status = 422
        else:
            name = form.cleaned_data["name"] or browser.client_device(request)
            own_passkey_add(name=name[:30], credential=credential, actor=request.actor, now=clock.read())
            passkeys.registration_forget(request)
            passkeys.passkeys_note(request, browser.user_of(request))
            messages.success(request, "通行密钥已添加。")
            return redirect(f"{SURFACE_OF[kind]}:security")
    return render(request, f"{SURFACE_OF[kind]}/identity/passkey_new.html", {"form": form}, status=status)


def passkey_end(request: Request, kind: LoginKind, passkey_id: int) -> HttpResponse:
    """Removes a passkey; the last second factor of an operator or of staff stays."""
    is_last_allowed = kind == LoginKind.EMPLOYEE
    try:
        passkey_remove(passkey_id=passkey_id, is_last_allowed=is_last_allowed, actor=request.actor, now=clock.read())
        passkeys.passkeys_note(request, browser.user_of(request))
        messages.success(request, "通行密钥已移除。")
    except InvalidInput as error:
        messages.error(request, error.message)
    return redirect(f"{SURFACE_OF[kind]}:security")


def totp_new(request: Request, kind: LoginKind) -> HttpResponse:
    """Binds an authenticator, or another one in its place; takes step-up."""
    secret = request.session.setdefault(NEW_SECRET, totp.new_secret())
    form, status = TotpForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                own_totp_set(secret=secret, code=form.cleaned_data["code"], actor=request.actor, now=clock.read())
            except InvalidInput as error:
                form.refuse(error)
            else:
                request.session.pop(NEW_SECRET, None)
                messages.success(request, "动态口令已绑定。")
                return redirect(f"{SURFACE_OF[kind]}:security")
    context = {"form": form, "secret": secret, "qr_code": totp.qr_code(browser.user_of(request), secret)}
    return render(request, f"{SURFACE_OF[kind]}/identity/totp_new.html", context, status=status)


def display(request: Request, kind: LoginKind) -> HttpResponse:
    """Keeps how this login wants its pages, and goes back to where it was asked from."""
    elder = request.POST.get("elder")
    display_set(actor=request.actor, theme=request.POST.get("theme"), is_elder=None if elder is None else elder == "1")
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse(f"{SURFACE_OF[kind]}:home"))
