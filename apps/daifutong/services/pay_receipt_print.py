"""The enterprise prints the receipt of a batch, of one line, or of all its lines (PY-12)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound

from ..choices import BatchState, RowState
from ..contracts import ReceiptBundle, ReceiptView
from ..models import Batch, Row
from ..selectors.batches import batch_for
from ..selectors.contracts import lines_require
from ..selectors.receipts import RECEIPTS_A_FILE, paid_rows, parts_of
from .batch_moves import batch_record
from .receipts_count import receipts_count

FINISHED = (BatchState.DONE, BatchState.PART_FAILED)


@use_case
def pay_receipt_print(*, batch_id: UUID, row_id: UUID | None = None, actor: Actor, now: Moment) -> ReceiptView:
    """The receipt of a finished batch, or of its paid line `row_id`; asked again it is a 补打, and each counts.

    Locks the receipt. Raises NotFound, Forbidden CONFIDENTIAL for a line, Conflict NOT_PAID for what is not paid.
    """
    batch = batch_for(actor, batch_id)
    row = _paid_row(batch, row_id, actor) if row_id else None
    if row is None and (batch.state not in FINISHED or not paid_rows(batch).exists()):
        raise Conflict("NOT_PAID", "批次发放完成后才能出具回单。")
    (view,) = receipts_count(batch, [row], person_id=None, now=now)
    _record(batch, {"number": view.number, "prints": view.prints}, actor, now)
    return view


@use_case
def pay_receipts_print(*, batch_id: UUID, part: int, actor: Actor, now: Moment) -> ReceiptBundle:
    """The receipts of the paid lines of a batch, in parts of RECEIPTS_A_FILE by number; each counts like one alone.

    Only when the batch is finished, so that a part holds the same lines every time. Locks the receipts. Raises
    NotFound, Forbidden CONFIDENTIAL, Conflict NOT_PAID, InvalidInput PART.
    """
    batch = batch_for(actor, batch_id)
    lines_require(batch, actor)
    paid = paid_rows(batch)
    parts = parts_of(paid.count())
    if batch.state not in FINISHED or not parts:
        raise Conflict("NOT_PAID", "批次发放完成后才能出具回单。")
    if not 1 <= part <= parts:
        raise InvalidInput("PART", f"这个批次的回单共 {parts} 个文件,请选择其中一个。")
    rows = list(paid.order_by("number")[(part - 1) * RECEIPTS_A_FILE : part * RECEIPTS_A_FILE])
    views = receipts_count(batch, rows, person_id=None, now=now)
    _record(batch, {"lines": len(views), "part": part}, actor, now)
    return ReceiptBundle(batch.reference, part, parts, views)


def _paid_row(batch: Batch, row_id: UUID, actor: Actor) -> Row:
    row = Row.objects.scoped(actor).filter(batch=batch, pk=row_id).first()
    if row is None:
        raise NotFound("没有找到这条代发明细。")
    lines_require(batch, actor)
    if row.state != RowState.PAID:
        raise Conflict("NOT_PAID", "这条明细没有发放成功,不能出具回单。")
    return row


def _record(batch: Batch, detail: dict[str, object], actor: Actor, now: Moment) -> None:
    batch_record(batch, "daifutong.receipt.printed", source=batch.state, actor=actor, now=now, detail=detail)
