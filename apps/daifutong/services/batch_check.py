"""The second pair of eyes: the checker agrees."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..contracts import BatchAnswer
from ..models import Batch
from ..rules.batch import BATCH
from .batch_decide import batch_go_on, verdict_take
from .batch_moves import batch_move, batch_once, batch_record


@use_case
def batch_check(*, batch_id: UUID, digest: str, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Approves as checker what `digest` names; a batch of the lowest tier is then scheduled at once (PY-6).

    Key: (enterprise, person, key). Locks batch, then approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON,
    Conflict STALE, StepUpRequired, KeyReused, Busy.
    """

    def check(batch: Batch) -> None:
        BATCH.check(batch.state, "check")
        outcome = verdict_take(batch, verdict="APPROVE", reason="", digest=digest, actor=actor, now=now)
        move = batch_move(batch, "check", checker_person_id=actor.person_id)
        batch_record(
            batch, "daifutong.batch.checked", source=move.source, actor=actor, now=now, detail={"digest": digest}
        )
        batch_go_on(batch, outcome, actor=actor, now=now)

    return batch_once(verb="check", batch_id=batch_id, key=key, actor=actor, effect=check, digest=digest)
