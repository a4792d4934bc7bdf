"""The transaction PIN: six digits, apart from any login secret (SEC-2)."""

from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import InvalidInput, NotFound

from ..contracts import LoginKind
from ..models import User
from ..rules.limits import PIN_LOCK, PIN_TRIES
from ..rules.secrets import pin_fault
from .code_request import code_use
from .login_of import login_of


def pin_set(*, user_id: UUID, pin: str, actor: Actor, now: Moment) -> None:
    """Sets a login's PIN and lifts its lock, in the caller's transaction. Locks the login.

    Raises InvalidInput WEAK_PIN, NotFound. The caller has made sure that it is the person.
    """
    user = _locked(user_id)
    check_pin_rules(user, pin)
    user.pin_hash, user.pin_failures, user.pin_locked_until = make_password(_peppered(user, pin)), 0, None
    user.save(update_fields=["pin_hash", "pin_failures", "pin_locked_until"])
    audit.record(actor=actor, action="identity.pin.set", subject_kind="login", subject_id=user_id, now=now)


def own_pin_set(*, pin: str, code: str, code_id: UUID, kind: LoginKind, actor: Actor, now: Moment) -> None:
    """Sets the actor's PIN with a code sent to the own phone. Raises InvalidInput WEAK_PIN, CODE_WRONG.

    One transaction: a right code is used up together with the PIN that it sets. Locks the code, then the login.
    """
    if not _own_pin_set(pin=pin, code=code, code_id=code_id, kind=kind, actor=actor, now=now):
        message = "验证码不正确或已失效,请核对或重新获取。"
        raise InvalidInput("CODE_WRONG", message, fields={"code": message})


@use_case
def _own_pin_set(*, pin: str, code: str, code_id: UUID, kind: LoginKind, actor: Actor, now: Moment) -> bool:
    """False when the code is wrong: an answer, so that the count of wrong ones is kept."""
    user = User.objects.select_related("person").get(pk=login_of(actor))
    check_pin_rules(user, pin)  # a weak one is no try
    if code_use(code_id=code_id, code=code, kind=kind, now=now) != user.pk:
        return False
    pin_set(user_id=user.pk, pin=pin, actor=actor, now=now)
    return True


def check_pin_rules(user: User, pin: str) -> None:
    """Raises InvalidInput WEAK_PIN."""
    person = user.person
    known = (person.id_number.clear(), person.mobile.clear() if person.mobile else "")
    if fault := pin_fault(pin, birth_date=person.birth_date, known=known):
        raise InvalidInput("WEAK_PIN", fault, fields={"pin": fault})


def pin_check(*, user_id: UUID, pin: str, actor: Actor, now: Moment) -> InvalidInput | None:
    """None when the PIN is right, else what to tell the person: an answer, so that the count of failures is kept.

    Needs the caller's transaction; locks the login. Five wrong ones lock the PIN until it is set anew.
    """
    user = _locked(user_id)
    if not user.pin_hash:
        return InvalidInput("PIN_NOT_SET", "您还没有设置交易密码,请先到「安全中心」设置。")
    if user.pin_locked_until and user.pin_locked_until > now.wall:
        return InvalidInput("PIN_LOCKED", "交易密码已锁定,请到「安全中心」重新设置。")
    if check_password(_peppered(user, pin), user.pin_hash):
        user.pin_failures, user.pin_locked_until = 0, None
        user.save(update_fields=["pin_failures", "pin_locked_until"])
        return None
    user.pin_failures = user.pin_failures % PIN_TRIES + 1
    left = PIN_TRIES - user.pin_failures
    if left == 0:
        user.pin_locked_until = now.wall + PIN_LOCK
        audit.record(actor=actor, action="identity.pin.locked", subject_kind="login", subject_id=user_id, now=now)
    user.save(update_fields=["pin_failures", "pin_locked_until"])
    if left == 0:
        return InvalidInput("PIN_LOCKED", "交易密码连续输错 5 次,已锁定,请到「安全中心」重新设置。")
    return InvalidInput("PIN_WRONG", f"交易密码不正确,还可以试 {left} 次。")


def _peppered(user: User, pin: str) -> str:
    """Six digits are guessed at once from a stolen table: without the key beside it they are not."""
    return blind_index("pin", f"{user.pk}|{pin}").hex()


def _locked(user_id: UUID) -> User:
    require_transaction()
    found = lock_rows(User.objects.filter(pk=user_id, is_active=True))
    if not found:
        raise NotFound()
    return found[0]
