"""Reading a roster: which columns a file has, and what each row says (ID-9). Messages are for who uploads it."""

import re
from collections import Counter
from collections.abc import Sequence
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
_CONTRACTS = {label: code for code, label in CONTRACT_LABELS.items()}


@dataclass(slots=True)
class RosterRow:
    """One person of a roster. `errors` holds one sentence by column; a row with errors is not imported."""

    number: int  # of the file, from 1
    name: str = ""
    id_number: str = ""
    emp_no: str = ""
    mobile: str = ""
    department: str = ""
    hired_on: str = ""  # ISO
    contract_type: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_roster(table: Table, today: date) -> list[RosterRow]:
    """The rows under the header. Raises FileRefused (F_HEADER, F_EMPTY, F_LINES) for a file without a roster."""
    header, places, rows = _find_header(table)
    people = [_read_row(row, places, today) for row in rows if row.number > header and _named(row, places)]
    if not people:
        raise FileRefused("F_EMPTY", "花名册里没有员工,请检查文件内容。")
    if len(people) > MAX_ROWS:
        raise FileRefused("F_LINES", f"一次最多导入 {MAX_ROWS} 名员工,请拆分后上传。")
    _refuse_twins(people, "id_number", "与另一行的身份证号重复")
    _refuse_twins(people, "emp_no", "与另一行的工号重复")
    _refuse_twins(people, "mobile", "与另一行的手机号重复")
    return people


def _find_header(table: Table) -> tuple[int, dict[str, int], Sequence[Row]]:
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
    titles = {_text(cell): place for place, cell in reversed(list(enumerate(row.cells)))}
    return {
        name: titles[synonym] for name, synonyms in COLUMNS.items() for synonym in synonyms[::-1] if synonym in titles
    }


def _named(row: Row, places: dict[str, int]) -> bool:
    return any(_text(_cell(row, places[name])) for name in ("name", "id_number", "emp_no"))


def _read_row(row: Row, places: dict[str, int], today: date) -> RosterRow:
    person = RosterRow(row.number)
    for name, place in places.items():
        read_field(person, name, _cell(row, place), today)
    return person


def read_field(person: RosterRow, name: str, cell: Cell, today: date) -> None:
    """Reads one cell into its field; what is wrong with it stands in `errors`, and the field is as it was."""
    try:
        setattr(person, name, _READERS[name](cell, today))
    except IdentifierError as error:
        person.errors[name] = error.message
    except ValueError as error:
        person.errors[name] = str(error)


def _cell(row: Row, place: int) -> Cell:
    cell = row.cells[place] if place < len(row.cells) else None
    return cell.value if isinstance(cell, Formula) else cell


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else _SPACES.sub("", half_width(str(cell)))


def _name(cell: Cell, today: date) -> str:
    name = normalise_name(cell) if isinstance(cell, str) else ""
    if not 2 <= len(name) <= 60:
        raise ValueError("请填写姓名")
    return name


def _id_number(cell: Cell, today: date) -> str:
    if isinstance(cell, Decimal):
        raise ValueError("身份证号被 Excel 存成了数字,末几位已丢失,请将该列设为文本后重填")
    return check_id_number(_text(cell), today).text


def _emp_no(cell: Cell, today: date) -> str:
    emp_no = _text(cell)
    if not _EMP_NO.fullmatch(emp_no):
        raise ValueError("工号应为 1 至 20 位字母或数字")
    return emp_no


def _mobile(cell: Cell, today: date) -> str:
    return check_mobile(_text(cell))


def _department(cell: Cell, today: date) -> str:
    department = _text(cell)
    if not 1 <= len(department) <= 60:
        raise ValueError("请填写部门")
    return department


def _hired_on(cell: Cell, today: date) -> str:
    day = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else _parsed(_text(cell))
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
        return ContractType(_CONTRACTS[_text(cell)])
    except KeyError:
        raise ValueError(f"合同类型应为:{'、'.join(_CONTRACTS)}") from None


_READERS = {
    "name": _name,
    "id_number": _id_number,
    "emp_no": _emp_no,
    "mobile": _mobile,
    "department": _department,
    "hired_on": _hired_on,
    "contract_type": _contract_type,
}


def _refuse_twins(people: list[RosterRow], column: str, message: str) -> None:
    counts = Counter(getattr(person, column) for person in people)
    for person in people:
        if getattr(person, column) and counts[getattr(person, column)] > 1:
            person.errors.setdefault(column, message)
