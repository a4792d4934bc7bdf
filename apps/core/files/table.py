"""The neutral table that every uploaded file becomes: sheets of numbered rows of cells, and what a reader must know.

A cell is what the file says, not what it means: text as it stands, a number as Decimal with the 15 digits that a
spreadsheet keeps (never float), a date, True or False, an error such as `#REF!`, a formula with its cached value, or
None.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple

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
