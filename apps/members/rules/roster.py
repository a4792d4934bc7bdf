"""Reading a roster: which columns a file has, and what each row says (ID-9). Messages are for who uploads it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from apps.core.files import Cell, FileRefused, Formula, Row, Table
from apps.core.identifiers import IdentifierError, check_id_number, check_mobile, half_width, normalise_name

from ..contracts import CONTRACT_LABELS, ContractType

HEADER_ROWS = 15
HEADER_LEAST = 4  # recognised columns that make a row a header
MAX_ROWS = 5_000
TYPED_LENGTH = 60  # characters kept of a cell that cannot be read

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "员工姓名"),
    "id_number": ("身份证号", "身份证号码", "证件号码", "证件号"),
    "emp_no": ("工号", "员工编号", "员工工号"),
    "mobile": ("手机号", "手机号码", "手机", "联系电话"),
    "department": ("部门", "所属部门", "部门名称"),
    "hired_on": ("入职日期", "入职时间", "入职日"),
    "contract_type": ("合同类型", "用工形式", "用工类型"),
}
COLUMN_LABELS = {name: synonyms[0] for name, synonyms in COLUMNS.items()}

_SPACES = re.compile(r"\s+")
_EMP_NO = re.compile(r"[0-9A-Za-z_-]{1,20}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_LABELS = "、".join(CONTRACT_LABELS.values())
_CONTRACTS = {label: code for code, label in CONTRACT_LABELS.items()} | {code.value: code for code in CONTRACT_LABELS}


@dataclass(slots=True)
class RosterRow:
    """One person of a roster, by columns: what was understood, or the text as typed where it was not.

    `errors` holds a sentence by column that cannot be read, `clashes` one by column that does not go with another row
    or with the members; these are found anew whenever something changes. A row with either is not imported.
    """

    number: int  # of the file, from 1
    name: str = ""
    id_number: str = ""
    emp_no: str = ""
    mobile: str = ""
    department: str = ""
    hired_on: str = ""  # ISO
    contract_type: str = ""  # a ContractType
    errors: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)

    @property
    def faults(self) -> dict[str, str]:
        return self.clashes | self.errors

    def understood(self, name: str) -> str:
        """The value of a column that was read, "" where it was not."""
        return "" if name in self.errors else str(getattr(self, name))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_roster(table: Table, today: date) -> list[RosterRow]:
    """The rows under the header. Raises FileRefused (F_HEADER, F_EMPTY, F_LINES) for a file without a roster."""
    header, places, rows = find_header(table)
    people = [_read_row(row, places, today) for row in rows if row.number > header and _named(row, places)]
    if not people:
        raise FileRefused("F_EMPTY", "花名册里没有员工,请检查文件内容。")
    if len(people) > MAX_ROWS:
        raise FileRefused("F_LINES", f"一次最多导入 {MAX_ROWS} 名员工,请拆分后上传。")
    return people


def read_people(people: Iterable[Mapping[str, str]], today: date) -> list[RosterRow]:
    """The rows of a list that a program sends, texts by column, numbered from 1; a contract type may be its code."""
    rows = []
    for number, texts in enumerate(people, 1):
        row = RosterRow(number)
        for name in COLUMNS:
            read_field(row, name, texts.get(name, ""), today)
        rows.append(row)
    return rows


def find_header(table: Table) -> tuple[int, dict[str, int], Sequence[Row]]:
    """Where the header is, the place of each column, and the rows of its sheet. Raises FileRefused (F_HEADER)."""
    best: set[str] = set()
    for sheet in table.sheets:
        if not sheet.visible:
            continue
        for row in sheet.rows[:HEADER_ROWS]:
            places = _places(row)
            if places.keys() == COLUMNS.keys():
                return row.number, places, sheet.rows
            best = max(best, set(places), key=len)
    if len(best) >= HEADER_LEAST:
        missing = "、".join(COLUMN_LABELS[name] for name in COLUMNS if name not in best)
        raise FileRefused("F_HEADER", f"花名册缺少列:{missing}。请下载模板对照。")
    raise FileRefused("F_HEADER", "没有找到表头,请使用模板:姓名、身份证号、工号、手机号、部门、入职日期、合同类型。")


def _places(row: Row) -> dict[str, int]:
    titles = {cell_text(cell): place for place, cell in reversed(list(enumerate(row.cells)))}
    return {
        name: titles[synonym] for name, synonyms in COLUMNS.items() for synonym in synonyms[::-1] if synonym in titles
    }


def _named(row: Row, places: dict[str, int]) -> bool:
    return any(cell_text(cell_at(row, places[name])) for name in ("name", "id_number", "emp_no"))


def _read_row(row: Row, places: dict[str, int], today: date) -> RosterRow:
    person = RosterRow(row.number)
    for name, place in places.items():
        read_field(person, name, cell_at(row, place), today)
    return person


def read_field(person: RosterRow, name: str, cell: Cell, today: date) -> None:
    """Reads one cell into its field; what is wrong with it stands in `errors`, and the field holds the text."""
    person.errors.pop(name, None)
    try:
        setattr(person, name, _READERS[name](cell, today))
    except (IdentifierError, ValueError) as error:
        person.errors[name] = error.message if isinstance(error, IdentifierError) else str(error)
        setattr(person, name, _typed(cell)[:TYPED_LENGTH])


def cell_at(row: Row, place: int) -> Cell:
    """The cell of a row, None where it has none; a formula is its value."""
    cell = row.cells[place] if place < len(row.cells) else None
    return cell.value if isinstance(cell, Formula) else cell


def cell_text(cell: Cell) -> str:
    """What stands in a cell, without spaces."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else _SPACES.sub("", half_width(str(cell)))


