"""The transaction PIN: six digits, apart from any login secret (SEC-2)."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import use_case
from apps.core.errors import AppError, Conflict, InvalidInput, TooMany

from ..contracts import LoginKind, SecurityChange
from ..models import User
from ..rules.secrets import pin_fault
from .code_request import code_use
from .guard_count import guard_clear, guard_fail, guard_lock, locked_until, seconds_left
from .login_of import login_of
from .pin_check import login_locked, pin_check, pin_peppered
from .security_tell import security_tell

PIN_CODE = "pin"


def pin_set(*, user_id: UUID, pin: str, actor: Actor, now: Moment) -> None:
    """Sets a login's PIN and lifts its lock, in the caller's transaction. Locks the login.

    Raises InvalidInput WEAK_PIN, NotFound. The caller has made sure that it is the person.
    """
    user = login_locked(user_id)
    check_pin_rules(user, pin)
    user.pin_hash, user.pin_failures, user.pin_locked_at = make_password(pin_peppered(user, pin)), 0, None
    user.save(update_fields=["pin_hash", "pin_failures", "pin_locked_at"])
    audit.record(actor=actor, action="identity.pin.set", subject_kind="login", subject_id=user_id, now=now)


def own_pin_set(*, pin: str, code: str, code_id: UUID, kind: LoginKind, actor: Actor, now: Moment) -> None:
    """Sets the actor's first PIN with a code sent to the own phone.

    Raises InvalidInput WEAK_PIN, CODE_WRONG; Conflict PIN_IS_SET: then it is changed by pin_change or pin_reset.
    One transaction: a right code is used up together with the PIN that it sets. Locks the code, then the login.
    """
    if fault := _first(pin=pin, code=code, code_id=code_id, kind=kind, actor=actor, now=now):
        raise fault


@use_case
def _first(*, pin: str, code: str, code_id: UUID, kind: LoginKind, actor: Actor, now: Moment) -> InvalidInput | None:
    """What is wrong with the code: an answer, so that the count of wrong ones is kept."""
    user = User.objects.select_related("person").get(pk=login_of(actor))
    if user.pin_hash:
        raise Conflict("PIN_IS_SET", "您已设置过交易密码,请用原密码修改,忘记时请重置。")
    check_pin_rules(user, pin)  # a weak one is no try
    if code_use(code_id=code_id, code=code, kind=kind, purpose=PIN_CODE, now=now) != user.pk:
        return code_wrong()
    pin_set(user_id=user.pk, pin=pin, actor=actor, now=now)
    return None


def pin_change(*, old: str, pin: str, actor: Actor, now: Moment) -> None:
    """Changes the actor's PIN with the old one; the person is told.

    Raises InvalidInput WEAK_PIN, SAME_PIN, PIN_WRONG, PIN_LOCKED, PIN_NOT_SET. Wrong ones count.
    """
    if fault := _change(old=old, pin=pin, actor=actor, now=now):
        raise InvalidInput(fault.code, fault.message, fields={"old": fault.message})


@use_case
def _change(*, old: str, pin: str, actor: Actor, now: Moment) -> InvalidInput | None:
    user = User.objects.select_related("person").get(pk=login_of(actor))
    check_pin_rules(user, pin)
    if pin == old:
        message = "新交易密码不能与原密码相同。"
        raise InvalidInput("SAME_PIN", message, fields={"pin": message})
    if fault := pin_check(user_id=user.pk, pin=old, actor=actor, now=now):
        return fault
    pin_set(user_id=user.pk, pin=pin, actor=actor, now=now)
    security_tell(user_id=user.pk, change=SecurityChange.PIN_CHANGED, actor=actor, now=now)
    return None


def pin_reset(
    *, id_number: str, pin: str, code: str, code_id: UUID, kind: LoginKind, actor: Actor, now: Moment
) -> None:
    """A new PIN for who has forgotten it or locked it: the full ID number and a code sent to the own phone.

    The person is told. Raises InvalidInput WEAK_PIN, IDENTITY_WRONG (it does not say which of the two was wrong),
    TooMany after five wrong ones. Locks the guard, the code, the login.
    """
    if fault := _reset(id_number=id_number, pin=pin, code=code, code_id=code_id, kind=kind, actor=actor, now=now):
        raise fault


@use_case
def _reset(
    *, id_number: str, pin: str, code: str, code_id: UUID, kind: LoginKind, actor: Actor, now: Moment
) -> AppError | None:
    user = User.objects.select_related("person").get(pk=login_of(actor))
    check_pin_rules(user, pin)
    guard = guard_lock("identity_check", str(user.person_id), now)
    if wait := seconds_left(guard, now):
        return TooMany(locked_until("核对身份失败次数过多", guard), retry_after=wait)
    same = blind_index("id_number", id_number) == bytes(user.person.id_number_index)
    code_of = code_use(code_id=code_id, code=code, kind=kind, purpose=PIN_CODE, now=now)
    if not same or code_of != user.pk:
        guard_fail(guard, now)
        return InvalidInput("IDENTITY_WRONG", "证件号码或验证码不正确,请核对;验证码需重新获取。")
    guard_clear(guard)
    pin_set(user_id=user.pk, pin=pin, actor=actor, now=now)
    security_tell(user_id=user.pk, change=SecurityChange.PIN_RESET, actor=actor, now=now)
    return None


def code_wrong() -> InvalidInput:
    message = "验证码不正确或已失效,请核对或重新获取。"
    return InvalidInput("CODE_WRONG", message, fields={"code": message})


def check_pin_rules(user: User, pin: str) -> None:
    """Raises InvalidInput WEAK_PIN."""
    person = user.person
    known = (person.id_number.clear(), person.mobile.clear() if person.mobile else "")
    if fault := pin_fault(pin, birth_date=person.birth_date, known=known):
        raise InvalidInput("WEAK_PIN", fault, fields={"pin": fault})
