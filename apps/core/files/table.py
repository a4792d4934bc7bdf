"""The neutral table that every uploaded file becomes: sheets of numbered rows of cells, and what a reader must know.

A cell is what the file says, not what it means: text as it stands, a number as Decimal with the 15 digits that a
spreadsheet keeps (never float), a date, True or False, an error such as `#REF!`, a formula with its cached value, or
None. The same shapes travel as lines of JSON from the capped child (`child.py`) to the caller (`reader.py`).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import Any, NamedTuple

SIGNIFICANT_DIGITS = 15  # what a spreadsheet keeps of a number (PY-3)
_LARGEST_EXPONENT = 30
_KEPT = Context(prec=SIGNIFICANT_DIGITS)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CellError(NamedTuple):
    """`#REF!`, `#N/A` … as the sheet shows it."""

    text: str


class Formula(NamedTuple):
    """A calculated cell; `value` is the cached result, None when the file brings none (PY-3)."""

    value: "str | Decimal | bool | date | CellError | None"


Cell = str | Decimal | bool | date | CellError | Formula | None


class Row(NamedTuple):
    """`number` counts from 1 and is the row of the sheet, or the record of a text file. Blank rows are left out."""

    number: int
    cells: list[Cell]


class Area(NamedTuple):
    """A rectangle of cells, all four from 1 and included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def ref(self) -> str:
        """As people know it: B2:D5."""
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or the whole of a text file (then `name` is None). Of a hidden sheet only the first rows are read."""

    name: str | None
    rows: list[Row]
    visible: bool = True
    merges: tuple[Area, ...] = ()
    hidden_rows: tuple[int, ...] = ()  # those that hold something
    hidden_columns: tuple[tuple[int, int], ...] = ()  # first and last, from 1, whether or not they hold something


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read whole. `format` is xlsx, xls, csv or txt; `encoding` is None for a workbook."""

    format: str
    encoding: str | None
    sheets: tuple[Sheet, ...]


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def kept_digits(text: str) -> Decimal | None:
    """A number as a spreadsheet keeps it: 15 significant digits, so that 0.30000000000000004 is 0.3 again.

    None for what is no number, and for magnitudes that no sheet of money or card numbers has.
    """
    try:
        number = _KEPT.create_decimal(text)
    except InvalidOperation:
        return None
    return number.normalize() if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def plain(text: str) -> str:
    """Text with Excel's `_x0007_` written out as the character that it stands for."""
    if "_x" not in text:
        return text
    written = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# ---- lines of JSON between the child and the caller


def head_line(kind: str, encoding: str | None) -> str:
    """The first line of a file that can be read."""
    return json.dumps({"format": kind, "encoding": encoding})


def sheet_line(sheet: Sheet) -> str:
    """The line that closes the rows of one sheet."""
    return json.dumps(
        {
            "sheet": sheet.name,
            "visible": sheet.visible,
            "merges": sheet.merges,
            "hidden_rows": sheet.hidden_rows,
            "hidden_columns": sheet.hidden_columns,
        }
    )


def date_token(day: date) -> str:
    return f'{{"date":"{day.isoformat()}"}}'


def error_token(text: str) -> str:
    return json.dumps({"error": text})


def formula_token(token: str) -> str:
    return f'{{"formula":{token}}}'


text_token = json.encoder.encode_basestring  # text as a JSON string, written out in C


def read_sheets(lines: Iterable[bytes]) -> Iterator[Sheet]:
    """Sheets from the child's lines: rows as arrays, then one object for the sheet they belong to."""
    load_row = json.JSONDecoder(object_hook=_special_cell, parse_float=Decimal, parse_int=Decimal).decode
    rows: list[Row] = []
    for line in lines:
        if line.startswith(b"["):
            number, *cells = load_row(line.decode())
            rows.append(Row(int(number), cells))
        else:
            facts = json.loads(line)
            yield Sheet(
                name=facts["sheet"],
                rows=rows,
                visible=facts["visible"],
                merges=tuple(Area(*area) for area in facts["merges"]),
                hidden_rows=tuple(facts["hidden_rows"]),
                hidden_columns=tuple((first, last) for first, last in facts["hidden_columns"]),
            )
            rows = []


def _special_cell(cell: dict[str, Any]) -> Cell:
    if "formula" in cell:
        return Formula(cell["formula"])
    if "error" in cell:
        return CellError(cell["error"])
    return date.fromisoformat(cell["date"])
