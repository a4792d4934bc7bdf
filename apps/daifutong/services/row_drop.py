"""Taking one line out of a batch before it is submitted."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.moves import move_make

from ..rules.batch import ROW
from .row_moves import batch_recount, duplicates_mark, row_record, row_to_edit


@use_case
def row_drop(*, row_id: UUID, actor: Actor, now: Moment) -> None:
    """Drops a line: it stays on record and counts nowhere. Locks batch, then line.

    Raises NotFound, Conflict NOT_EDITABLE or ENTERPRISE_SUSPENDED, IllegalMove for a line that is dropped already.
    """
    batch, row = row_to_edit(actor, row_id)
    move = move_make(row, ROW, "drop")
    duplicates_mark(batch.pk, [bytes(row.account_index)])
    batch_recount(batch, now)
    row_record(row, batch, "daifutong.row.dropped", source=move.source, actor=actor, now=now)
