"""A payroll file, checked as far as the file itself tells: which sheet, which columns, every line, the declared total.

Plain Python on the neutral table of `core.files`; what accounts and rosters say comes afterwards (`lines.py`). Rules
PY-2, PY-3, PY-4 and ID-1 … ID-6.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from apps.core.files import FileRefused, Row, Sheet, Table, column_letters, format_of
from apps.core.money import Fen, format_yuan

from .cell_text import is_blank
from .payroll_contract import (
    ACCOUNT,
    AMOUNT,
    EMP_NO,
    FIELDS,
    ID_NUMBER,
    FileError,
    Finding,
    PayItem,
    PayrollColumns,
    PayrollFile,
    PayrollLimits,
    PayrollRow,
)
from .payroll_header import FIXED_ORDER, FIXED_WIDTH, HEADER_ROWS, Header, columns_of, find_header, no_header
from .payroll_items import item_columns, items_of
from .payroll_line import FieldCells, check_line
from .payroll_skip import RowKind, row_kind, total_of

NAMED_RANGES = 5  # a message names so many and counts the rest


class _Refused(Exception):
    def __init__(self, *errors: FileError) -> None:
        self.errors = errors


def check_table(
    table: Table,
    *,
    today: date,
    limits: PayrollLimits | None = None,
    columns: PayrollColumns | None = None,
    sheet: str | None = None,
) -> PayrollFile:
    """The payroll in a file that `core.files.read_table` could read. Never raises for what the file holds.

    `today` is the business date (ID numbers tell an age). `columns` is the enterprise's own template for a file without
    a usable header, `sheet` its answer to F_SHEETS. With `file_errors` the file is refused whole; rows are given then
    only for F_TOTAL_MISMATCH.
    """
    limits = limits or PayrollLimits()
    chosen = None
    try:
        chosen, header, notes = _choose_sheet(table, sheet, columns)
        columns = columns or _columns(table, chosen, header)
        _refuse_hidden_parts(chosen, columns)
        rows, totals = _read_rows(table, chosen, columns, today, limits)
    except _Refused as refusal:
        name = chosen.name if chosen else None
        return PayrollFile(table.format, table.encoding, name, file_errors=refusal.errors)
    if notes:
        rows[0] = rows[0]._replace(warnings=(*notes, *rows[0].warnings))
    total = Fen(sum(row.amount for row in rows if row.amount is not None))
    return PayrollFile(
        format=table.format,
        encoding=table.encoding,
        sheet=chosen.name,
        rows=tuple(rows),
        total=total,
        declared_total=totals[0][1] if totals else None,
        columns=columns,
        file_errors=_mismatches(totals, total) if all(row.amount is not None for row in rows) else (),
    )


def check_sent(lines: Iterable[FieldCells], *, today: date) -> tuple[PayrollRow, ...]:
    """Lines that come one by one, without a file around them: every one is a line to pay, numbered from 1."""
    rows = [check_line(number, cells, today=today, limits=PayrollLimits()) for number, cells in enumerate(lines, 1)]
    _mark_duplicates(rows)
    return tuple(rows)


def refused(error: FileRefused, filename: str) -> PayrollFile:
    """A file that could not even be read; its format is what its name says."""
    return PayrollFile(format_of(filename), file_errors=(FileError(error.code, error.message),))


# ---- which sheet, which columns


def _choose_sheet(
    table: Table, wanted: str | None, columns: PayrollColumns | None
) -> tuple[Sheet, Header | None, list[Finding]]:
    filled = [(sheet, find_header(sheet.rows)) for sheet in table.sheets if _has_data(sheet)]
    visible = [(sheet, header) for sheet, header in filled if sheet.visible]
    if wanted is not None:
        visible = [(sheet, header) for sheet, header in visible if sheet.name == wanted]
        if not visible:
            raise _Refused(FileError("F_SHEETS", f"没有名为“{wanted}”的可见工作表"))
    notes = []
    for sheet, header in filled:
        if sheet.visible:
            continue
        if header is not None and header.is_payroll:
            message = f"隐藏的工作表“{sheet.name}”里有工资数据,请取消隐藏并核对,或删除该表后再上传"
            raise _Refused(FileError("F_HIDDEN", message))
        message = f"工作簿里有隐藏的工作表“{sheet.name}”,未读取其中内容"
        notes.append(Finding("W_HIDDEN_SHEET", message, "sheet"))
    if not visible:
        raise _Refused(FileError("F_EMPTY", "文件里没有数据,请选择有内容的工资文件"))
    payrolls = [(sheet, header) for sheet, header in visible if header is not None and header.is_payroll]
    if len(payrolls) > 1 or (columns is not None and len(visible) > 1 and not payrolls):
        names = "、".join(f"“{sheet.name}”" for sheet, _ in payrolls or visible)
        message = f"有 {len(payrolls or visible)} 张工作表都像工资表({names}),请指明要用哪一张,或删除其余的"
        raise _Refused(FileError("F_SHEETS", message))
    return *(payrolls or visible)[0], notes


def _has_data(sheet: Sheet) -> bool:
    return any(not is_blank(cell) for row in sheet.rows for cell in row.cells)


def _columns(table: Table, sheet: Sheet, header: Header | None) -> PayrollColumns:
    if header is not None:
        columns, errors = columns_of(header)
        if errors:
            raise _Refused(*errors)
        return columns
    if table.format == "txt" and _is_fixed_order(sheet.rows[0]):
        return FIXED_ORDER
    raise _Refused(no_header())


def _is_fixed_order(row: Row) -> bool:
    """序号|账号|户名|金额 and perhaps 附言: the second field is digits, the third is not."""
    cells = [cell for cell in row.cells[:FIXED_WIDTH] if not is_blank(cell)]
    if len(cells) < FIXED_WIDTH - 1:
        return False
    account, name = str(cells[1]), str(cells[2])
    return sum(map(str.isdecimal, account)) >= len(account) // 2 > 0 and not name.strip().isdecimal()


# ---- what is hidden or merged (PY-3)


def _refuse_hidden_parts(sheet: Sheet, columns: PayrollColumns) -> None:
    errors = []
    if merges := [area for area in sheet.merges if area.last_row >= max(columns.header_row, 1)]:
        message = f"表头或数据区有合并单元格({_named([area.ref for area in merges])}),请取消合并并逐行填写"
        errors.append(FileError("F_MERGED", message))
    if sheet.hidden_rows:
        message = (
            f"有隐藏的行含有数据(第 {_named(number_ranges(sheet.hidden_rows))} 行),请取消隐藏或筛选,或删除后再上传"
        )
        errors.append(FileError("F_HIDDEN", message))
    if hidden := _hidden_columns(sheet, columns.header_row):
        letters = [column_letters(number) for number in hidden]
        message = f"有隐藏的列含有数据({_named(letters)} 列),请取消隐藏,或删除后再上传"
        errors.append(FileError("F_HIDDEN", message))
    if errors:
        raise _Refused(*errors)


def _hidden_columns(sheet: Sheet, header_row: int) -> list[int]:
    """The hidden columns, from 1, that hold something below the header."""
    if not sheet.hidden_columns:
        return []
    width = max(len(row.cells) for row in sheet.rows)
    hidden = {n for first, last in sheet.hidden_columns for n in range(first, min(last, width) + 1)}
    below = [row.cells for row in sheet.rows if row.number > header_row]
    return [n for n in sorted(hidden) if any(len(cells) >= n and not is_blank(cells[n - 1]) for cells in below)]


def number_ranges(numbers: Iterable[int]) -> list[str]:
    """(5, 7, 8, 9) → ["5", "7-9"]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def _named(names: list[str]) -> str:
    more = f" 等 {len(names)} 处" if len(names) > NAMED_RANGES else ""
    return "、".join(names[:NAMED_RANGES]) + more


