"""The enterprise prints the receipt of a batch (PY-12)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict

from ..contracts import ReceiptView
from ..selectors.batches import batch_for
from ..selectors.receipts import paid_rows
from .batch_moves import batch_record
from .receipts_count import FINISHED, receipts_count


@use_case
def batch_print(*, batch_id: UUID, actor: Actor, now: Moment) -> ReceiptView:
    """The receipt of a finished batch; asked again it is a 补打, and each counts.

    Locks the receipt. Raises NotFound, Conflict NOT_PAID for what is not paid.
    """
    batch = batch_for(actor, batch_id)
    if batch.state not in FINISHED or not paid_rows(batch).exists():
        raise Conflict("NOT_PAID", "批次发放完成后才能出具回单。")
    (view,) = receipts_count(batch, [None], person_id=None, now=now)
    detail = {"number": view.number, "prints": view.prints}
    batch_record(batch, "daifutong.batch.printed", source=batch.state, actor=actor, now=now, detail=detail)
    return view
