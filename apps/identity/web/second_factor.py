"""The second factor at sign-in: an authenticator's code or a passkey; at the first sign-in one of them is set up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import AppError, InvalidInput, SignInRequired
from apps.core.http.request import Request

from ..adapters import browser, passkeys, totp
from ..adapters.opening import half_actor, opener
from ..contracts import SURFACE_OF, LoginKind
from ..selectors import factors_of, user_for_session
from ..services.factor_check import passkey_add, totp_check, totp_enrol
from ..services.factor_recover import recovery_code_check
from ..services.session_move import session_open
from . import half_sign_in
from .forms import RecoveryCodeForm, TotpForm
from .sign_in import landing


def second_factor(request: Request, kind: LoginKind) -> HttpResponse:
    """Takes the second factor of a login that has shown its first."""
    half = half_sign_in.current(request, kind)
    if half is None or half.user is None:
        return redirect(f"{SURFACE_OF[kind]}:sign_in")
    factors = factors_of(half.user)
    if not factors.any:
        return redirect(f"{SURFACE_OF[kind]}:second_factor_setup")
    actor, status = half_actor(request, kind, half.user), 200
    form = TotpForm(request.POST if "code" in request.POST else None)
    recovery_form = RecoveryCodeForm(request.POST if "recovery_code" in request.POST else None)
    if request.method == "POST":
        try:
            if _prove(request, kind, half.user, form, recovery_form, actor):
                if recovery_form.is_bound:
                    messages.warning(request, "您使用了恢复码,请到「登录与安全」重新绑定动态口令或通行密钥。")
                return landing(kind, half.next_url)
            status = 422
        except AppError as error:
            status = error.status
            if recovery_form.is_bound:
                recovery_form.refuse(error)
            else:
                form = TotpForm.refused(error.message)
    context = {
        "form": form,
        "recovery_form": recovery_form,
        "has_totp": factors.has_totp,
        "has_passkey": bool(factors.passkeys),
        "has_codes": bool(factors.recovery_codes),
    }
    return render(request, f"{SURFACE_OF[kind]}/identity/second_factor.html", context, status=status)


def _prove(
    request: Request, kind: LoginKind, user_id: UUID, form: TotpForm, recovery_form: RecoveryCodeForm, actor: Actor
) -> bool:
    """Opens the session by the factor that is shown; False when the form is not filled in.

    Raises InvalidInput, TooMany, SignInRequired.
    """
    opens = opener(request, kind)
    if answer := request.POST.get("passkey"):
        user = user_for_session(user_id)
        if user is None or not passkeys.assertion_complete(request, user, answer, passkeys.SIGN_IN):
            raise InvalidInput("PASSKEY_WRONG", "通行密钥验证未通过,请重试。")
        session_open(user_id=user_id, opens=opens, method="passkey", now=clock.read())
        return True
    if recovery_form.is_valid():
        code = recovery_form.cleaned_data["recovery_code"]
        recovery_code_check(user_id=user_id, code=code, opens=opens, actor=actor, now=clock.read())
        return True
    if not form.is_valid():
        return False
    totp_check(user_id=user_id, code=form.cleaned_data["code"], opens=opens, actor=actor, now=clock.read())
    return True


def second_factor_setup(request: Request, kind: LoginKind) -> HttpResponse:
    """Binds the first second factor. A login that has one already is sent to use it."""
    half = half_sign_in.current(request, kind)
    user = user_for_session(half.user) if half and half.user else None
    if half is None or user is None:
        return redirect(f"{SURFACE_OF[kind]}:sign_in")
    if factors_of(user.pk).any:
        return redirect(f"{SURFACE_OF[kind]}:second_factor")
    if not half.totp_secret:
        half = half_sign_in.update(request, half, totp_secret=totp.new_secret())
    actor, status = half_actor(request, kind, user.pk), 200
    form = TotpForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        try:
            if _set_up(request, kind, user.pk, half.totp_secret, form, actor):
                return landing(kind, half.next_url)
            status = 422
        except AppError as error:
            form, status = TotpForm.refused(error.message), error.status
    context = {"form": form, "secret": half.totp_secret, "qr_code": totp.qr_code(user, half.totp_secret)}
    return render(request, f"{SURFACE_OF[kind]}/identity/second_factor_setup.html", context, status=status)


def _set_up(request: Request, kind: LoginKind, user_id: UUID, secret: str, form: TotpForm, actor: Actor) -> bool:
    """Binds the factor that is shown and opens the session; False when the form is not filled in.

    Raises InvalidInput, SignInRequired.
    """
    now, opens = clock.read(), opener(request, kind)
    if answer := request.POST.get("passkey"):
        credential = passkeys.registration_complete(request, answer)
        if credential is None:
            raise InvalidInput("PASSKEY_WRONG", "通行密钥未能添加,请重试。")
        passkey_add(user_id=user_id, name="我的设备", credential=credential, opens=opens, actor=actor, now=now)
        return True
    if not form.is_valid():
        return False
    totp_enrol(user_id=user_id, secret=secret, code=form.cleaned_data["code"], opens=opens, actor=actor, now=now)
    return True


def passkey_options(request: Request, kind: LoginKind) -> HttpResponse:
    """JSON: what the browser needs to make or use a passkey now. Raises SignInRequired when nobody is there to do so.

    `purpose` is "register", "sign_in" or the digest of a step-up.
    """
    purpose = request.POST.get("purpose", "")
    half = half_sign_in.current(request, kind)
    if purpose == passkeys.SIGN_IN and half and half.user and (user := user_for_session(half.user)):
        return JsonResponse(passkeys.assertion_begin(request, user, purpose))
    if request.actor.signed_in and request.actor.surface == SURFACE_OF[kind]:
        if purpose == passkeys.REGISTER:
            return JsonResponse(passkeys.registration_begin(request, browser.user_of(request)))
        return JsonResponse(passkeys.assertion_begin(request, browser.user_of(request), purpose))
    if purpose == passkeys.REGISTER and half and half.user and not factors_of(half.user).any:
        user = user_for_session(half.user)
        if user:
            return JsonResponse(passkeys.registration_begin(request, user))
    raise SignInRequired()
