"""The other amounts of a payroll file, 应发, 社保, 个税 …: what the employer lists on the payslip (PY-13, PY-14)."""

import re
from collections.abc import Iterable
from decimal import Decimal

from apps.core.files import Cell, Formula, Row
from apps.core.identifiers import half_width, strip_invisible
from apps.core.money import MAX_FEN, MoneyError, parse_yuan, to_fen

from .cell_text import text_of
from .payroll_contract import PayItem, PayrollColumns
from .payroll_header import header_word

ITEMS = 40  # a payslip has so many items at most
LABEL_LENGTH = 20

# What ends so counts or names something: 工龄 is years, 工龄工资 is money.
_NO_MONEY = re.compile(
    "(号|码|电话|手机|证件|天数|日数|日期|时间|工时|小时|时长|次数|人数|年龄|工龄|年度|年份|月份|期间"
    "|部门|岗位|职务|职位|级别|等级|班组|车间|比例|率|系数|%|银行|支行|姓名|性别|签名|签字)$"
)


def item_columns(rows: Iterable[Row], columns: PayrollColumns) -> tuple[tuple[str, int], ...]:
    """(label, column from 0) of every column that is no field of the line and whose header may name an amount."""
    taken = set(columns.places.values())
    header = next((row.cells for row in rows if row.number == columns.header_row), ())
    words = ((header_word(text_of(cell)), index) for index, cell in enumerate(header) if index not in taken)
    return tuple((word[:LABEL_LENGTH], index) for word, index in words if word and not _NO_MONEY.search(word))[:ITEMS]


def items_of(row: Row, places: tuple[tuple[str, int], ...]) -> tuple[PayItem, ...]:
    """The line's items in the file's order: what can be read as an amount and is not 0. Others are left out: they are
    the employer's figures, shown and never computed with."""
    cells = row.cells
    found: list[PayItem] = []
    for label, index in places:
        if index < len(cells) and (fen := _fen(cells[index])):
            found.append(PayItem(label, fen))
    return tuple(found)


def _fen(cell: Cell) -> int | None:
    """分, negative for what is taken off; fractions of a 分, which a formula leaves behind, are rounded."""
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, Decimal):
        return to_fen(cell) if abs(cell) * 100 < MAX_FEN else None
    if not isinstance(cell, str):
        return None
    text = half_width(strip_invisible(cell)).strip()
    try:
        return -parse_yuan(text[1:]) if text[:1] == "-" else parse_yuan(text)
    except MoneyError:
        return None
