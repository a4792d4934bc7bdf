"""The mended sheet of faults comes back: its rows are written over the lines of the same employees."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.crypto import blind_indexer
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict
from apps.core.files import FileRefused, read_table
from apps.core.money import plain_yuan

from ..choices import RowState
from ..contracts import MergeAnswer, PayLine
from ..models import Batch, Row
from ..rules.lines import Line
from ..rules.payroll_contract import ACCOUNT, REMARK, PayrollLimits, PayrollRow
from ..rules.payroll_file import check_sent, number_ranges
from ..rules.payroll_line import check_line
from ..rules.payroll_sheet import Match, keeps_account, match_fault, matched, sheet_numbers
from ..selectors.columns import table_checked
from ..selectors.registry import check_lines
from .batch_moves import batch_record
from .row_moves import batch_recount, batch_to_edit, duplicates_mark
from .rows_rewrite import precision_keep, rows_rewrite

AGAIN = "W_DUPLICATE"  # said of the rows of the sheet: the batch says it of its lines


@collector_paused()
def rows_merge(*, batch_id: UUID, content: bytes, filename: str, actor: Actor, now: Moment) -> MergeAnswer:
    """Writes the rows of a sheet, or of the corrected file, over the lines of the same employees (by employee number,
    else the line's number, else name and account) and checks them again. A line without a row stays; no line is added,
    so that nobody is paid twice. A masked or empty account keeps the stored one.

    The same sheet again changes nothing. Locks batch, then lines. Raises FileRefused (F_*) for a file that cannot be
    read, NotFound, Conflict NOT_EDITABLE, ENTERPRISE_SUSPENDED or SHEET_LINES for a row that is no line of this batch
    or a second one of the same line (nothing is changed then), Forbidden CONFIDENTIAL.
    """
    table = read_table(content, filename)
    file, _ = table_checked(table, enterprise_id=actor.enterprise, today=now.business_date)
    if file.file_errors:
        raise FileRefused(file.file_errors[0].code, ";".join(error.message for error in file.file_errors))
    return _merge(
        batch_id=batch_id,
        rows=file.rows,
        told=sheet_numbers(table, file),
        has_remark=file.columns is not None and REMARK in file.columns.places,
        digest=hashlib.sha256(content).hexdigest(),
        actor=actor,
        now=now,
    )


def rows_merge_lines(*, batch_id: UUID, lines: Sequence[PayLine], actor: Actor, now: Moment) -> MergeAnswer:
    """Takes what a program sends line by line, like the rows of a sheet: the same employees, checks and errors."""
    cells = [(line.name, line.account, plain_yuan(line.amount_fen), line.remark, None, line.emp_no) for line in lines]
    return _merge(
        batch_id=batch_id,
        rows=check_sent(cells, today=now.business_date),
        told={},
        has_remark=True,
        digest=hashlib.sha256(json.dumps([asdict(line) for line in lines]).encode()).hexdigest(),
        actor=actor,
        now=now,
    )


@use_case
def _merge(
    *,
    batch_id: UUID,
    rows: Sequence[PayrollRow],
    told: Mapping[int, int],
    has_remark: bool,
    digest: str,
    actor: Actor,
    now: Moment,
) -> MergeAnswer:
    batch = batch_to_edit(actor, batch_id)
    stored = _pending(batch)
    matches = _matches(rows, told, stored)
    if fault := match_fault(matches):
        raise Conflict("SHEET_LINES", fault, fields={"id_sheet": fault})
    lines = [_line(match.row, stored[match.number], has_remark, now) for match in matches if match.number is not None]
    index = blind_indexer("account_number")
    changed = [line for line in lines if _differs(stored[line.number], line, index(line.account))]
    before = {bytes(stored[line.number].account_index) for line in changed}
    total_before, errors_before, source = batch.total_fen, batch.error_count, batch.state
    if changed:
        check_lines(changed, enterprise_id=batch.enterprise_id, now=now)
        rows_rewrite(changed)
        duplicates_mark(batch.pk, before | {index(line.account) for line in changed})
        batch_recount(batch, now)
    answer = MergeAnswer(
        batch_id=batch.pk,
        changed=len(changed),
        same=len(lines) - len(changed),
        absent=len(stored) - len(lines),
        mended=errors_before - batch.error_count,
        total_before_fen=total_before,
        total_fen=batch.total_fen,
        error_count=batch.error_count,
    )
    figures = {name: value for name, value in asdict(answer).items() if name != "batch_id"}
    detail = {"file": digest, "lines": ",".join(number_ranges(line.number for line in changed))} | figures
    batch_record(batch, "daifutong.rows.merged", source=source, actor=actor, now=now, detail=detail)
    return answer


def _pending(batch: Batch) -> dict[int, Row]:
    rows = Row.objects.system("lines of a batch under its lock").filter(batch=batch, state=RowState.PENDING)
    return {row.number: row for row in lock_rows(rows)}


def _matches(rows: Sequence[PayrollRow], told: Mapping[int, int], stored: Mapping[int, Row]) -> list[Match]:
    by_emp_no: dict[str, int | None] = {}
    by_index: dict[tuple[str, bytes], int | None] = {}
    for row in stored.values():
        by_emp_no[row.emp_no] = None if row.emp_no in by_emp_no else row.number
        payee = row.name, bytes(row.account_index)
        by_index[payee] = None if payee in by_index else row.number
    index = blind_indexer("account_number")
    payees = ((row.name, row.account) for row in rows if not keeps_account(row))
    return matched(
        rows,
        told,
        by_emp_no=by_emp_no,
        by_payee={payee: by_index.get((payee[0], index(payee[1]))) for payee in payees},
        numbers=frozenset(stored),
    )


def _line(found: PayrollRow, row: Row, has_remark: bool, now: Moment) -> Line:
    """The row of the sheet in the place of the stored line, with all that was wrong in its cells."""
    errors, warnings = list(found.errors), [warning for warning in found.warnings if warning.code != AGAIN]
    account = found.account
    if keeps_account(found):
        account = row.account.clear()
        cells = (found.name, account, "1", "", "", "")
        kept = check_line(row.number, cells, today=now.business_date, limits=PayrollLimits())
        errors = [e for e in errors if e.column != ACCOUNT] + [e for e in kept.errors if e.column == ACCOUNT]
        warnings = [w for w in warnings if w.column != ACCOUNT] + [w for w in kept.warnings if w.column == ACCOUNT]
    here = found._replace(
        row=row.number,
        account=account,
        remark=found.remark if has_remark else row.remark,
        emp_no=row.emp_no,
        errors=tuple(errors),
        warnings=tuple(warnings),
    )
    line = Line.read(here, row.pk)
    if keeps_account(found):
        precision_keep(row, line)
    return line


def _differs(row: Row, line: Line, index: bytes) -> bool:
    stored = row.name, bytes(row.account_index), row.amount_fen, row.amount_text, row.remark
    return stored != (line.name, index, line.amount_fen, line.amount_text, line.remark)
