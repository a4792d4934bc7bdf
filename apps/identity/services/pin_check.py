"""Whether a PIN is right; wrong ones count, and the fifth locks it until it is reset (SEC-2)."""

from uuid import UUID

from django.contrib.auth.hashers import check_password

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import InvalidInput, NotFound

from ..contracts import SecurityChange
from ..models import User
from ..rules.limits import PIN_TRIES
from .security_tell import security_tell


def pin_check(*, user_id: UUID, pin: str, actor: Actor, now: Moment) -> InvalidInput | None:
    """None when the PIN is right, else what to tell the person: an answer, so that the count of failures is kept.

    Needs the caller's transaction; locks the login. Five wrong ones lock the PIN until it is reset (SEC-2).
    """
    user = login_locked(user_id)
    if not user.pin_hash:
        return InvalidInput("PIN_NOT_SET", "您还没有设置交易密码,请先到「安全中心」设置。")
    if user.pin_locked_at:
        return InvalidInput("PIN_LOCKED", "交易密码已锁定,请到「安全中心 - 忘记交易密码」重置。")
    if check_password(pin_peppered(user, pin), user.pin_hash):
        user.pin_failures = 0
        user.save(update_fields=["pin_failures"])
        return None
    user.pin_failures += 1
    left = PIN_TRIES - user.pin_failures
    if left <= 0:
        user.pin_locked_at = now.wall
        audit.record(actor=actor, action="identity.pin.locked", subject_kind="login", subject_id=user_id, now=now)
        security_tell(user_id=user_id, change=SecurityChange.PIN_LOCKED, actor=actor, now=now)
    user.save(update_fields=["pin_failures", "pin_locked_at"])
    if left <= 0:
        return InvalidInput("PIN_LOCKED", "交易密码连续输错 5 次,已锁定,请到「安全中心 - 忘记交易密码」重置。")
    return InvalidInput("PIN_WRONG", f"交易密码不正确,还可以试 {left} 次。")


def pin_peppered(user: User, pin: str) -> str:
    """Six digits are guessed at once from a stolen table: without the key beside it they are not."""
    return blind_index("pin", f"{user.pk}|{pin}").hex()


def login_locked(user_id: UUID) -> User:
    require_transaction()
    found = lock_rows(User.objects.filter(pk=user_id, is_active=True))
    if not found:
        raise NotFound()
    return found[0]
