"""Reading a list of people and amounts, and holding it against what the enterprise itself knows (TX-11, AT-08).

Nothing here knows of mandates, accounts or orders: what it says may be said to the enterprise.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from apps.core.files import Cell, FileRefused, Formula, Row, Sheet, Table
from apps.core.identifiers import half_width, normalise_name, same_name, strip_invisible
from apps.core.money import Fen, MoneyError, format_yuan, parse_yuan

EMP_NO, NAME, AMOUNT = "emp_no", "name", "amount"
COLUMNS: dict[str, tuple[str, ...]] = {
    EMP_NO: ("工号", "员工编号", "员工工号"),
    NAME: ("姓名", "员工姓名"),
    AMOUNT: ("认购金额", "委托金额", "出借金额", "金额"),
}
COLUMN_LABELS = {name: words[0] for name, words in COLUMNS.items()}
HEADER_ROWS, MAX_LINES, TYPED = 15, 500, 60
TOTALS = ("合计", "总计", "小计")
_SPACES, _UNIT = re.compile(r"\s+"), re.compile(r"\((?:人民币)?元\)$")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SentLine:
    """A line as it was sent; `fen` is None where the amount cannot be read. `fault` is a code, `column` its cell."""

    number: int
    emp_no: str
    name: str
    amount: str
    fen: int | None = None
    person_id: UUID | None = None
    fault: str = ""
    column: str = ""
    message: str = ""

    def wrong(self, fault: str, column: str, message: str) -> "SentLine":
        """The same with a fault; the first one stands."""
        return self if self.fault else replace(self, fault=fault, column=column, message=message)


@dataclass(frozen=True, slots=True)
class Known:
    """What the roster knows of an employee number. `refusal` says why the person may not lend, for the employer."""

    person_id: UUID
    name: str
    refusal: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of the issue that everybody may know, in 分."""

    least: int
    step: int
    most: int


def read_list(table: Table) -> tuple[SentLine, ...]:
    """The lines under the header. Raises FileRefused (F_HEADER, F_HIDDEN, F_EMPTY, F_LINES)."""
    sheet, header, places = _find_header(table)
    if any(number > header for number in sheet.hidden_rows):
        raise FileRefused("F_HIDDEN", "有隐藏的行含有数据,请取消隐藏或筛选,或删除后再上传。")
    rows = [row for row in sheet.rows if row.number > header and not _is_total(row)]
    lines = [_line(row, places) for row in rows]
    return counted(tuple(line for line in lines if line.emp_no or line.name or line.amount))


def counted(lines: tuple[SentLine, ...]) -> tuple[SentLine, ...]:
    """The same lines. Raises FileRefused (F_EMPTY, F_LINES)."""
    if not lines:
        raise FileRefused("F_EMPTY", "名单里没有人,请检查文件内容。")
    if len(lines) > MAX_LINES:
        raise FileRefused("F_LINES", f"一份名单最多 {MAX_LINES} 人,请拆分后上传。")
    return lines


def line_of(number: int, emp_no: str, name: str, amount: str) -> SentLine:
    """A line of texts, its amount read."""
    emp_no, name, amount = (_CONTROL.sub("", text) for text in (emp_no, name, amount))
    line = SentLine(number, _bare(emp_no)[:TYPED], normalise_name(name)[:TYPED], _bare(amount)[:TYPED])
    try:
        fen = parse_yuan(line.amount)
    except MoneyError as error:
        return line.wrong("E_AMOUNT", AMOUNT, f"{error.message}。")
    return replace(line, fen=fen)


def judged(
    lines: Sequence[SentLine], known: Mapping[str, Known], limits: Limits, earlier: frozenset[UUID]
) -> tuple[SentLine, ...]:
    """Every line with the first thing that is wrong with it. `earlier` are the people of lists released before."""
    found, seen = [], dict[UUID, int]()
    for line in lines:
        person = known.get(line.emp_no)
        judged_one = _held_against(replace(line, person_id=person.person_id if person else None), person, limits)
        if judged_one.person_id is not None:
            before = seen.setdefault(judged_one.person_id, line.number)
            if before != line.number:
                judged_one = judged_one.wrong("E_TWICE", EMP_NO, f"与第 {before} 行是同一人,每人只能有一行。")
            if judged_one.person_id in earlier:
                judged_one = judged_one.wrong("E_EARLIER", EMP_NO, "已在之前放行的名单中,同一次发行每人只提交一次。")
        found.append(judged_one)
    return tuple(found)


def _held_against(line: SentLine, person: Known | None, limits: Limits) -> SentLine:
    if person is None:
        return line.wrong("E_EMP_NO", EMP_NO, "花名册中没有这个工号。")
    if not same_name(person.name, line.name):
        return line.wrong("E_NAME", NAME, "姓名与花名册中这个工号的员工不一致。")
    if person.refusal:
        return line.wrong("E_ELIGIBLE", EMP_NO, person.refusal)
    if line.fen is None:
        return line.wrong("E_AMOUNT", AMOUNT, "金额无法识别。")
    if line.fen < limits.least or line.fen % limits.step:
        least, step = format_yuan(Fen(limits.least)), format_yuan(Fen(limits.step))
        return line.wrong("E_AMOUNT", AMOUNT, f"最低 {least} 元,以 {step} 元递增。")
    if line.fen > limits.most:
        return line.wrong("E_AMOUNT", AMOUNT, f"超过每人上限 {format_yuan(Fen(limits.most))} 元。")
    return line


def sheet_rows(lines: Iterable[SentLine]) -> list[tuple[str, ...]]:
    """The lines of the sheet of faults, all of them: mended in place, the same file is uploaded again."""
    return [(line.emp_no, line.name, line.amount, line.message) for line in lines]


def sheet_marks(lines: Iterable[SentLine]) -> dict[tuple[int, int], str]:
    """(line from 0, column from 0) → what is wrong with the cell."""
    places = {name: at for at, name in enumerate(COLUMNS)}
    return {(at, places[line.column]): line.message for at, line in enumerate(lines) if line.fault}


SHEET_HEADER = (*COLUMN_LABELS.values(), "问题")


def _find_header(table: Table) -> tuple[Sheet, int, dict[str, int]]:
    for sheet in table.sheets:
        if not sheet.visible:
            continue
        for row in sheet.rows[:HEADER_ROWS]:
            titles = {_title(cell): at for at, cell in reversed(list(enumerate(row.cells)))}
            places = {
                name: titles[word] for name, words in COLUMNS.items() for word in words[::-1] if word in titles
            }  # the first of a column's words that is there
            if places.keys() == COLUMNS.keys():
                return sheet, row.number, places
    raise FileRefused("F_HEADER", f"没有找到表头,需要的列:{'、'.join(COLUMN_LABELS.values())}。请下载模板对照。")


def _title(cell: Cell) -> str:
    return _UNIT.sub("", _bare(_text(cell)))


def _is_total(row: Row) -> bool:
    first = next((text for text in map(_text, row.cells) if text), "")
    return _bare(first).startswith(TOTALS)


def _line(row: Row, places: Mapping[str, int]) -> SentLine:
    texts = {name: _text(row.cells[at]) if at < len(row.cells) else "" for name, at in places.items()}
    return line_of(row.number, texts[EMP_NO], texts[NAME], texts[AMOUNT])


def _text(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _bare(text: str) -> str:
    return _SPACES.sub("", half_width(strip_invisible(text)))
