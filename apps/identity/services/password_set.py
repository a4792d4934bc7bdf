"""The password of the bank's staff: given, chosen, changed, and over after its days (SEC-1, SEC-2)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import AppError, InvalidInput, NotFound, TooMany

from ..choices import PASSWORD_DAYS, PASSWORD_HISTORY
from ..contracts import SecurityChange
from ..models import PasswordHistory, User
from ..rules.secrets import password_fault
from .guard_count import guard_clear, guard_fail, guard_lock, locked_until, seconds_left
from .login_of import login_of
from .security_tell import security_tell


def password_set(*, user_id: UUID, password: str, actor: Actor, now: Moment, is_given: bool = False) -> None:
    """Gives a login of the bank's staff a password, in the caller's transaction; its sessions end. Locks the login.

    One that is given by somebody else (`is_given`) is changed at the first sign-in; one's own is good for the days of
    its parameter. Raises InvalidInput WEAK_PASSWORD, OLD_PASSWORD (one of the last ones), NotFound.
    """
    require_transaction()
    found = lock_rows(User.objects.filter(pk=user_id))
    if not found:
        raise NotFound()
    (user,) = found
    numbers = params.values([PASSWORD_DAYS, PASSWORD_HISTORY], now.business_date)
    _check(user, password, numbers[PASSWORD_HISTORY])
    user.password = make_password(password)
    user.password_due_at = now.wall if is_given else now.wall + timedelta(days=numbers[PASSWORD_DAYS])
    user.save(update_fields=["password", "password_due_at"])
    PasswordHistory.objects.create(user=user, password=user.password, set_at=now.wall)
    audit.record(actor=actor, action="identity.password.set", subject_kind="login", subject_id=user_id, now=now)


def _check(user: User, password: str, count: int) -> None:
    person = user.person
    known = (user.login_name, person.id_number.clear(), person.mobile.clear() if person.mobile else "")
    if fault := password_fault(password, birth_date=person.birth_date, known=known):
        raise InvalidInput("WEAK_PASSWORD", fault, fields={"password": fault})
    last = PasswordHistory.objects.filter(user=user).order_by("-pk").values_list("password", flat=True)[:count]
    if any(check_password(password, old) for old in [*last, user.password]):
        fault = f"不能使用最近 {count} 次用过的密码。"
        raise InvalidInput("OLD_PASSWORD", fault, fields={"password": fault})


def password_change(*, old: str, password: str, renews: Callable[[UUID], None], actor: Actor, now: Moment) -> None:
    """Changes the actor's own password with the old one; `renews` carries the browser's session on, all others end.

    The person is told. Raises InvalidInput PASSWORD_WRONG, WEAK_PASSWORD, OLD_PASSWORD; TooMany after five wrong ones,
    which says when the lock ends.
    """
    if fault := _password_change(old=old, password=password, renews=renews, actor=actor, now=now):
        raise fault


@use_case
def _password_change(
    *, old: str, password: str, renews: Callable[[UUID], None], actor: Actor, now: Moment
) -> AppError | None:
    """What is wrong with the old password: an answer, so that the count of wrong ones is kept."""
    user = User.objects.get(pk=login_of(actor))
    guard = guard_lock("staff_no", user.login_name, now)  # the same count as at the sign-in
    if wait := seconds_left(guard, now):
        return TooMany(locked_until("密码错误次数过多", guard), retry_after=wait)
    if not check_password(old, user.password):
        if guard_fail(guard, now):
            audit.record(actor=actor, action="identity.login.locked", subject_kind="login", subject_id=user.pk, now=now)
        message = "原密码不正确。"
        return InvalidInput("PASSWORD_WRONG", message, fields={"old": message})
    password_set(user_id=user.pk, password=password, actor=actor, now=now)
    guard_clear(guard)
    renews(user.pk)
    security_tell(user_id=user.pk, change=SecurityChange.PASSWORD_CHANGED, actor=actor, now=now)
    return None
