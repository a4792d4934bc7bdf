"""Looking after one's own login: passkeys, the authenticator, recovery codes, and how pages look."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.http.request import Request

from .. import api
from ..adapters import browser, passkeys, totp
from ..contracts import SURFACE_OF, LoginKind
from ..selectors import factors_of
from ..services.display_set import display_set
from ..services.factor_check import own_passkey_add, own_totp_set, passkey_remove
from ..services.factor_recover import recovery_codes_make
from .forms import PasskeyForm, TotpForm

NEW_SECRET = "new_totp_secret"  # noqa: S105 - the name of a key in the session


def security(request: Request, kind: LoginKind) -> HttpResponse:
    context = {
        "who": api.signed_in(request),
        "person": api.person_brief(browser.user_of(request).person_id),
        "sessions": browser.sessions_of(request, browser.user_of(request)),
        "factors": factors_of(browser.user_of(request).pk),
        "needs_factor": kind != LoginKind.EMPLOYEE,
        "has_password": kind == LoginKind.STAFF,
    }
    return render(request, f"{SURFACE_OF[kind]}/identity/security.html", context)


def recovery_codes(request: Request, kind: LoginKind) -> HttpResponse:
    """What the codes are for; a POST makes new ones and shows them this once; takes step-up."""
    codes: tuple[str, ...] = ()
    if request.method == "POST":
        codes = recovery_codes_make(actor=request.actor, now=clock.read())
    context = {"codes": codes, "factors": factors_of(browser.user_of(request).pk)}
    return render(request, f"{SURFACE_OF[kind]}/identity/recovery_codes.html", context)


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
