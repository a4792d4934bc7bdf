"""The door of identity: persons, logins, who is signed in, and step-up.

What says "in the caller's transaction" refuses without one. Numbers leave masked, except by
`person_mobile`, `person_clear` and `persons_clear`.
"""

import re
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.core import clock, masking
from apps.core.actors import Actor, Surface
from apps.core.errors import Conflict, InvalidInput, NotFound, StepUpRequired, TooMany
from apps.core.http.request import Request

from .adapters import browser, passkeys, totp
from .adapters.opening import opener
from .contracts import (
    SURFACE_OF,
    CastMember,
    LoginKind,
    NewPerson,
    PersonBrief,
    PersonClear,
    SecurityFacts,
    SignedIn,
    StepUpMethod,
)
from .models import Device
from .selectors import (
    cast_of,
    code_proved,
    former_mobile,
    login_id,
    money_refusal,
    person_brief,
    person_briefs,
    person_clear,
    person_mobile,
    persons_by_id_numbers,
    persons_by_pinyin,
    persons_clear,
    security_facts,
    sign_in_marks,
    user_by_login_name,
)
from .services.code_request import answer_evenly, code_check, code_request_for, step_up_code_send
from .services.device_trust import money_require
from .services.factor_check import totp_set
from .services.factor_recover import factors_reset, password_begin
from .services.login_ensure import login_disable, login_ensure, logins_ensure, sessions_end
from .services.mobile_change import mobile_recover
from .services.password_set import password_set
from .services.person_ensure import person_ensure, person_rename, persons_ensure
from .services.pin_set import pin_set
from .services.step_up_confirm import require_step_up, step_up_by_passkey
from .services.step_up_pin import step_up_confirm

__all__ = [
    "SURFACE_OF",
    "CastMember",
    "LoginKind",
    "NewPerson",
    "PersonBrief",
    "PersonClear",
    "SecurityFacts",
    "SignedIn",
    "StepUpMethod",
    "answer_evenly",
    "client_of",
    "code_proved",
    "code_request_for",
    "demo_cast",
    "demo_sign_in",
    "demo_totp_code",
    "factors_reset",
    "former_mobile",
    "login_disable",
    "login_ensure",
    "login_id",
    "logins_ensure",
    "mobile_recover",
    "money_refusal",
    "money_require",
    "password_begin",
    "password_set",
    "person_brief",
    "person_briefs",
    "person_clear",
    "person_ensure",
    "person_mobile",
    "person_rename",
    "persons_by_id_numbers",
    "persons_by_pinyin",
    "persons_clear",
    "persons_ensure",
    "pin_set",
    "require_step_up",
    "security_facts",
    "sessions_end",
    "sign_in_by_code",
    "sign_in_marks",
    "signed_in",
    "step_up_code_from_request",
    "step_up_confirm",
    "step_up_from_request",
    "totp_set",
]

_DIGEST = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CODE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def signed_in(request: Request) -> SignedIn | None:
    """Who sits at this browser; None when nobody is signed in, the login is disabled or its sessions were ended."""
    user = request.user
    if not user.is_authenticated:
        return None
    kind = LoginKind(user.kind)
    return SignedIn(
        user_id=user.pk,
        person_id=user.person_id,
        kind=kind,
        surface=SURFACE_OF[kind],
        name=user.person.name,
        masked_name=masking.mask_name(user.person.name),
        theme=user.theme,
        is_elder=user.is_elder,
        has_pin=bool(user.pin_hash),
        previous_sign_in_at=browser.previous_sign_in_at(request),
        previous_sign_in_from=browser.previous_sign_in_from(request),
        device=browser.client_device(request),
        device_id=browser.device_of(request),
        ip=browser.client_ip(request),
        request_id=request.id,
    )


def client_of(request: Request) -> tuple[str, str]:
    """Device and address of an actor who comes without a session."""
    return browser.client_device(request), browser.client_ip(request)


def sign_in_by_code(request: Request, *, code_id: UUID, code: str, purpose: str) -> bool:
    """Uses up a code that code_request_for sent to an employee, and signs that login in, in one transaction.

    False when the code is wrong, old or for another purpose; the try is counted.
    """
    kind = LoginKind.EMPLOYEE
    opens = opener(request, kind)
    return code_check(code_id=code_id, code=code, kind=kind, opens=opens, now=clock.read(), purpose=purpose) is not None


def step_up_from_request(request: Request) -> None:
    """Checks what the step-up sheet sent with a form: `step_up_digest`, and `step_up_pin` (with `step_up_code_id` and
    `step_up_code` where a code was asked for) or `step_up_passkey`.

    A wrong PIN leaves its error in `request.step_up_failure`: the service asks again, and the sheet says why.
    Raises InvalidInput for a malformed digest.
    """
    actor: Actor = request.actor
    digest, now = request.POST["step_up_digest"], clock.read()
    code_id = request.POST.get("step_up_code_id", "")
    if not _DIGEST.fullmatch(digest) or (code_id and not _CODE_ID.fullmatch(code_id)):
        raise InvalidInput("STEP_UP_DIGEST", "请求无法识别,请返回上一页重试。")
    if "step_up_resend" in request.POST:
        return
    request.step_up_code = UUID(code_id) if code_id else None
    try:
        if answer := request.POST.get("step_up_passkey"):
            is_verified = passkeys.assertion_complete(request, browser.user_of(request), answer, digest)
            step_up_by_passkey(actor=actor, digest=digest, is_verified=is_verified, now=now)
        else:
            pin, code = request.POST.get("step_up_pin", ""), request.POST.get("step_up_code", "")
            step_up_confirm(actor=actor, digest=digest, pin=pin, code_id=request.step_up_code, code=code, now=now)
    except StepUpRequired as failure:
        request.step_up_failure = failure


def step_up_code_from_request(request: Request, asked: StepUpRequired) -> None:
    """Sends the code that `asked` wants, unless the request brought the id of one already, and notes in `asked` which
    one it is and what to tell the person."""
    asked.code_id = getattr(request, "step_up_code", None)
    if asked.code_id is not None:
        return
    actor, now = request.actor, clock.read()
    try:
        asked.code_id = step_up_code_send(actor=actor, digest=asked.digest, text=asked.code_text, now=now)
        asked.code_note = f"验证码已发送至 {person_brief(actor.person).masked_mobile}。"
    except TooMany as refusal:
        asked.code_note = f"{refusal.retry_after} 秒后可以获取验证码。"
    except Conflict as refusal:
        asked.code_note = refusal.message


def demo_cast() -> tuple[CastMember, ...]:
    """The people of the demo story, as settings.DEMO_CAST (login name → role) names them; nobody outside the demo."""
    return cast_of(import_string(settings.DEMO_CAST)) if settings.DEMO and settings.DEMO_CAST else ()


def demo_sign_in(request: Request, login_name: str) -> Surface:
    """Signs one of the cast in without any factor; gives the surface. Raises NotFound for everybody else."""
    is_cast = login_name in {member.login_name for member in demo_cast()}
    user = user_by_login_name(login_name) if is_cast else None
    if user is None:
        raise NotFound()
    browser.session_close(request)
    device = browser.session_open(request, user, clock.wall())
    Device.objects.filter(pk=device.pk, trusted_at=None).update(trusted_at=clock.wall())
    return SURFACE_OF[LoginKind(user.kind)]


def demo_totp_code(user_id: UUID) -> str:
    """What the authenticator of a demo login shows now. Raises NotFound outside the demo, and when it has none."""
    secret = totp.secret_of(user_id) if settings.DEMO else None
    if secret is None:
        raise NotFound()
    return totp.current_code(secret)