# ---- lines


def _field_cells(sheet: Sheet, columns: PayrollColumns) -> Iterator[tuple[Row, FieldCells]]:
    """The rows below the header, each with its cells in the order of FIELDS; a field without a column is None."""
    places = [columns.places.get(field, -1) for field in FIELDS]
    width = max(places) + 1
    name, account, amount, remark, id_number, emp_no = (width if place < 0 else place for place in places)
    padding = [None] * (width + 1)
    for row in sheet.rows:
        if row.number > columns.header_row:
            cells = row.cells[:width] + padding[: max(1, width + 1 - len(row.cells))]
            yield (
                row,
                (cells[name], cells[account], cells[amount], cells[remark], cells[id_number], cells[emp_no]),
            )


def _record_width(table: Table, sheet: Sheet, columns: PayrollColumns) -> int:
    """How many fields a record of a text file may have; a sheet may have notes beside its table."""
    if table.format not in ("csv", "txt"):
        return max(len(row.cells) for row in sheet.rows)
    if columns.header_row == 0 and columns != FIXED_ORDER:  # the enterprise has said which column is which
        return len(sheet.rows[0].cells)
    return next((len(row.cells) for row in sheet.rows if row.number == columns.header_row), FIXED_WIDTH)


def _read_rows(
    table: Table, sheet: Sheet, columns: PayrollColumns, today: date, limits: PayrollLimits
) -> tuple[list[PayrollRow], list[tuple[int, Fen]]]:
    lines: list[tuple[int, FieldCells]] = []
    places = item_columns(sheet.rows[:HEADER_ROWS], columns)
    items: list[tuple[PayItem, ...]] = []
    too_wide: list[int] = []
    width = _record_width(table, sheet, columns)
    totals: list[tuple[int, Fen]] = []
    for row, cells in _field_cells(sheet, columns):
        kind = row_kind(row, cells)
        if kind is RowKind.LINE:
            lines.append((row.number, cells))
            if places:
                items.append(items_of(row, places))
            if len(row.cells) > width and not all(map(is_blank, row.cells[width:])):
                too_wide.append(len(lines) - 1)
        elif kind is RowKind.TOTAL and (declared := total_of(row, cells)) is not None:
            totals.append((row.number, declared))
    if not lines:
        raise _Refused(FileError("F_EMPTY", "文件里没有工资明细,请检查表头下面是否有数据"))
    if len(lines) > limits.lines:
        message = f"明细共 {len(lines):,} 行,超过 {limits.lines:,} 行上限,请拆分成几个文件分批上传"
        raise _Refused(FileError("F_LINES", message))
    rows = [check_line(number, cells, today=today, limits=limits) for number, cells in lines]
    if places:
        rows = [row._replace(items=found) for row, found in zip(rows, items, strict=True)]
    for index in too_wide:
        rows[index] = _unreliable(rows[index])
    _mark_duplicates(rows)
    return rows, totals


