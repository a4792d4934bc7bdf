"""The enterprise prints the receipt of one paid line (PY-12)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, NotFound

from ..choices import RowState
from ..contracts import ReceiptView
from ..models import Row
from ..selectors.batches import batch_for
from ..selectors.contracts import lines_require
from .batch_moves import batch_record
from .receipts_count import receipts_count


@use_case
def row_print(*, batch_id: UUID, row_id: UUID, actor: Actor, now: Moment) -> ReceiptView:
    """The receipt of a paid line of a batch; asked again it is a 补打, and each counts.

    Locks the receipt. Raises NotFound, Forbidden CONFIDENTIAL, Conflict NOT_PAID for a line that is not paid.
    """
    batch = batch_for(actor, batch_id)
    row = Row.objects.scoped(actor).filter(batch=batch, pk=row_id).first()
    if row is None:
        raise NotFound("没有找到这条代发明细。")
    lines_require(batch, actor)
    if row.state != RowState.PAID:
        raise Conflict("NOT_PAID", "这条明细没有发放成功,不能出具回单。")
    (view,) = receipts_count(batch, [row], person_id=None, now=now)
    detail = {"number": view.number, "prints": view.prints}
    batch_record(batch, "daifutong.row.printed", source=batch.state, actor=actor, now=now, detail=detail)
    return view
