"""The maker gives a batch up before anything was debited."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import BatchState
from ..contracts import BatchAnswer
from ..models import Batch
from .batch_moves import batch_move, batch_once, batch_record
from .upload_keep import upload_drop


@use_case
def batch_cancel(*, batch_id: UUID, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Ends the batch; the same file may be uploaded again. What a job has read so far of a large file is erased.

    Key: (enterprise, person, key). Locks the batch. Raises NotFound, IllegalMove, KeyReused, Busy.
    """

    def cancel(batch: Batch) -> None:
        if batch.state == BatchState.UPLOADED:
            upload_drop(batch)
        move = batch_move(batch, "cancel", file_guard=None, finished_at=now.business_at)
        batch_record(batch, "daifutong.batch.cancelled", source=move.source, actor=actor, now=now)

    return batch_once(verb="cancel", batch_id=batch_id, key=key, actor=actor, effect=cancel)
