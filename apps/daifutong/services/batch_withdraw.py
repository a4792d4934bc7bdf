"""The maker takes a submitted batch back; every approval given so far is void."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import BATCH_SUBJECT
from ..contracts import BatchAnswer
from ..models import Batch
from .batch_moves import APPROVALS_VOID, batch_move, batch_once, batch_record


@use_case
def batch_withdraw(*, batch_id: UUID, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Back to PARSED, so that lines can be edited again.

    Key: (enterprise, person, key). Locks batch, then approval. Raises NotFound, IllegalMove, KeyReused, Busy.
    """

    def withdraw(batch: Batch) -> None:
        move = batch_move(batch, "withdraw", **APPROVALS_VOID)
        approvals.void(kind=BATCH_SUBJECT, subject_id=batch.pk, reason="经办撤回", actor=actor, now=now)
        batch_record(batch, "daifutong.batch.withdrawn", source=move.source, actor=actor, now=now)

    return batch_once(verb="withdraw", batch_id=batch_id, key=key, actor=actor, effect=withdraw)
