"""Step-up: the person confirms by PIN or passkey exactly what a digest names, and that is used once."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import InvalidInput, StepUpRequired

from ..contracts import StepUpMethod
from ..models import StepUp
from ..rules.limits import STEP_UP_LIFE
from .login_of import login_of
from .pin_check import pin_check


def step_up_confirm(*, actor: Actor, digest: str, pin: str, now: Moment) -> None:
    """Confirms `digest` by the actor's PIN. Raises StepUpRequired with code PIN_WRONG, PIN_LOCKED or PIN_NOT_SET."""
    fault = _by_pin(actor=actor, digest=digest, pin=pin, now=now)
    if fault:
        raise StepUpRequired(digest, code=fault.code, message=fault.message)


@use_case
def _by_pin(*, actor: Actor, digest: str, pin: str, now: Moment) -> InvalidInput | None:
    user_id = login_of(actor)
    fault = pin_check(user_id=user_id, pin=pin, actor=actor, now=now)
    if fault:
        # An earlier confirmation that was not used up ends as well: after a wrong PIN nothing may go through.
        StepUp.objects.filter(user_id=user_id, digest=digest, used_at=None).update(used_at=now.wall)
        return fault
    _write(user_id, digest, StepUpMethod.PIN, actor, now)
    return None


@use_case
def step_up_by_passkey(*, actor: Actor, digest: str, is_verified: bool, now: Moment) -> None:
    """Confirms `digest` by a passkey that answered a challenge made for it. Raises StepUpRequired PASSKEY_WRONG."""
    user_id = login_of(actor)
    if not is_verified:
        raise StepUpRequired(digest, code="PASSKEY_WRONG", message="通行密钥验证未通过,请重试或改用交易密码。")
    _write(user_id, digest, StepUpMethod.PASSKEY, actor, now)


def require_step_up(*, actor: Actor, digest: str, now: Moment, shown: dict[str, str] | None = None) -> StepUpMethod:
    """Uses up the actor's fresh confirmation of `digest`, in the caller's transaction, and gives how it was proved: by
    the strongest where there are several. Locks its row.

    Raises StepUpRequired, with `shown` (label → masked text) as what the person is to sign; RuntimeError when the
    entry point did not declare that it asks for step-up.
    """
    require_transaction()
    if not actor.step_up:
        raise RuntimeError("this entry point does not declare step_up")
    fresh = StepUp.objects.filter(user_id=login_of(actor), digest=digest, used_at=None, expires_at__gt=now.wall)
    rows = lock_rows(fresh)
    if not rows:
        raise StepUpRequired(digest, shown)
    StepUp.objects.filter(pk__in=[row.pk for row in rows]).update(used_at=now.wall)
    has_passkey = any(row.method == StepUpMethod.PASSKEY for row in rows)
    return StepUpMethod.PASSKEY if has_passkey else StepUpMethod.PIN


def _write(user_id: UUID, digest: str, method: StepUpMethod, actor: Actor, now: Moment) -> None:
    step_up = StepUp.objects.create(
        user_id=user_id, digest=digest, method=method, at=now.wall, expires_at=now.wall + STEP_UP_LIFE
    )
    audit.record(actor=actor, action="identity.step_up.confirmed", subject_kind="step_up", subject_id=step_up.pk,
                 detail={"method": method, "digest": digest}, now=now)  # fmt: skip
