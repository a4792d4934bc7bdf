"""Mending a roster before it counts: a row, all rows with one fault, the sheet of faults; dropping rows, giving it up.

After each of these every row is checked again: against the others and against the members.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.files import Cell, read_table

from ..models import RosterUpload
from ..rules import ROSTER
from ..rules.roster import ALIKE, COLUMNS, RosterRow, cell_text, read_field
from ..rules.roster_sheet import read_sheet
from ..selectors.enterprises import require_certified
from .roster_moves import roster_locked, roster_record, rows_checked

KEPT_WHEN_EMPTY = ("id_number", "mobile")


@use_case
def roster_row_amend(
    *, upload_id: UUID, number: int, values: Mapping[str, Cell], actor: Actor, now: Moment
) -> RosterRow:
    """Writes what was typed over the columns of one row and checks all again; gives the row.

    An empty ID or telephone number keeps the stored one, which pages show masked. What cannot be read stays as typed,
    with its fault. Locks the upload. Raises NotFound, IllegalMove for one that is over, Conflict ENTERPRISE_SUSPENDED.
    """
    upload, rows = _to_mend(upload_id, actor)
    row = _row(rows, number)
    changed = _write(row, values, now)
    _keep(upload, rows, actor, now, rows=1, columns=changed)
    return row


@use_case
def roster_row_drop(*, upload_id: UUID, number: int, actor: Actor, now: Moment) -> None:
    """Takes a row out of the roster. Locks the upload. Raises as roster_row_amend."""
    upload, rows = _to_mend(upload_id, actor)
    rows.remove(_row(rows, number))
    _keep(upload, rows, actor, now, rows=1, dropped=True)


@use_case
def roster_alike_amend(*, upload_id: UUID, column: str, text: str, value: str, actor: Actor, now: Moment) -> int:
    """Writes one value over every faulty cell of a column (one of ALIKE) that holds this text; gives how many.

    Locks the upload. Raises as roster_row_amend, InvalidInput (VALUE) for a value that is wrong as well, Conflict
    (NOTHING) where no row has the fault any more.
    """
    upload, rows = _to_mend(upload_id, actor)
    alike = [row for row in rows if column in ALIKE and column in row.errors and getattr(row, column) == text]
    if not alike:
        raise Conflict("NOTHING", "这些行已经改好,请刷新后查看。")
    for row in alike:
        read_field(row, column, value, now.business_date)
    if alike[0].errors.get(column):
        raise InvalidInput("VALUE", f"{alike[0].errors[column]}。")
    _keep(upload, rows, actor, now, rows=len(alike), columns=[column])
    return len(alike)


def roster_merge(*, upload_id: UUID, data: bytes, file_name: str, actor: Actor, now: Moment) -> int:
    """Takes the mended sheet of faults back: its rows are written over those of the same number; gives how many.

    Raises as roster_row_amend, FileRefused (F_*) for a file that is no such sheet.
    """
    require_certified(actor.enterprise)
    mended = read_sheet(read_table(data, file_name))
    return _roster_rows_put(upload_id=upload_id, mended=mended, actor=actor, now=now)


@use_case
def _roster_rows_put(*, upload_id: UUID, mended: Mapping[int, Mapping[str, Cell]], actor: Actor, now: Moment) -> int:
    upload, rows = _to_mend(upload_id, actor)
    found = [row for row in rows if row.number in mended]
    for row in found:
        _write(row, mended[row.number], now)
    if not found:
        raise Conflict("NOTHING", "文件里没有这份花名册的行,请使用从本页下载的错误清单。")
    _keep(upload, rows, actor, now, rows=len(found), sheet=True)
    return len(found)


@use_case
def roster_discard(*, upload_id: UUID, actor: Actor, now: Moment) -> None:
    """Gives a roster up; its rows are erased. Locks it. Raises NotFound, IllegalMove for one that is over."""
    upload, _ = roster_locked(upload_id, "discard", actor)
    source, upload.state = upload.state, ROSTER.check(upload.state, "discard").target
    upload.rows = "[]"
    upload.save()
    roster_record(upload, "discarded", actor, now, source=source, detail={})


def _to_mend(upload_id: UUID, actor: Actor) -> tuple[RosterUpload, list[RosterRow]]:
    upload, rows = roster_locked(upload_id, "amend", actor)
    require_certified(actor.enterprise)
    return upload, rows


def _row(rows: Sequence[RosterRow], number: int) -> RosterRow:
    row = next((row for row in rows if row.number == number), None)
    if row is None:
        raise NotFound("没有找到这一行。")
    return row


def _write(row: RosterRow, values: Mapping[str, Cell], now: Moment) -> list[str]:
    """Reads the values into the row; gives the columns that are not as they were."""
    changed = []
    for name in COLUMNS:
        if name not in values or (name in KEPT_WHEN_EMPTY and not cell_text(values[name])):
            continue
        before = getattr(row, name), row.errors.get(name)
        read_field(row, name, values[name], now.business_date)
        if (getattr(row, name), row.errors.get(name)) != before:
            changed.append(name)
    return changed


def _keep(upload: RosterUpload, mended: Sequence[RosterRow], actor: Actor, now: Moment, **detail: object) -> None:
    rows_checked(upload, mended, actor)
    upload.save()
    roster_record(upload, "amended", actor, now, source=upload.state, detail=detail)
