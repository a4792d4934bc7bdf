"""What the use cases that print a receipt do alike: make it the first time, count it every time."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.proof_codes import new_code

from ..choices import BatchState
from ..contracts import ReceiptView
from ..models import Batch, PayReceipt, Row
from ..selectors.receipts import view_of

FINISHED = (BatchState.DONE, BatchState.PART_FAILED)


def receipts_count(
    batch: Batch, rows: Sequence[Row | None], *, person_id: UUID | None, now: Moment
) -> tuple[ReceiptView, ...]:
    """The receipts of these lines (None: of the batch itself) in their order, each counted once more.

    Needs the caller's transaction. Locks the receipts. Two who ask at once meet at the unique entry.
    """
    require_transaction()
    PayReceipt.objects.bulk_create(
        [PayReceipt(batch=batch, row=row, person_id=person_id, code=new_code(), issued_at=now.wall) for row in rows],
        ignore_conflicts=True,
    )
    wanted = PayReceipt.objects.system("of a batch that has been scoped").filter(batch=batch, person_id=person_id)
    ids = [row.pk for row in rows if row]
    wanted = wanted.filter(row_id__in=ids) if ids else wanted.filter(row=None)
    lock_rows(wanted)
    wanted.update(prints=F("prints") + 1)
    found = {receipt.row_id: receipt for receipt in wanted.select_related("batch", "row")}
    return tuple(view_of(found[row.pk if row else None]) for row in rows)
