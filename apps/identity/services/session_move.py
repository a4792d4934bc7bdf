"""Sessions of a browser: what opens or ends one and the row that says so are one transaction.

The last factor opens the session in the transaction that uses it up (code_check, totp_check, totp_enrol, passkey_add).
"""

from collections.abc import Callable
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import NotFound
from apps.core.idempotency import body_hash

from ..adapters import browser
from .device_trust import device_settle
from .login_of import login_of
from .step_up_confirm import require_step_up

Opens = Callable[[UUID], Actor]  # makes the browser's session of a login and gives who sits there now


def session_begin(*, user_id: UUID, opens: Opens, method: str, now: Moment) -> None:
    """Signs a login in, in the caller's transaction; `method` names the last factor that was shown."""
    require_transaction()
    actor = opens(user_id)
    _write(action="identity.login.signed_in", actor=actor, now=now, detail={"method": method})
    device_settle(actor=actor, method=method, now=now)


@use_case
def session_open(*, user_id: UUID, opens: Opens, method: str, now: Moment) -> None:
    """As session_begin, in a transaction of its own: for a factor that the browser's session has used up already."""
    session_begin(user_id=user_id, opens=opens, method=method, now=now)


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


@use_case
def sessions_end_others(*, ends: Callable[[], int], actor: Actor, now: Moment) -> int:
    """Ends all sessions of the actor's login but this one: `ends` does it. Gives how many. Raises StepUpRequired."""
    digest = body_hash({"end_others": login_of(actor)})
    require_step_up(actor=actor, digest=digest, shown={"下线": "除本机以外的所有登录"}, now=now)
    count = ends()
    _write(action="identity.sessions.ended", actor=actor, now=now)
    return count


def _write(*, action: str, actor: Actor, now: Moment, detail: dict[str, str] | None = None) -> None:
    audit.record(actor=actor, action=action, subject_kind="login", subject_id=actor.user_id, detail=detail or {},
                 now=now)  # fmt: skip
