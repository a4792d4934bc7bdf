"""Mending one line in place: checked again as if the file had brought it so."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..contracts import RowLine
from ..rules.batch import ROW
from ..selectors.registry import check_lines
from ..selectors.rows import row_line
from .row_moves import batch_recount, duplicates_mark, row_record, row_to_edit
from .rows_rewrite import line_again, rows_rewrite


@use_case
def row_amend(*, row_id: UUID, name: str, account: str, amount: str, remark: str, actor: Actor, now: Moment) -> RowLine:
    """Writes what the maker typed over a line, checks it again (PY-3, PY-4) and brings the batch's figures up to date.

    An empty `account` keeps the stored one, which pages show masked. A text that cannot be read is kept with its
    error, as in a file. Locks batch, then line. Raises NotFound, Conflict NOT_EDITABLE once the batch is submitted or
    ENTERPRISE_SUSPENDED, IllegalMove for a dropped line.
    """
    batch, row = row_to_edit(actor, row_id)
    ROW.check(row.state, "amend")
    before = bytes(row.account_index)
    line = line_again(row, today=now.business_date, name=name, account=account, amount=amount, remark=remark)
    check_lines([line], enterprise_id=batch.enterprise_id, now=now)
    changed = [
        field
        for field, old, new in (
            ("name", row.name, line.name),
            ("account", row.account.clear(), line.account),
            ("amount", row.amount_fen, line.amount_fen),
            ("remark", row.remark, line.remark),
        )
        if old != new
    ]
    rows_rewrite([line])
    row.refresh_from_db()
    duplicates_mark(batch.pk, {before, bytes(row.account_index)})
    batch_recount(batch, now)
    row_record(row, batch, "daifutong.row.amended", source=row.state, actor=actor, now=now, detail={"fields": changed})
    row.refresh_from_db(fields=["warnings"])
    return row_line(row, batch)
