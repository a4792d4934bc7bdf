"""Step-up by the PIN, and by PIN and a code sent to the phone where the PIN alone is too little (RC-2, SEC-7)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, StepUpRequired

from ..contracts import LoginKind, StepUpMethod
from ..models import StepUp, User
from .code_request import STEP_UP_CODE, code_use
from .login_of import login_of
from .pin_check import pin_check
from .step_up_confirm import step_up_write


def step_up_confirm(
    *, actor: Actor, digest: str, pin: str, now: Moment, code_id: UUID | None = None, code: str = ""
) -> None:
    """Confirms `digest` by the actor's PIN, or by PIN and the code that was sent for this digest.

    Raises StepUpRequired with code PIN_WRONG, PIN_LOCKED, PIN_NOT_SET or CODE_WRONG.
    """
    fault = _by_pin(actor=actor, digest=digest, pin=pin, code_id=code_id, code=code, now=now)
    if fault:
        raise StepUpRequired(digest, code=fault.code, message=fault.message)


@use_case
def _by_pin(
    *, actor: Actor, digest: str, pin: str, code_id: UUID | None, code: str, now: Moment
) -> InvalidInput | None:
    """What is wrong: an answer, so that the counts of wrong ones are kept. The code is looked at after a right PIN."""
    user_id = login_of(actor)
    fault = pin_check(user_id=user_id, pin=pin, actor=actor, now=now)
    if fault is None and code_id is not None:
        fault = _code_fault(user_id, digest, code_id, code, now)
    if fault:
        # An earlier confirmation that was not used up ends as well: after a wrong secret nothing may go through.
        StepUp.objects.filter(user_id=user_id, digest=digest, used_at=None).update(used_at=now.wall)
        return fault
    step_up_write(user_id, digest, StepUpMethod.CODE if code_id else StepUpMethod.PIN, actor, now)
    return None


def _code_fault(user_id: UUID, digest: str, code_id: UUID, code: str, now: Moment) -> InvalidInput | None:
    kind = LoginKind(User.objects.values_list("kind", flat=True).get(pk=user_id))
    used_by = code_use(code_id=code_id, code=code, kind=kind, purpose=STEP_UP_CODE, binds=digest, now=now)
    if used_by == user_id:
        return None
    return InvalidInput("CODE_WRONG", "验证码不正确或已失效,请核对或重新获取。")
