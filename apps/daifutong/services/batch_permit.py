"""An authoriser lets the same wages be paid once more: the way past DUP_BATCH (PY-11)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput
from apps.core.idempotency import body_hash
from apps.identity import api as identity
from apps.members import api as members

from ..choices import REASON_LENGTH
from ..contracts import BatchAnswer
from ..models import Batch, RepeatPermit
from ..rules.batch import REPEATABLE
from .batch_moves import batch_once, batch_record
from .batch_submit import summary


@use_case
def batch_permit(*, batch_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Permits one more batch with the wages, or with the file, of this one; its maker must be somebody else.

    Key: (enterprise, person, key). Locks the batch, which stays as it is. Raises NotFound, InvalidInput REASON,
    Forbidden SAME_PERSON for the maker, Conflict ENTERPRISE_SUSPENDED, NOT_PAID for a batch before its release or
    ALREADY_PERMITTED while a permit is unused, StepUpRequired, KeyReused, Busy.
    """
    reason = reason.strip()

    def permit(batch: Batch) -> None:
        members.require_certified(batch.enterprise_id)
        _check(batch, reason, actor)
        shown = summary(batch) | {"允许": "重复代发一次", "原因": reason}
        digest = body_hash({"repeat": batch.pk, "reason": reason})
        identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
        RepeatPermit.objects.create(
            batch=batch, person_id=actor.person, display=actor.display, reason=reason, granted_at=now.wall
        )
        detail = {"reason": reason}
        batch_record(batch, "daifutong.batch.permitted", source=batch.state, actor=actor, now=now, detail=detail)

    return batch_once(verb="permit", batch_id=batch_id, key=key, actor=actor, effect=permit, reason=reason)


def _check(batch: Batch, reason: str, actor: Actor) -> None:
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的重复代发原因。"
        raise InvalidInput("REASON", message, fields={"reason": message})
    if batch.state not in REPEATABLE:
        raise Conflict("NOT_PAID", "这个批次还没有发放,不需要重复代发:请直接办理这个批次,或撤销后重新上传。")
    if actor.person_id == batch.maker_person_id:
        raise Forbidden("经办人不能允许自己的名单重复代发,请由授权人办理。", code="SAME_PERSON")
    if RepeatPermit.objects.scoped(actor).filter(batch=batch, batches__isnull=True).exists():
        raise Conflict("ALREADY_PERMITTED", "这个批次已有一次未使用的重复代发许可。")
