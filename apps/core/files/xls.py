"""An xls workbook (BIFF8, Excel 97-2003) as a stream of rows.

calamine reads the values; it tells nothing of hidden rows and columns or formulas, so the records are walked once more
for those. Raises FileRefused.
"""

import datetime
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .ole import CompoundFile
from .refusal import HIDDEN_SHEET_ROWS, SPARE_ROWS, FileRefused, Limits, too_many_rows
from .sniff import broken_archive, outside_link
from .table import Area, Sheet, column_letters, kept_digits
from .wire import Answer, date_token, error_token, formula_token, text_token

_FORMULA, _EOF, _FILEPASS, _COLINFO, _BOUNDSHEET, _MERGECELLS = 0x0006, 0x000A, 0x002F, 0x007D, 0x0085, 0x00E5
_SUPBOOK, _BOOLERR, _ROW, _DEFAULTROWHEIGHT, _BOF = 0x01AE, 0x0205, 0x0208, 0x0225, 0x0809
_OWN_SHEETS, _ADD_INS = 0x0401, 0x3A01  # what a SUPBOOK record may refer to without leaving the file
_BIFF8 = 0x0600
_MACRO_SHEET = 1
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(slots=True)
class _Facts:
    """What the records of one sheet say beyond its values; rows and columns from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def read(file: BinaryIO, limits: Limits, answer: Answer) -> None:
    """Answers with the head, each row, then each sheet's facts. Raises FileRefused."""
    file.seek(0)
    data = file.read()
    compound = CompoundFile(data)
    if "_vba_project_cur" in compound.entries or "vba" in compound.entries:
        raise FileRefused("F_MACRO", "文件含有宏,请另存为不含宏的 .xlsx 后再上传")
    stream = compound.stream("Workbook")
    if stream is None:
        raise FileRefused("F_TYPE", "不是 Excel 97-2003 及以后的工作簿,请用 Excel 另存为 .xlsx 后再上传")
    try:
        offsets = _sheet_offsets(stream)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(offsets) != len(workbook.sheets_metadata):
            raise broken_archive()
        answer.head("xls", None)
        rows_left = limits.rows + SPARE_ROWS
        for index, meta in enumerate(workbook.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            visible = meta.visible == SheetVisibleEnum.Visible
            sheet = workbook.get_sheet_by_index(index)
            if visible:
                rows_left -= sheet.height
                if rows_left < 0:
                    raise too_many_rows(limits.rows)
            _write_sheet(sheet, visible, _facts(stream, offsets[index]), limits, answer)
    except (CalamineError, struct.error) as error:
        raise broken_archive() from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from an offset to the end of its substream; embedded charts are walked over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, stream[at + 4 : at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size
    raise broken_archive()


def _sheet_offsets(stream: bytes) -> list[int]:
    """Where each sheet begins. Refuses a password, macro sheets and links to other files."""
    kind, version = struct.unpack_from("<H2xH", stream, 0)
    if kind != _BOF or version != _BIFF8:
        raise FileRefused("F_TYPE", "这是 Excel 97 以前的工作簿,请用 Excel 另存为 .xlsx 后再上传")
    offsets = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise FileRefused("F_ENCRYPTED", "文件设有打开密码,请取消密码后再上传")
        if kind == _BOUNDSHEET:
            offset, _state, sheet_type = struct.unpack_from("<IBB", body)
            if sheet_type == _MACRO_SHEET:
                raise FileRefused("F_MACRO", "文件含有宏表,请删除后再上传")
            offsets.append(offset)
        elif kind == _SUPBOOK and struct.unpack_from("<H", body, 2)[0] not in (_OWN_SHEETS, _ADD_INS):
            raise outside_link()
    return offsets


def _facts(stream: bytes, offset: int) -> _Facts:
    facts, rows_hidden_by_default = _Facts(), False
    shown_rows: set[int] = set()
    for kind, body in _records(stream, offset):
        if kind == _FORMULA:
            row, column, result_kind, error, not_number = struct.unpack_from("<HH2xBxB3xH", body)
            facts.formulas.add((row + 1, column + 1))
            if not_number == 0xFFFF and result_kind == 2:
                facts.errors[row + 1, column + 1] = _ERRORS.get(error, "#N/A")
        elif kind == _BOOLERR:
            row, column, value, is_error = struct.unpack_from("<HH2xBB", body)
            if is_error:
                facts.errors[row + 1, column + 1] = _ERRORS.get(value, "#N/A")
        elif kind == _ROW:
            row, height, flags = struct.unpack_from("<H4xH4xH", body)
            (facts.hidden_rows if flags & 0x20 or height == 0 else shown_rows).add(row + 1)
        elif kind == _COLINFO:
            first, last, width, _style, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1 or width == 0:
                facts.hidden_columns.append((first + 1, last + 1))
        elif kind == _DEFAULTROWHEIGHT:
            rows_hidden_by_default = bool(body[0] & 2)
        elif kind == _MERGECELLS:
            for at in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
                facts.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    if rows_hidden_by_default:
        facts.hidden_rows |= set(range(1, 65_537)) - shown_rows
    return facts


def _write_sheet(sheet: Any, visible: bool, facts: _Facts, limits: Limits, answer: Answer) -> None:
    (top, left), (_, right) = sheet.start or (0, 0), sheet.end or (0, 0)
    if right >= limits.columns:
        where = column_letters(right + 1)
        raise FileRefused("F_TOO_LARGE", f"{where} 列超出 {limits.columns} 列上限,请删除多余的列")
    hidden_rows = []
    for number, values in enumerate(islice(sheet.iter_rows(), None if visible else HIDDEN_SHEET_ROWS), top + 1):
        tokens = ["null"] * left
        for column, value in enumerate(values, left + 1):
            error = facts.errors.get((number, column))
            token = error_token(error) if error else _token(value)
            tokens.append(formula_token(token) if (number, column) in facts.formulas else token)
        while tokens and tokens[-1] == "null":
            tokens.pop()
        if tokens:
            answer.row(number, tokens)
            if number in facts.hidden_rows:
                hidden_rows.append(number)
    merges, columns = tuple(facts.merges), tuple(facts.hidden_columns)
    answer.sheet(Sheet(sheet.name, [], visible, merges, tuple(hidden_rows), columns))


def _token(value: object) -> str:
    if isinstance(value, str):
        return text_token(value) if value else "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return date_token(value.date())
    if isinstance(value, datetime.date):
        return date_token(value)
    if isinstance(value, datetime.time | datetime.timedelta):
        return text_token(str(value))
    number = kept_digits(format(value, ".15g"))
    return error_token(str(value)) if number is None else str(number)
