"""A second person of the bank decides: payments that never left are cancelled, and their lines fail."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.corebank import api as corebank

from ..choices import RECALL
from ..contracts import BatchAnswer
from ..models import Batch
from ..selectors.unsent import unsent
from .batch_moves import batch_once, batch_record


@use_case
def recall_decide(
    *, batch_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> BatchAnswer:
    """Cancels, or sends back, the payments that `digest` names. A cancelled line fails by the payment's own event and
    its money goes back with the others, since it was never sent.

    Key: (person, key). Locks batch, approval, then each payment, as sending does: one that leaves at this moment is
    refused here (Conflict STALE, IllegalMove). Raises NotFound, Forbidden SAME_PERSON, InvalidInput REASON,
    StepUpRequired, KeyReused, Busy.
    """

    def decide(batch: Batch) -> None:
        late = unsent(batch, now)
        if verdict == "APPROVE" and late.digest != digest:
            raise Conflict("STALE", "部分明细已经送出或有了结果,请退回后由经办重新申请。")
        outcome = approvals.decide(
            kind=RECALL, subject_id=batch.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
        )
        if outcome.state == "APPROVED":
            for reference in late.payments:
                corebank.cancel_payment(reference=reference, actor=actor, now=now)
        detail = {"verdict": verdict, "reason": reason.strip(), "payments": len(late.payments)}
        batch_record(batch, "daifutong.recall.decided", source=batch.state, actor=actor, now=now, detail=detail)

    said = {"verdict": verdict, "reason": reason, "digest": digest}
    return batch_once(verb="recall_decide", batch_id=batch_id, key=key, actor=actor, effect=decide, **said)
