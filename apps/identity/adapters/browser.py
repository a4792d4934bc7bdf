"""The session of a browser: opening it, closing it, listing those of a login."""

from datetime import datetime
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from allauth.usersessions.models import UserSession
from django.contrib.auth import login, logout

from apps.core.errors import SignInRequired
from apps.core.http.request import Request

from ..contracts import LoginKind, SessionLine
from ..models import User
from ..rules.devices import device_name
from ..rules.limits import IDLE
from .passkeys import passkeys_note

HALF = "sign_in"  # what is known before the last factor
SEEN = "seen_at"
PREVIOUS = "previous_sign_in_at"


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


def session_open(request: Request, user: User, now: datetime) -> None:
    """Signs a login in under a new session key; an operator's other sessions end (SEC-3)."""
    previous = user.last_login
    request.session.pop(HALF, None)
    login(request, user, backend="apps.identity.adapters.backend.LoginBackend")
    request.session.set_expiry(int(IDLE[LoginKind(user.kind)].total_seconds()))
    request.session[SEEN] = now.isoformat()
    request.session[PREVIOUS] = previous.isoformat() if previous else ""
    passkeys_note(request, user)
    request.session.save()
    UserSession.objects.create_from_request(request)
    if user.kind == LoginKind.OPERATOR:
        for other in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            other.end()


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
