"""Step-up: the person confirms exactly what a digest names, as strongly as it takes, and that is used once."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, StepUpRequired

from ..contracts import StepUpMethod
from ..models import StepUp, User
from ..rules.limits import STEP_UP_LIFE
from ..selectors import factors_of
from .login_of import login_of


@use_case
def step_up_by_passkey(*, actor: Actor, digest: str, is_verified: bool, now: Moment) -> None:
    """Confirms `digest` by a passkey that answered a challenge made for it. Raises StepUpRequired PASSKEY_WRONG."""
    user_id = login_of(actor)
    if not is_verified:
        raise StepUpRequired(digest, code="PASSKEY_WRONG", message="通行密钥验证未通过,请重试或改用交易密码。")
    step_up_write(user_id, digest, StepUpMethod.PASSKEY, actor, now)


NO_PIN = "您还没有设置交易密码,请先设置,再办理这项业务。"
STRENGTH = list(StepUpMethod)  # the weakest first
ASKS = {
    StepUpMethod.PIN: "请输入交易密码确认本次操作。",
    StepUpMethod.CODE: "本次操作需要交易密码和短信验证码。",
    StepUpMethod.PASSKEY: "本次操作金额较大,请使用通行密钥确认。",
}


def require_step_up(
    *,
    actor: Actor,
    digest: str,
    now: Moment,
    shown: dict[str, str] | None = None,
    least: StepUpMethod = StepUpMethod.PIN,
    code_text: str = "",
) -> StepUpMethod:
    """Uses up the actor's fresh confirmation of `digest`, in the caller's transaction, and gives how it was proved: by
    the strongest where there are several. Locks its row. What is weaker than `least` is left as it is.

    Raises StepUpRequired, with `shown` (label → masked text) as what the person is to sign and, where a code is asked
    for, `code_text` as what its message says it is for (SEC-7); Conflict PASSKEY_NEEDED where only a passkey will do
    and the login has none; RuntimeError when the entry point did not declare that it asks for step-up.
    """
    require_transaction()
    if not actor.step_up:
        raise RuntimeError("this entry point does not declare step_up")
    fresh = StepUp.objects.filter(user_id=login_of(actor), digest=digest, used_at=None, expires_at__gt=now.wall)
    rows = lock_rows(fresh)
    proved = max((StepUpMethod(row.method) for row in rows), key=STRENGTH.index, default=None)
    if proved is None or STRENGTH.index(proved) < STRENGTH.index(least):
        if least == StepUpMethod.PASSKEY and not factors_of(login_of(actor)).passkeys:
            raise Conflict("PASSKEY_NEEDED", "本次操作须用通行密钥确认,请先在「安全中心」添加通行密钥,或到网点办理。")
        if least != StepUpMethod.PASSKEY and User.objects.filter(pk=login_of(actor), pin_hash="").exists():
            raise StepUpRequired(digest, shown, message=NO_PIN, needs_pin=True)
        wants_code = least == StepUpMethod.CODE
        raise StepUpRequired(digest, shown, message=ASKS[least], proof=least, code_text=code_text if wants_code else "")
    StepUp.objects.filter(pk__in=[row.pk for row in rows]).update(used_at=now.wall)
    return proved


def step_up_write(user_id: UUID, digest: str, method: StepUpMethod, actor: Actor, now: Moment) -> None:
    step_up = StepUp.objects.create(
        user_id=user_id, digest=digest, method=method, at=now.wall, expires_at=now.wall + STEP_UP_LIFE
    )
    audit.record(actor=actor, action="identity.step_up.confirmed", subject_kind="step_up", subject_id=step_up.pk,
                 detail={"method": method, "digest": digest}, now=now)  # fmt: skip