def _unreliable(row: PayrollRow) -> PayrollRow:
    """A record with more fields than its header: most often 1,234.50 without quotes, which would pay 1 yuan."""
    message = "本行的列数多于表头,金额中的千分位逗号请去掉或加上引号"
    errors = (*(error for error in row.errors if error.column != AMOUNT), Finding("E_AMOUNT", message, AMOUNT))
    return row._replace(amount=None, errors=errors)


def _mark_duplicates(rows: list[PayrollRow]) -> None:
    """W_DUPLICATE on every line whose account, ID number or staff number stood in a line before."""
    for field, what in ((ACCOUNT, "账号"), (ID_NUMBER, "证件号码"), (EMP_NO, "工号")):
        first: dict[str, int] = {}
        values = [getattr(row, field) for row in rows]
        for index, value in enumerate(values):
            if value and (before := first.setdefault(value, index)) != index:
                message = f"{what}与第 {rows[before].row} 行相同,请确认是否重复发放"
                finding = Finding("W_DUPLICATE", message, field)
                rows[index] = rows[index]._replace(warnings=(*rows[index].warnings, finding))


def _mismatches(totals: list[tuple[int, Fen]], total: Fen) -> tuple[FileError, ...]:
    return tuple(
        FileError(
            "F_TOTAL_MISMATCH",
            f"第 {number} 行合计 {format_yuan(declared)} 元,逐行相加是 {format_yuan(total)} 元,"
            f"相差 {format_yuan(abs(declared - total))} 元,请核对后再上传",
        )
        for number, declared in totals
        if declared != total
    )
