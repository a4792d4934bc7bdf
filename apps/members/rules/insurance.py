"""The 社保 column of a roster: who is in the employer's social insurance (TX-3). Messages are for who uploads it.

The import of a roster passes this column over: it brings no paper, its rows are mended one by one by whoever opens the
upload, and a program may send it. A yes from there would let somebody lend on the employer's word alone. The same file
is read here a second time, whole and with the paper that proves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from apps.core.files import FileRefused, Row, Table
from apps.core.identifiers import normalise_name, same_name

from .roster import HEADER_ROWS, MAX_ROWS, cell_at, cell_text

COLUMNS: dict[str, tuple[str, ...]] = {
    "emp_no": ("工号", "员工编号", "员工工号"),
    "name": ("姓名", "员工姓名"),
    "insured": ("社保", "社会保险", "是否参保", "参保", "参保状态"),
}
TITLES = tuple(words[0] for words in COLUMNS.values())
YES, NO = ("是", "已参保", "参保", "正常参保"), ("否", "未参保", "停保", "已停保")
FAULTS_TOLD = 5


class Told(NamedTuple):
    """A row that says yes or no."""

    number: int
    emp_no: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class OnRoster:
    member_id: UUID
    name: str
    is_insured: bool


def read_insured(table: Table) -> tuple[Told, ...]:
    """The rows whose 社保 cell says something; other columns of the roster are passed over. Raises FileRefused."""
    for sheet in table.sheets:
        for row in sheet.rows[:HEADER_ROWS] if sheet.visible else ():
            titles = {cell_text(cell): at for at, cell in reversed(list(enumerate(row.cells)))}
            places = {n: titles[w] for n, words in COLUMNS.items() for w in words[::-1] if w in titles}
            if places.keys() == COLUMNS.keys():
                return _told([one for one in sheet.rows if one.number > row.number], places)
    raise FileRefused("F_HEADER", f"没有找到表头,需要的列:{'、'.join(TITLES)}。可以使用带「社保」列的花名册。")


def _told(rows: Sequence[Row], places: Mapping[str, int]) -> tuple[Told, ...]:
    texts = [(row, {name: cell_at(row, at) for name, at in places.items()}) for row in rows]
    found = [
        Told(row.number, cell_text(cells["emp_no"]), normalise_name(cell_text(cells["name"])), said)
        for row, cells in texts
        if (said := cell_text(cells["insured"])) and (cell_text(cells["emp_no"]) or cell_text(cells["name"]))
    ]
    if not found:
        raise FileRefused("F_EMPTY", "「社保」这一列没有内容,请填写「是」或「否」。")
    if len(found) > MAX_ROWS:
        raise FileRefused("F_LINES", f"一次最多登记 {MAX_ROWS} 名员工,请拆分后上传。")
    return tuple(found)


def insurance_of(told: Sequence[Told], roster: Mapping[str, OnRoster]) -> tuple[dict[UUID, bool], list[str]]:
    """What changes, by member, and a sentence for each row that cannot be taken."""
    changes: dict[UUID, bool] = {}
    faults, seen = [], dict[str, int]()
    for row in told:
        member = roster.get(row.emp_no)
        if row.said not in (*YES, *NO):
            faults.append(f"第 {row.number} 行:「社保」请填写「是」或「否」")
        elif member is None:
            faults.append(f"第 {row.number} 行:花名册中没有工号为 {row.emp_no or '空'} 的在职员工")
        elif not same_name(member.name, row.name):
            faults.append(f"第 {row.number} 行:姓名与花名册不一致")
        elif seen.setdefault(row.emp_no, row.number) != row.number:
            faults.append(f"第 {row.number} 行:与第 {seen[row.emp_no]} 行是同一人")
        elif member.is_insured != (row.said in YES):
            changes[member.member_id] = row.said in YES
    return changes, faults
