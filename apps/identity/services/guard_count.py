"""Counting failures of whoever tries, so that a lock tells nothing about who exists."""

from datetime import timedelta

from apps.core.clock import SHANGHAI, Moment
from apps.core.crypto import blind_index
from apps.core.db import require_transaction

from ..models import SignInGuard
from ..rules.limits import SECRET_LOCK, SECRET_TRIES


def guard_lock(kind: str, subject: str, now: Moment) -> SignInGuard:
    """The counter of one subject, locked for the caller's transaction; an old count starts anew."""
    require_transaction()
    key = blind_index(f"sign_in.{kind}", subject)
    SignInGuard.objects.bulk_create([SignInGuard(subject=key, since=now.wall)], ignore_conflicts=True)
    guard = SignInGuard.objects.select_for_update().get(subject=key)
    if now.wall - guard.since >= SECRET_LOCK and not seconds_left(guard, now):
        guard.failures, guard.since, guard.locked_until = 0, now.wall, None
    return guard


def guard_fail(guard: SignInGuard, now: Moment, *, tries: int = SECRET_TRIES, lock: timedelta = SECRET_LOCK) -> bool:
    """Counts a failure; True when this one locks the subject."""
    guard.failures += 1
    guard.since = now.wall
    locks = guard.failures >= tries
    guard.locked_until = now.wall + lock if locks else None
    guard.save()
    return locks


def guard_clear(guard: SignInGuard) -> None:
    """After a success the count starts anew."""
    guard.delete()


def guard_forgive(guard: SignInGuard) -> None:
    """Takes back one count: the try was right."""
    guard.failures, guard.locked_until = max(0, guard.failures - 1), None
    guard.save()


def seconds_left(guard: SignInGuard, now: Moment) -> int:
    """How long the subject stays locked; 0 when it is not."""
    if guard.locked_until is None or guard.locked_until <= now.wall:
        return 0
    return int((guard.locked_until - now.wall).total_seconds()) + 1


def locked_until(why: str, guard: SignInGuard) -> str:
    """The sentence that says when a lock ends (SEC-2)."""
    if guard.locked_until is None:
        raise RuntimeError("asked for the end of a lock that is none")
    until = guard.locked_until + timedelta(minutes=1)  # the minute shown has begun when it is over
    return f"{why},已暂时锁定,请在 {until.astimezone(SHANGHAI):%H:%M} 以后再试。"