def _typed(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else cell_text(cell)


def _name(cell: Cell, today: date) -> str:
    name = normalise_name(cell) if isinstance(cell, str) else ""
    if not 2 <= len(name) <= 60:
        raise ValueError("请填写姓名")
    return name


def _id_number(cell: Cell, today: date) -> str:
    if isinstance(cell, Decimal):
        raise ValueError("身份证号被 Excel 存成了数字,末几位已丢失,请将该列设为文本后重填")
    return check_id_number(cell_text(cell), today).text


def _emp_no(cell: Cell, today: date) -> str:
    emp_no = cell_text(cell)
    if not _EMP_NO.fullmatch(emp_no):
        raise ValueError("工号应为 1 至 20 位字母或数字")
    return emp_no


def _mobile(cell: Cell, today: date) -> str:
    return check_mobile(cell_text(cell))


def _department(cell: Cell, today: date) -> str:
    department = cell_text(cell)
    if not 1 <= len(department) <= 60:
        raise ValueError("请填写部门")
    return department


def _hired_on(cell: Cell, today: date) -> str:
    day = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else _parsed(cell_text(cell))
    if day is None:
        raise ValueError("入职日期应写作 2026-03-02")
    if day > today:
        raise ValueError("入职日期晚于今天")
    return day.isoformat()


def _parsed(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _contract_type(cell: Cell, today: date) -> str:
    try:
        return ContractType(_CONTRACTS[cell_text(cell)])
    except KeyError:
        raise ValueError(f"合同类型应为:{_LABELS}") from None


_READERS = {
    "name": _name,
    "id_number": _id_number,
    "emp_no": _emp_no,
    "mobile": _mobile,
    "department": _department,
    "hired_on": _hired_on,
    "contract_type": _contract_type,
}


def find_twins(people: Sequence[RosterRow]) -> None:
    """Says of the rows that share an ID number, an employee number or a telephone number that they do."""
    for name, label in (("id_number", "身份证号"), ("emp_no", "工号"), ("mobile", "手机号")):
        counts = Counter(person.understood(name) for person in people)
        for person in people:
            if person.understood(name) and counts[person.understood(name)] > 1:
                person.clashes.setdefault(name, f"与另一行的{label}重复")


@dataclass(frozen=True, slots=True)
class Alike:
    """Cells of one column that hold the same text and are wrong in the same way, so that one answer mends them all."""

    column: str
    text: str
    message: str
    count: int


ALIKE = ("department", "hired_on", "contract_type")  # what many people may share


def alike_faults(people: Sequence[RosterRow]) -> tuple[Alike, ...]:
    """The faults that stand in two rows or more, the most frequent first."""
    found = Counter(
        (name, getattr(person, name), person.errors[name])
        for person in people
        for name in ALIKE
        if name in person.errors
    )
    return tuple(Alike(*key, count) for key, count in found.most_common() if count > 1)
