"""What is known of a browser between the first page of a sign-in and the last; it lives in the encrypted session."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.core import clock
from apps.core.http.request import Request

from ..adapters.browser import HALF
from ..contracts import LoginKind
from ..rules.limits import HALF_SIGN_IN_LIFE


@dataclass(frozen=True, slots=True)
class HalfSignIn:
    kind: str
    next_url: str
    at: str
    mobile: str = ""
    code_id: str = ""
    user_id: str = ""  # set when the first factor was right
    totp_secret: str = ""  # while an authenticator is being bound

    @property
    def user(self) -> UUID | None:
        return UUID(self.user_id) if self.user_id else None


def start(request: Request, kind: LoginKind, next_url: str, **known: Any) -> None:
    """Begins, or begins again, under a new session key."""
    request.session.cycle_key()
    _store(request, HalfSignIn(kind, next_url, clock.wall().isoformat(), **known))


def update(request: Request, half: HalfSignIn, **known: Any) -> HalfSignIn:
    half = replace(half, **known)
    _store(request, half)
    return half


def current(request: Request, kind: LoginKind) -> HalfSignIn | None:
    """The sign-in under way for this kind of login; None when there is none or it took too long."""
    stored = request.session.get(HALF)
    half = HalfSignIn(**stored) if stored else None
    if half is None or half.kind != kind:
        return None
    return half if clock.wall() - datetime.fromisoformat(half.at) < HALF_SIGN_IN_LIFE else None


def _store(request: Request, half: HalfSignIn) -> None:
    request.session[HALF] = asdict(half)
