"""What a roster would change of an enterprise's members (ID-9): who comes, who is described anew, who leaves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from apps.core.idempotency import body_hash
from apps.core.identifiers import name_key

from ..choices import REJECT_FIELDS, RosterScope
from ..contracts import CONTRACT_LABELS, ContractType, MemberStatus
from .departments import SEPARATOR, Place, shared_names
from .roster import COLUMN_LABELS, RosterRow, find_twins

DESCRIBES = ("emp_no", "department", "hired_on", "contract_type")  # what a roster may change of a member
FEW_LEAVERS, LEAVERS_PERCENT = 5, 10  # a list that lacks more is rather incomplete


class Known(NamedTuple):
    """A member as it is; `hired_on` in ISO, `rejected` the field that the bank sent back."""

    member_id: UUID
    person_id: UUID
    emp_no: str
    name: str
    department: str  # its path
    hired_on: str
    contract_type: str
    status: MemberStatus
    rejected: str = ""


class Change(NamedTuple):
    row: RosterRow
    member: Known
    columns: tuple[str, ...]  # of DESCRIBES


@dataclass(frozen=True, slots=True)
class Difference:
    """Of the good rows. Without a full list nobody changes and nobody leaves."""

    joiners: tuple[RosterRow, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[RosterRow, ...]
    leavers: tuple[Known, ...]

    @property
    def digest(self) -> str:
        """What a confirmation is bound to."""
        return body_hash(
            {
                "joiners": [row.as_json() for row in self.joiners],
                "changed": [(row.as_json(), member, columns) for row, member, columns in self.changed],
                "leavers": sorted(member.member_id for member in self.leavers),
            }
        )


def compare(
    rows: Sequence[RosterRow],
    people: Mapping[str, UUID],
    members: Iterable[Known],
    scope: RosterScope,
    places: Collection[Place] = (),
) -> Difference:
    """Sets the clashes of all rows anew and gives the difference that the good ones make.

    `people` are the persons known by ID number, `members` all of the enterprise, those who left as well, `places` its
    open departments.
    """
    shared = shared_names(places)
    by_person = {member.person_id: member for member in members}
    holders = {member.emp_no: member.person_id for member in by_person.values()}
    present = {person for person, member in by_person.items() if member.status != MemberStatus.LEFT}
    for row in rows:
        row.clashes.clear()
    find_twins(rows)
    joiners: list[RosterRow] = []
    changed: list[Change] = []
    unchanged: list[RosterRow] = []
    named: set[UUID] = set()
    for row in rows:
        person_id = people.get(row.understood("id_number"))
        member = by_person.get(person_id) if person_id and person_id in present else None
        if row.emp_no in holders and holders[row.emp_no] != person_id:
            row.clashes.setdefault("emp_no", "工号已被其他员工使用")
        columns = _columns(row, member) if member else ()
        if row.understood("department") in shared and (member is None or "department" in columns):
            row.clashes.setdefault("department", "有多个同名部门,请写出上级,例如 生产中心/一车间")
        if member:
            named.add(member.person_id)
            _judge(row, member, columns, scope)
        if row.faults:
            continue
        if member is None:
            joiners.append(row)
        elif columns:
            changed.append(Change(row, member, columns))
        else:
            unchanged.append(row)
    gone = present - named if scope == RosterScope.FULL else set()
    leavers = sorted((by_person[person] for person in gone), key=lambda member: member.emp_no)
    return Difference(tuple(joiners), tuple(changed), tuple(unchanged), tuple(leavers))


def leavers_allowed(present: int) -> int:
    """How many of so many members may leave by one list of a program that does not say how many it means."""
    return max(FEW_LEAVERS, present * LEAVERS_PERCENT // 100)


def _columns(row: RosterRow, member: Known) -> tuple[str, ...]:
    return tuple(
        name for name in DESCRIBES if name not in row.errors and not _is_same(name, getattr(row, name), member)
    )


def _is_same(name: str, value: str, member: Known) -> bool:
    """A department may be written by its path or by its name alone."""
    known = getattr(member, name)
    return value == known or (name == "department" and value == known.rpartition(SEPARATOR)[2])


def _judge(row: RosterRow, member: Known, columns: Sequence[str], scope: RosterScope) -> None:
    """What a row may not say of somebody who is a member already."""
    if scope == RosterScope.NEW:
        row.clashes.setdefault("id_number", "该员工已在花名册中")
        return
    if "name" not in row.errors and name_key(row.name) != name_key(member.name):
        row.clashes.setdefault("name", "与花名册中的姓名不一致,姓名须由员工本人更正")
    for name in columns:
        if member.status == MemberStatus.PENDING:
            row.clashes.setdefault(name, "银行正在审核该员工,办结前不能变更")
        elif member.status == MemberStatus.REJECTED and name != member.rejected:
            label = REJECT_FIELDS.get(member.rejected, "")
            row.clashes.setdefault(name, f"银行只退回了{label},其他信息不能变更")


def change_told(change: Change) -> str:
    """What changes, in words: 部门 研发部 → 采购部;合同类型 劳动合同 → 退休返聘."""

    def said(name: str, value: str) -> str:
        return CONTRACT_LABELS[ContractType(value)] if name == "contract_type" else value

    return ";".join(
        f"{COLUMN_LABELS[name]} {said(name, getattr(change.member, name))} → {said(name, getattr(change.row, name))}"
        for name in change.columns
    )
