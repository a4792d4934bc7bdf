"""Signing in by a code sent to a phone: asking for it, and giving it back."""

import hmac
import secrets
import time
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import require_transaction, use_case
from apps.core.errors import Conflict, TooMany
from apps.core.identifiers import check_mobile

from ..contracts import LoginKind
from ..models import SignInCode, User
from ..rules import limits
from .guard_count import guard_lock
from .login_of import login_of
from .session_move import Opens, session_begin

STEP_UP_CODE = "step_up"


def code_request(*, kind: LoginKind, mobile: str, purpose: str, ip: str, now: Moment) -> UUID:
    """Has a code sent to a number, if a login of this kind has it, and gives the id under which it is checked.

    The message leaves after the commit; that it could not is seen by code_trouble. For an unknown number everything
    is the same but the message: the id, the limits, and the time that it takes. Raises IdentifierError, TooMany.
    """
    started = time.monotonic()
    mobile = check_mobile(mobile)
    code = f"{secrets.randbelow(10**6):06d}"
    row = _code_write(kind=kind, mobile=mobile, purpose=purpose, code=code, ip=ip, now=now)
    answer_evenly(started)
    return row.pk


def answer_evenly(started: float) -> None:
    """Waits until CODE_ANSWER has passed since `started` (time.monotonic()): how long it took then tells nothing."""
    time.sleep(max(0.0, limits.CODE_ANSWER.total_seconds() - (time.monotonic() - started)))


@use_case
def _code_write(*, kind: LoginKind, mobile: str, purpose: str, code: str, ip: str, now: Moment) -> SignInCode:
    index = blind_index("mobile", mobile)
    guard_lock("code", mobile, now)  # two requests for one number wait for each other
    _check_rates(index, ip, now)
    user = User.objects.filter(person__mobile_index=index, kind=kind, is_active=True).first()
    return _code_send(user, kind, mobile, purpose, code, ip, now)


def _code_send(
    user: User | None, kind: str, mobile: str, purpose: str, code: str, ip: str, now: Moment, *, binds: str = "",
    detail: str = "",
) -> SignInCode:  # fmt: skip
    """`binds`: what alone the code is good for; `detail`: how its message calls that."""
    row = SignInCode(
        user=user,
        kind=kind,
        purpose=purpose,
        mobile_index=blind_index("mobile", mobile),
        ip=ip,
        sent_at=now.wall,
        expires_at=now.wall + limits.CODE_LIFE,
    )
    row.code_digest = _digest(row.pk, code + binds)
    row.save(force_insert=True)
    if user:
        send = import_string(settings.CODE_SENDER)
        send(mobile=mobile, purpose=purpose, code=code, detail=detail, expires_at=row.expires_at, now=now)
    return row


@use_case
def code_request_for(*, user_id: UUID | None, kind: LoginKind, mobile: str, purpose: str, ip: str, now: Moment) -> UUID:
    """As code_request, for a login whose number this is to become; None is nobody, and no message leaves.

    Raises IdentifierError, TooMany.
    """
    mobile = check_mobile(mobile)
    guard_lock("code", mobile, now)
    _check_rates(blind_index("mobile", mobile), ip, now)
    user = User.objects.get(pk=user_id) if user_id else None
    return _code_send(user, kind, mobile, purpose, f"{secrets.randbelow(10**6):06d}", ip, now).pk


@use_case
def step_up_code_send(*, actor: Actor, digest: str, text: str, now: Moment) -> UUID:
    """Sends a code to the actor's own phone that is good for confirming `digest` alone, and gives its id; its message
    says `text`: the purpose, the amount, the end of the card (SEC-7). Raises TooMany, Conflict NO_MOBILE."""
    user = User.objects.select_related("person").get(pk=login_of(actor))
    if not user.person.mobile:
        raise Conflict("NO_MOBILE", "您没有登记手机号,请到网点登记后再办理。")
    mobile, ip = user.person.mobile.clear(), actor.ip or "0.0.0.0"  # noqa: S104 - no address is known
    guard_lock("code", mobile, now)
    _check_rates(blind_index("mobile", mobile), ip, now)
    code = f"{secrets.randbelow(10**6):06d}"
    return _code_send(user, user.kind, mobile, STEP_UP_CODE, code, ip, now, binds=digest, detail=text).pk


def _check_rates(index: bytes, ip: str, now: Moment) -> None:
    of_number = SignInCode.objects.filter(mobile_index=index, sent_at__gt=now.wall - limits.CODE_NUMBER_WINDOW)
    last = of_number.order_by("-sent_at").first()
    if last and (wait := limits.CODE_RESEND - (now.wall - last.sent_at)).total_seconds() > 0:
        seconds = int(wait.total_seconds()) + 1
        raise TooMany(f"验证码已发送,请 {seconds} 秒后再获取。", retry_after=seconds)
    if of_number.count() >= limits.CODES_PER_NUMBER:
        raise TooMany("今天获取验证码的次数已用完,请明天再试。", retry_after=3600)
    of_address = SignInCode.objects.filter(ip=ip, sent_at__gt=now.wall - limits.CODE_ADDRESS_WINDOW)
    if of_address.count() >= limits.CODES_PER_ADDRESS:
        raise TooMany("当前网络获取验证码过于频繁,请稍后再试。", retry_after=600)


@use_case
def code_check(
    *, code_id: UUID, code: str, kind: LoginKind, opens: Opens | None, now: Moment, purpose: str = "sign_in"
) -> UUID | None:
    """Uses up a code for a sign-in, as code_use; where the code is the last factor, `opens` opens the session."""
    user_id = code_use(code_id=code_id, code=code, kind=kind, purpose=purpose, now=now)
    if user_id and opens:
        session_begin(user_id=user_id, opens=opens, method="code", now=now)
    return user_id


def code_use(
    *, code_id: UUID, code: str, kind: LoginKind, purpose: str, now: Moment, mobile: str = "", binds: str = ""
) -> UUID | None:
    """Uses up a code in the caller's transaction. Gives the login, or None: wrong, expired, used, tried too often,
    never sent, sent for another purpose or to confirm something else than `binds`, or, where `mobile` is given, to
    another number.

    Locks the code's row; a wrong try is counted, so a caller commits even though nothing else happens.
    """
    require_transaction()
    rows = SignInCode.objects.select_for_update().filter(pk=code_id, kind=kind, purpose=purpose)
    if mobile:
        rows = rows.filter(mobile_index=blind_index("mobile", mobile))
    row = rows.first()
    if row is None or row.used_at or row.expires_at <= now.wall or row.failures >= limits.CODE_TRIES:
        return None
    right = hmac.compare_digest(bytes(row.code_digest), _digest(row.pk, code + binds))
    if not right or row.user_id is None or not User.objects.filter(pk=row.user_id, is_active=True).exists():
        row.failures += 1
        row.save(update_fields=["failures"])
        return None
    row.used_at = now.wall
    row.save(update_fields=["used_at"])
    return row.user_id


def _digest(code_id: UUID, code: str) -> bytes:
    return blind_index("sign_in_code", f"{code_id}|{code}")
