"""The enterprise prints the receipts of all paid lines of a batch, in files (PY-12)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput

from ..contracts import ReceiptBundle
from ..selectors.batches import batch_for
from ..selectors.contracts import lines_require
from ..selectors.receipts import RECEIPTS_A_FILE, paid_rows, parts_of
from .batch_moves import batch_record
from .receipts_count import FINISHED, receipts_count


@use_case
def receipts_print(*, batch_id: UUID, part: int, actor: Actor, now: Moment) -> ReceiptBundle:
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
    detail = {"lines": len(views), "part": part}
    batch_record(batch, "daifutong.receipts.printed", source=batch.state, actor=actor, now=now, detail=detail)
    return ReceiptBundle(batch.reference, part, parts, views)
