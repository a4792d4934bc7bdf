"""Checker or authoriser sends a batch back to the maker."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.outbox import publish

from ..contracts import BatchAnswer
from ..events import BatchRejected
from ..models import Batch
from ..rules.batch import BATCH
from .batch_decide import verdict_take
from .batch_moves import batch_move, batch_once, batch_record


@use_case
def batch_reject(*, batch_id: UUID, digest: str, reason: str, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Ends the request for approval; the same file may be uploaded anew (PY-11).

    Key: (enterprise, person, key). Locks batch, then approval. Raises NotFound, IllegalMove, InvalidInput REASON,
    Forbidden SAME_PERSON, Conflict STALE, KeyReused, Busy.
    """
    said = {"digest": digest, "reason": reason.strip()}

    def reject(batch: Batch) -> None:
        BATCH.check(batch.state, "reject")
        verdict_take(batch, verdict="RETURN", **said, actor=actor, now=now)
        move = batch_move(batch, "reject", content_hash="", file_guard=None)
        batch_record(
            batch,
            "daifutong.batch.rejected",
            source=move.source,
            actor=actor,
            now=now,
            detail={"reason": said["reason"]},
        )
        publish(BatchRejected(batch.pk))

    return batch_once(verb="reject", batch_id=batch_id, key=key, actor=actor, effect=reject, **said)
