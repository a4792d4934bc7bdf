"""The first factor of the bank's staff."""

from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from apps.audit import api as audit
from apps.core.actors import Actor, Surface
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, TooMany

from ..contracts import LoginKind
from ..models import User
from ..rules.limits import SECRETS_PER_ADDRESS
from .guard_count import guard_clear, guard_fail, guard_forgive, guard_lock, locked_until, seconds_left


def password_check(*, login_name: str, password: str, ip: str, now: Moment) -> UUID:
    """Gives the login. Raises InvalidInput SIGN_IN_FAILED, or TooMany while the number or the address is locked.

    A try is counted before the slow comparison, so that many at once are no way around the limit, and forgiven when
    it was right. Unknown numbers are counted, locked and compared like known ones.
    """
    login_name = login_name.strip()
    locks = _count(login_name, ip, now)
    user = User.objects.filter(login_name=login_name, kind=LoginKind.STAFF, is_active=True).first()
    if user is None:
        make_password(password)  # as long as a comparison takes
    if user is None or not check_password(password, user.password):
        if user is not None and locks:
            _record_lock(user, ip, now)
        raise InvalidInput("SIGN_IN_FAILED", "工号或密码不正确。")
    _forgive(login_name, ip, now)
    return user.pk


@use_case
def _count(login_name: str, ip: str, now: Moment) -> bool:
    by_address = guard_lock("address", ip, now)
    by_name = guard_lock("staff_no", login_name, now)
    locked = max(by_name, by_address, key=lambda guard: seconds_left(guard, now))
    if wait := seconds_left(locked, now):
        raise TooMany(locked_until("登录失败次数过多", locked), retry_after=wait)
    guard_fail(by_address, now, tries=SECRETS_PER_ADDRESS)
    return guard_fail(by_name, now)


@use_case
def _forgive(login_name: str, ip: str, now: Moment) -> None:
    guard_forgive(guard_lock("address", ip, now))
    guard_clear(guard_lock("staff_no", login_name, now))


@use_case
def _record_lock(user: User, ip: str, now: Moment) -> None:
    actor = Actor(user_id=user.pk, person_id=user.person_id, surface=Surface.CONSOLE, ip=ip)
    audit.record(actor=actor, action="identity.login.locked", subject_kind="login", subject_id=user.pk, now=now)
