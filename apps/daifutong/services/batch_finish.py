"""The end of a batch: failures go back in one sum, transit is empty but for lines in doubt (PY-7)."""

from uuid import UUID

from django.db.models import Count

from apps.cases import api as cases
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import IllegalMove
from apps.core.jobs import Lease
from apps.core.outbox import publish

from ..choices import BatchState, RowState
from ..events import BatchFinished
from ..models import Batch, Row
from .batch_moves import batch_locked, batch_move, batch_record
from .batch_return import RETURN, failed_return

FINISH_JOB = "daifutong.finish"
UNSENT_CASE = "daifutong.rows.unsent"  # payments of the batch do not leave (row_unsent)


def part_end(batch: Batch, *, parts: int) -> None:
    """Counts down the parts that the batch waits for; the last one writes the job that finishes it.

    Needs the caller's transaction and the batch's lock.
    """
    require_transaction()
    if batch.parts_left < parts:
        raise RuntimeError(f"batch {batch.reference} waits for no more parts")
    batch.parts_left -= parts
    batch.save(update_fields=["parts_left"])
    if batch.parts_left == 0:
        jobs.add(FINISH_JOB, str(batch.pk), {"batch_id": str(batch.pk)})


@use_case
def batch_finish(*, batch_id: UUID, lease: Lease, now: Moment) -> None:
    """Returns the sum of all failed lines to the payer and ends the batch: DONE, PART_FAILED or IN_DOUBT.

    Key: the batch in the ledger, and the lease. Locks batch, payer's account, then ledger accounts. What that account
    cannot take waits at the bank (batch_return); the batch ends all the same. Lines in doubt stay in transit, each
    under its case, and are resolved one by one (row_resolve). Raises IllegalMove while a part is out.
    """
    actor = Actor.system("代发批次收尾")
    batch = batch_locked(actor, batch_id)
    if batch.parts_left:
        raise IllegalMove("NOT_FINISHED", "批次还有明细未发放。")
    if batch.state == BatchState.DISBURSING:
        failed = failed_return(batch, _failed(batch), key=f"daifutong.return:{batch.pk}", now=now)
        batch_end(batch, actor=actor, now=now, detail={"returned": failed})
        cases.close_case(key=f"{UNSENT_CASE}:{batch.pk}", resolution="跨行明细均已送出或撤销", actor=actor, now=now)
    lease.finish()


def _failed(batch: Batch) -> list[UUID]:
    rows = Row.objects.system("lines of a locked batch").filter(batch=batch, state=RETURN.source)
    return list(rows.values_list("pk", flat=True))


def batch_end(batch: Batch, *, actor: Actor, now: Moment, detail: dict[str, object] | None = None) -> None:
    """Moves a batch whose lines are final or in doubt to where they put it. Needs transaction and lock."""
    require_transaction()
    rows = Row.objects.system("lines of a locked batch").filter(batch=batch).values_list("state")
    counts = dict(rows.annotate(Count("pk")).order_by())
    if counts.get(RowState.IN_DOUBT):
        if batch.state == BatchState.IN_DOUBT:
            return
        move = batch_move(batch, "finish_in_doubt")
    else:
        name = "finish_in_part" if counts.get(RowState.RETURNED) or counts.get(RowState.HELD) else "finish"
        move = batch_move(batch, name, finished_at=now.business_at)
    batch_record(batch, "daifutong.batch.finished", source=move.source, actor=actor, now=now, detail=detail)
    publish(BatchFinished(batch.pk, batch.state))
