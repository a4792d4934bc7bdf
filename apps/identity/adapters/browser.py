"""The session of a browser: opening it, closing it, listing those of a login."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash

from apps.core.crypto import blind_index
from apps.core.errors import SignInRequired
from apps.core.http.request import Request

from ..contracts import LoginKind, SessionLine
from ..models import Device, DisplacedSession, User
from ..rules.devices import device_name
from ..rules.limits import IDLE
from .devices import device_last_used, device_note
from .passkeys import passkeys_note

HALF = "sign_in"  # what is known before the last factor
SEEN = "seen_at"
PREVIOUS, PREVIOUS_PLACE = "previous_sign_in_at", "previous_sign_in_from"
DEVICE = "device_id"
PASSWORD_DUE = "password_due"  # noqa: S105 - the name of a key in the session
TOLD_FOR = timedelta(days=1)  # that long a displaced browser may come and ask


def client_ip(request: Request) -> str:
    """The peer, or what the trusted proxies say (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    return get_client_ip(request) or "0.0.0.0"  # noqa: S104 - no address is known on a socket file


def client_device(request: Request) -> str:
    return device_name(request.headers.get("User-Agent", ""))


def user_of(request: Request) -> User:
    """The login that is signed in here. Raises SignInRequired."""
    if not isinstance(request.user, User):
        raise SignInRequired()
    return request.user


def session_open(request: Request, user: User, now: datetime) -> Device:
    """Signs a login in under a new session key, and gives its device; an operator's other sessions end (SEC-3)."""
    previous, place = user.last_login, device_last_used(user)
    device = device_note(request, user, name=client_device(request), ip=client_ip(request), now=now)
    request.session.pop(HALF, None)
    login(request, user, backend="apps.identity.adapters.backend.LoginBackend")
    request.session.set_expiry(int(IDLE[LoginKind(user.kind)].total_seconds()))
    request.session[SEEN] = now.isoformat()
    request.session[PREVIOUS] = previous.isoformat() if previous else ""
    request.session[PREVIOUS_PLACE] = place
    request.session[DEVICE] = str(device.pk)
    request.session[PASSWORD_DUE] = user.password_due_at is not None and user.password_due_at <= now
    passkeys_note(request, user)
    request.session.save()
    UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(data={DEVICE: str(device.pk)})
    if user.kind == LoginKind.OPERATOR:
        _displace(_others(request, user), device, now)
    return device


def _others(request: Request, user: User) -> Iterable[UserSession]:
    return UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)


def _displace(sessions: Iterable[UserSession], by: Device, now: datetime) -> None:
    """Ends sessions in favour of one on another device, and notes it for their browsers."""
    DisplacedSession.objects.filter(ended_at__lt=now - TOLD_FOR).delete()
    for session in sessions:
        DisplacedSession.objects.create(
            key_index=_key_index(session.session_key), device=by.name, ip=by.ip, ended_at=now
        )
        session.end()


def displacement_take(request: Request) -> tuple[str, str, datetime] | None:
    """The device, its address and when, if this browser's session ended in favour of another one; told once."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key or request.session.session_key is not None:  # its session is there
        return None
    row = DisplacedSession.objects.filter(key_index=_key_index(key)).first()
    if row is None:
        return None
    row.delete()
    return row.device, row.ip, row.ended_at


def _key_index(session_key: str) -> bytes:
    return blind_index("displaced_session", session_key)


def sessions_end_others(request: Request, user: User) -> int:
    """Ends all sessions of a login but this one; gives how many."""
    others = list(_others(request, user))
    for session in others:
        session.end()
    return len(others)


def sessions_end_of_device(user_id: UUID, device_id: UUID) -> int:
    """Ends the sessions of a login on one device; gives how many."""
    mine = list(UserSession.objects.filter(user_id=user_id, data__contains={DEVICE: str(device_id)}))
    for session in mine:
        session.end()
    return len(mine)


def session_renew(request: Request, user: User) -> None:
    """After a new password: this session goes on under a new key, and no longer asks for one; all others have ended."""
    old = request.session.session_key
    update_session_auth_hash(request, user)
    request.session[PASSWORD_DUE] = False
    request.session.save()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def device_of(request: Request) -> UUID | None:
    """The device of a signed-in browser."""
    noted = request.session.get(DEVICE)
    return UUID(noted) if noted else None


def session_close(request: Request) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


def session_touch(request: Request, now: datetime) -> None:
    """Notes activity, which also renews the session's life."""
    request.session[SEEN] = now.isoformat()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def seen_at(request: Request) -> datetime | None:
    """The last noted activity of a signed-in browser."""
    noted = request.session.get(SEEN)
    return datetime.fromisoformat(noted) if noted else None


def previous_sign_in_at(request: Request) -> datetime | None:
    noted = request.session.get(PREVIOUS)
    return datetime.fromisoformat(noted) if noted else None


def previous_sign_in_from(request: Request) -> str:
    """Device and address of the sign-in before this one; empty on the first."""
    return str(request.session.get(PREVIOUS_PLACE, ""))


def sessions_of(request: Request, user: User) -> tuple[SessionLine, ...]:
    """The live sessions of a login, newest activity first; dead ones are swept out on the way."""
    lines = [
        SessionLine(
            id=session.pk,
            device=device_name(session.user_agent),
            ip=session.ip,
            signed_in_at=session.created_at,
            seen_at=session.last_seen_at,
            is_current=session.session_key == request.session.session_key,
        )
        for session in UserSession.objects.purge_and_list(user)
    ]
    return tuple(sorted(lines, key=lambda line: line.seen_at, reverse=True))


def session_end(user_id: UUID, session_id: int) -> bool:
    """Ends one of a login's sessions; False when it has no such session."""
    session = UserSession.objects.filter(user_id=user_id, pk=session_id).first()
    if session is None:
        return False
    session.end()
    return True
