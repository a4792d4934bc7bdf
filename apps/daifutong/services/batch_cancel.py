"""The maker gives a batch up before anything was debited."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .batch_moves import batch_locked, batch_move, batch_record


@use_case
def batch_cancel(*, batch_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends the batch; the same file may be uploaded again. Locks the batch. Raises NotFound, IllegalMove."""
    batch = batch_locked(actor, batch_id)
    move = batch_move(batch, "cancel", file_guard=None, finished_at=now.business_at)
    batch_record(batch, "daifutong.batch.cancelled", source=move.source, actor=actor, now=now)
