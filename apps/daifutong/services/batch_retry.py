"""A new batch of the lines of an earlier one that failed."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, IllegalMove
from apps.core.idempotency import once

from ..choices import BatchKind, BatchState, RowState
from ..contracts import ImportAnswer
from ..models import Row
from ..selectors.contracts import lines_require
from .batch_follow import batch_follow, follow_answer
from .batch_moves import batch_locked
from .follow_ups import origins_free

ROUTE = "daifutong.batch_retry"


@use_case
def batch_retry(*, batch_id: UUID, key: str, actor: Actor, now: Moment) -> ImportAnswer:
    """A new batch of the failed lines of this one, to be amended, submitted and approved like any other.

    Each failed line is in one such batch at a time (follow_ups.py). Key: (enterprise, person, key). Locks the batch,
    then those of earlier retries. Raises NotFound, IllegalMove before the batch has ended with failures, Conflict
    NOTHING_FAILED when every failed line is in another batch, NO_CONTRACT, CONTRACT_SUSPENDED, ENTERPRISE_SUSPENDED,
    Forbidden CONFIDENTIAL, KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        batch = batch_locked(actor, batch_id)
        if batch.state != BatchState.PART_FAILED:
            raise IllegalMove("ILLEGAL_MOVE", "批次全部有了结果后,才能重发失败明细。")
        lines_require(batch, actor)
        failed = Row.objects.system("lines of a locked batch").filter(batch=batch, state=RowState.RETURNED)
        rows = origins_free(failed.order_by("number"))
        if not rows:
            raise Conflict("NOTHING_FAILED", "失败明细都已在其他批次中重发,没有可以重发的明细。")
        return batch_follow(batch, rows, f"{batch.title}重发", BatchKind(batch.kind), "retried", actor, now)

    answer, _ = once(actor=actor, route=ROUTE, key=key, body={"batch": batch_id}, effect=effect)
    return follow_answer(answer)
