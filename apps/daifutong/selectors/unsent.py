"""Other-bank lines whose payments have not left: what bank staff may cancel, since nothing was sent."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.corebank import api as corebank

from ..choices import RECALL, Channel, RowState
from ..contracts import Recall
from ..models import Batch, Row


@dataclass(frozen=True, slots=True)
class Unsent:
    """Payments by reference with their amounts (分), and a hash that names exactly these."""

    payments: dict[str, int]
    digest: str

    @property
    def fen(self) -> int:
        return sum(self.payments.values())


def unsent(batch: Batch, now: Moment) -> Unsent:
    """The batch's payments that have not left after corebank's time for it. The caller has scoped the batch."""
    numbers = (
        Row.objects.system("lines of a batch that has been scoped")
        .filter(batch=batch, channel=Channel.OTHER, state=RowState.SENT)
        .values_list("number", flat=True)
    )
    payments = corebank.payments_unsent([f"{batch.reference}-{number:06d}" for number in numbers], now)
    named = "\n".join(f"{reference} {fen}" for reference, fen in sorted(payments.items()))
    return Unsent(dict(payments), hashlib.sha256(f"{batch.pk}\n{named}".encode()).hexdigest())


def recall_of(actor: Actor, batch_id: UUID, now: Moment) -> Recall | None:
    """What there is to cancel in a batch of the actor's unit, and what he may do about it; None for nothing."""
    batch = Batch.objects.scoped(actor).filter(pk=batch_id).first()
    late = unsent(batch, now) if batch else None
    asked = next((one for one in approvals.pending(actor) if (one.kind, one.subject_id) == (RECALL, batch_id)), None)
    if late is None or not (late.payments or asked):
        return None
    return Recall(
        count=len(late.payments),
        fen=late.fen,
        digest=late.digest,
        may_recall=bool(late.payments) and allows(actor, "daifutong.rows.recall"),
        may_decide=asked is not None and allows(actor, "daifutong.recall.decide"),
        asked=dict(asked.summary) if asked else {},
        asked_digest=asked.digest if asked else "",
    )
