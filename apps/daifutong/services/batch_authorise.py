"""The authoriser agrees; above the second limit two of them must."""

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
def batch_authorise(*, batch_id: UUID, digest: str, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Approves as authoriser what `digest` names; after the last one the batch is scheduled (PY-6).

    Key: (enterprise, person, key). Locks batch, then approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON,
    Conflict STALE, StepUpRequired, KeyReused, Busy.
    """

    def authorise(batch: Batch) -> None:
        BATCH.check(batch.state, "agree")
        outcome = verdict_take(batch, verdict="APPROVE", reason="", digest=digest, actor=actor, now=now)
        column = "second_authoriser_person_id" if batch.authoriser_person_id else "authoriser_person_id"
        move = batch_move(batch, "authorise" if outcome.state == "APPROVED" else "agree", **{column: actor.person_id})
        batch_record(
            batch, "daifutong.batch.authorised", source=move.source, actor=actor, now=now, detail={"digest": digest}
        )
        batch_go_on(batch, outcome, actor=actor, now=now)

    return batch_once(verb="authorise", batch_id=batch_id, key=key, actor=actor, effect=authorise, digest=digest)
