"""Mending one line in place: checked again as if the file had brought it so."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..contracts import RowLine
from ..models import Row
from ..rules.batch import ROW
from ..rules.lines import Line
from ..rules.payroll_contract import PayrollLimits
from ..rules.payroll_line import check_line
from ..selectors.registry import check_lines
from ..selectors.rows import row_line
from .row_moves import batch_recount, duplicates_mark, row_record, row_to_edit
from .rows_load import findings_json

FIELDS = (
    "name", "account", "account_index", "account_tail", "amount_fen", "amount_text", "remark", "errors", "warnings",
    "channel", "payee_bank", "payee_account_id", "payee_ledger_id", "person_id",
)  # fmt: skip


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
    typed = (name, account or row.account.clear(), amount, remark, "", row.emp_no)
    checked = check_line(row.number, typed, today=now.business_date, limits=PayrollLimits())
    line = Line.read(checked, row.pk)
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
    _write(row, line)
    duplicates_mark(batch.pk, {before, bytes(row.account_index)})
    batch_recount(batch, now)
    row_record(row, batch, "daifutong.row.amended", source=row.state, actor=actor, now=now, detail={"fields": changed})
    row.refresh_from_db(fields=["warnings"])
    return row_line(row, batch)


def _write(row: Row, line: Line) -> None:
    row.name, row.account, row.account_tail = line.name, line.account, line.account[-4:]
    row.amount_fen, row.amount_text, row.remark = line.amount_fen, line.amount_text, line.remark
    row.errors, row.warnings = findings_json(line.errors), findings_json(line.warnings)
    row.channel, row.payee_bank = line.channel, line.payee_bank
    row.payee_account_id, row.payee_ledger_id = line.payee_account_id, line.payee_ledger_id
    row.person_id = line.person_id
    row.save(update_fields=FIELDS)
