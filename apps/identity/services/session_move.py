"""Sessions of a browser: what opens or ends one and the row that says so are one transaction."""

from collections.abc import Callable

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound, SignInRequired

from ..adapters import browser
from ..models import User
from ..selectors import user_for_session
from .login_of import login_of


@use_case
def session_open(*, opens: Callable[[User], None], method: str, actor: Actor, now: Moment) -> None:
    """Signs the actor's login in: `opens` makes the browser's session, `method` names the factors that were shown.

    Raises SignInRequired when the login was closed just now.
    """
    user = user_for_session(login_of(actor))
    if user is None:
        raise SignInRequired()
    opens(user)
    _write(action="identity.login.signed_in", actor=actor, now=now, detail={"method": method})


@use_case
def session_close(*, closes: Callable[[], None], actor: Actor, now: Moment) -> None:
    """Signs the actor out: `closes` ends the browser's session."""
    closes()
    _write(action="identity.login.signed_out", actor=actor, now=now)


@use_case
def session_end(*, session_id: int, actor: Actor, now: Moment) -> None:
    """Ends one of the sessions of the actor's own login, on another device perhaps. Raises NotFound for another's."""
    if not browser.session_end(login_of(actor), session_id):
        raise NotFound()
    _write(action="identity.sessions.ended", actor=actor, now=now)


def _write(*, action: str, actor: Actor, now: Moment, detail: dict[str, str] | None = None) -> None:
    audit.record(actor=actor, action=action, subject_kind="login", subject_id=actor.user_id, detail=detail or {},
                 now=now)  # fmt: skip
