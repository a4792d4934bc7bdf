"""Checker or authoriser sends a batch back to the maker."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.outbox import publish

from ..contracts import BatchAnswer
from ..events import BatchRejected
from ..rules.batch import BATCH
from .batch_decide import verdict_take
from .batch_moves import batch_answer, batch_locked, batch_move, batch_record


@use_case
def batch_reject(*, batch_id: UUID, digest: str, reason: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Ends the request for approval; the same file may be uploaded anew (PY-11).

    Locks batch, then approval. Raises NotFound, IllegalMove, InvalidInput REASON, Forbidden SAME_PERSON, Conflict
    STALE.
    """
    batch = batch_locked(actor, batch_id)
    BATCH.check(batch.state, "reject")
    verdict_take(batch, verdict="RETURN", reason=reason, digest=digest, actor=actor, now=now)
    move = batch_move(batch, "reject", content_hash="", file_guard=None)
    batch_record(
        batch, "daifutong.batch.rejected", source=move.source, actor=actor, now=now, detail={"reason": reason.strip()}
    )
    publish(BatchRejected(batch.pk))
    return batch_answer(batch)
