"""Which rows of a payroll sheet pay nobody: totals, subtotals, footers, notes (PY-2, PY-3).

A row that names an account is always a line, whatever else it says: no word may hide a payment.
"""

import re
from decimal import Decimal
from enum import Enum

from apps.core.files import Cell, Formula, Row
from apps.core.identifiers import half_width, strip_invisible
from apps.core.money import Fen, MoneyError, parse_yuan

from .cell_text import is_blank, text_of
from .payroll_line import FieldCells

ACCOUNT_DIGITS = 8  # fewer digits in the account's column are a head count, not an account

_TOTAL = re.compile(r".{0,8}(合计|总计|共计|小计).{0,24}")
_FOOTER = re.compile("制表|制单|审核|审批|复核|签字|签名|盖章|经办人|负责人|填表人|大写|说明:|注:|备注:")
_DIGIT = re.compile("[0-9０-９]")


class RowKind(Enum):
    LINE = "line"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    NOTE = "note"


def row_kind(row: Row, cells: FieldCells) -> RowKind:
    """What a row below the header is; `cells` are its fields in the order of FIELDS."""
    name, account, amount = cells[:3]
    if account.__class__ is str and len(account) > ACCOUNT_DIGITS and account.isdecimal():
        return RowKind.LINE
    if _names_account(account):
        return RowKind.LINE
    first = next((cell for cell in row.cells if not is_blank(cell)), None)
    for label in (first, name, account):
        if match := _TOTAL.fullmatch(_word(label)):
            return RowKind.SUBTOTAL if match[1] == "小计" else RowKind.TOTAL
    if _FOOTER.match(_word(first)) and _fen(amount) is None:
        return RowKind.NOTE
    if is_blank(name) and is_blank(account) and is_blank(amount):
        return RowKind.NOTE
    return RowKind.LINE


def total_of(row: Row, cells: FieldCells) -> Fen | None:
    """What a total row declares: in the amount's column, else in the words themselves (合计:1,234.50元)."""
    declared = _fen(cells[2])
    if declared is not None:
        return declared
    for cell in row.cells:
        label, _, tail = _word(cell).rpartition(":")
        if _TOTAL.fullmatch(label) and (declared := _fen(tail)) is not None:
            return declared
    return None


def _names_account(cell: Cell) -> bool:
    return len(_DIGIT.findall(text_of(cell))) >= ACCOUNT_DIGITS


def _word(cell: Cell) -> str:
    if cell.__class__ is not str:
        return ""
    return re.sub(r"\s+", "", half_width(strip_invisible(cell)))


def _fen(cell: Cell) -> Fen | None:
    """An amount to the 分; None for anything else, and for a formula without a cached value."""
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, Decimal):
        return Fen(int(cell * 100)) if cell * 100 == int(cell * 100) else None
    if not isinstance(cell, str):
        return None
    try:
        return parse_yuan(cell)
    except MoneyError:
        return None
