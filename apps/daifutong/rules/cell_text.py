"""A cell as the text that a person sees in it."""

from datetime import date
from decimal import Decimal

from apps.core.files import Cell, CellError, Formula


def text_of(cell: Cell) -> str:
    """Text as it stands, numbers without exponent, dates as 2026-02-14, formulas as their cached value."""
    if cell is None:
        return ""
    if cell.__class__ is str:
        return cell
    if isinstance(cell, Formula):
        return text_of(cell.value)
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, CellError):
        return cell.text
    return "TRUE" if cell else "FALSE"


def is_blank(cell: Cell) -> bool:
    """Nothing in it that a person would see."""
    return cell is None or (cell.__class__ is str and not cell.strip("\u200b\u00a0\ufeff' \t\r\n\u3000"))
