"""The sheet of faults of a batch: what goes out with every wrong cell marked, and what comes back mended.

Accounts go out masked, wrong ones too: a workbook travels by mail, and the maker has them in his own file. A masked or
empty account that comes back means the stored one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from apps.core.files import Table
from apps.core.masking import mask_account

from .cell_text import text_of
from .payroll_contract import ACCOUNT, AMOUNT, EMP_NO, NAME, REMARK, PayrollFile, PayrollRow
from .payroll_header import header_word

NUMBER, PROBLEM = "行", "问题"
HEADER = (NUMBER, "工号", "姓名", "卡号", "实发工资", "附言", PROBLEM)
PLACES = {EMP_NO: 1, NAME: 2, ACCOUNT: 3, AMOUNT: 4, REMARK: 5}  # of HEADER, by field
PROBLEM_AT = len(HEADER) - 1
MASK = "*"
NAMED = 3  # rows that a refusal names
_NUMBER = re.compile("[0-9]{1,7}")


class SheetLine(NamedTuple):
    """A stored line, as far as the sheet shows it. `errors` and `warnings` are (column, message)."""

    number: int
    emp_no: str
    name: str
    account: str
    amount: str
    remark: str
    errors: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]


def sheet_cells(line: SheetLine) -> tuple[str, ...]:
    """A line of the sheet under HEADER; every cell is text."""
    said = (message for _, message in (*line.errors, *line.warnings))
    account = mask_account(line.account) if line.account else ""
    return str(line.number), line.emp_no, line.name, account, line.amount, line.remark, ";".join(said)


def sheet_marks(lines: Iterable[SheetLine]) -> dict[tuple[int, int], str]:
    """(line from 0, column from 0) → what is wrong with the cell. What concerns the whole line marks its last cell."""
    marks: dict[tuple[int, int], str] = {}
    for at, line in enumerate(lines):
        for column, message in line.errors:
            place = at, PLACES.get(column, PROBLEM_AT)
            marks[place] = f"{marks[place]};{message}" if place in marks else message
    return marks


def sheet_numbers(table: Table, file: PayrollFile) -> dict[int, int]:
    """Which line of the batch each row of a sheet says it is (row of the file → number); empty for a file without the
    column."""
    sheet = next((sheet for sheet in table.sheets if sheet.name == file.sheet), None)
    if sheet is None or file.columns is None:
        return {}
    header = next((row for row in sheet.rows if row.number == file.columns.header_row), None)
    titles = [header_word(text_of(cell)) for cell in header.cells] if header else []
    if NUMBER not in titles:
        return {}
    at = titles.index(NUMBER)
    told = ((row.number, text_of(row.cells[at]).strip()) for row in sheet.rows if len(row.cells) > at)
    return {row: int(text) for row, text in told if _NUMBER.fullmatch(text)}


class Match(NamedTuple):
    """A row of the sheet with the number of the line that it is; None: with none."""

    row: PayrollRow
    number: int | None


def matched(
    rows: Sequence[PayrollRow],
    told: Mapping[int, int],
    *,
    by_emp_no: Mapping[str, int | None],
    by_payee: Mapping[tuple[str, str], int | None],
    numbers: frozenset[int],
) -> list[Match]:
    """Each row beside the line of the same employee: by employee number, else by the line's number, else by name and
    account. What stands twice, in the batch (a None) or in the sheet, tells nobody apart and is not gone by."""
    seen = Counter(row.emp_no for row in rows)
    found = []
    for row in rows:
        number = by_emp_no.get(row.emp_no) if row.emp_no and seen[row.emp_no] == 1 else None
        if number is None and told.get(row.row) in numbers:
            number = told[row.row]
        if number is None:
            number = by_payee.get((row.name, row.account))
        found.append(Match(row, number))
    return found


def keeps_account(row: PayrollRow) -> bool:
    """Whether the row leaves the stored account as it is."""
    return not row.account or MASK in row.account


def match_fault(matches: Sequence[Match]) -> str:
    """Why a sheet cannot be merged, in a sentence; "" where every row is one line and no line is two rows. Nobody is
    added: a line that is not there has no other to stand in for, and would be paid beside it."""
    unknown = [match.row for match in matches if match.number is None]
    if unknown:
        named = "、".join(f"第 {row.row} 行({row.name})" for row in unknown[:NAMED])
        more = f"等 {len(unknown)} 行" if len(unknown) > NAMED else ""
        return f"{named}{more}不在本批中,或已移出;清单只用来更正本批的明细,要增加人员请另建一批补发。"
    seen: dict[int | None, int] = {}
    for match in matches:
        if match.number in seen:
            return f"清单第 {seen[match.number]} 行与第 {match.row.row} 行是本批的同一条明细,请只保留一行。"
        seen[match.number] = match.row.row
    return ""
