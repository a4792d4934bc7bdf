"""HR keeps the tree of departments: opened, named, moved, given a lead, closed (ID-9)."""

from uuid import UUID

from django.conf import settings

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.identifiers import half_width
from apps.core.lookalike import refuse_lookalike

from ..contracts import MemberStatus
from ..models import Department, EmployeeMember, Enterprise
from ..rules.departments import SEPARATOR, Place, refuse_place
from ..selectors.departments import places_of
from ..selectors.enterprises import require_certified
from .roster_apply import enterprise_locked

KIND = "members.department"
LENGTH = 60
OFFICIAL = ("银行官方", "银行客服", "官方客服")


@use_case
def department_open(*, name: str, parent_id: UUID | None, actor: Actor, now: Moment) -> UUID:
    """Opens a department below `parent_id`, or at the top. Locks the enterprise. Raises InvalidInput (NAME, PARENT),
    Conflict (ENTERPRISE_SUSPENDED, NOT_CERTIFIED)."""
    enterprise, places = _tree(actor)
    name = _name(name, None, parent_id, places)
    refuse_place(None, parent_id, places)
    row = Department.objects.create(enterprise=enterprise, parent_id=parent_id, name=name)
    _record(row, "opened", enterprise, actor, now, name=name)
    return row.pk


@use_case
def department_change(
    *, department_id: UUID, name: str, parent_id: UUID | None, lead: str, actor: Actor, now: Moment
) -> None:
    """Renames, moves and gives a lead, who is named by employee number ("" is nobody). Locks the enterprise.

    Raises NotFound, InvalidInput (NAME, PARENT, LEAD), Conflict (ENTERPRISE_SUSPENDED, NOT_CERTIFIED).
    """
    enterprise, places = _tree(actor)
    row = _row(department_id, actor)
    name = _name(name, row.pk, parent_id, places)
    refuse_place(places[row.pk], parent_id, places)
    before = {"name": row.name, "parent": str(row.parent_id or ""), "lead": str(row.lead_id or "")}
    row.name, row.parent_id, row.lead_id = name, parent_id, _lead(lead, actor)
    row.save(update_fields=["name", "parent", "lead"])
    after = {"name": row.name, "parent": str(row.parent_id or ""), "lead": str(row.lead_id or "")}
    changed = {key: value for key, value in after.items() if before[key] != value}
    if changed:
        _record(row, "changed", enterprise, actor, now, **changed)


@use_case
def department_close(*, department_id: UUID, actor: Actor, now: Moment) -> None:
    """Closes an empty department; who left it long ago still has it on record. Locks the enterprise.

    Raises NotFound, Conflict (NOT_EMPTY: people or departments are still in it).
    """
    enterprise, places = _tree(actor)
    row = _row(department_id, actor)
    people = EmployeeMember.objects.scoped(actor).filter(department=row).exclude(status=MemberStatus.LEFT).count()
    below = sum(place.parent_id == row.pk for place in places.values())
    if people or below:
        raise Conflict("NOT_EMPTY", f"部门还有 {people} 名员工、{below} 个下级部门,请先调整后再撤销。")
    row.closed_at = now.wall
    row.save(update_fields=["closed_at"])
    _record(row, "closed", enterprise, actor, now, name=row.name)


def _tree(actor: Actor) -> tuple[Enterprise, dict[UUID, Place]]:
    enterprise = enterprise_locked(actor)
    require_certified(enterprise.pk)
    return enterprise, {place.id: place for place in places_of(actor)}


def _row(department_id: UUID, actor: Actor) -> Department:
    row = Department.objects.scoped(actor).filter(pk=department_id, closed_at=None).first()
    if row is None:
        raise NotFound("没有找到这个部门。")
    return row


def _name(text: str, own: UUID | None, parent_id: UUID | None, places: dict[UUID, Place]) -> str:
    """The name as a roster would read it. Raises InvalidInput (NAME)."""
    name = "".join(half_width(text).split())
    fault = ""
    if not 1 <= len(name) <= LENGTH or SEPARATOR in name:
        fault = f"请填写 {LENGTH} 字以内的部门名称,不含「{SEPARATOR}」"
    elif any(one.name == name and one.parent_id == parent_id and one.id != own for one in places.values()):
        fault = "同一上级下已有这个部门"
    if fault:
        raise InvalidInput("NAME", f"{fault}。", fields={"name": fault})
    refuse_lookalike(name, (settings.BANK_NAME, *OFFICIAL))  # it is the title of a conversation
    return name


def _lead(emp_no: str, actor: Actor) -> UUID | None:
    if not emp_no.strip():
        return None
    found = EmployeeMember.objects.scoped(actor).filter(emp_no=emp_no.strip(), status=MemberStatus.ACTIVE)
    lead = found.values_list("pk", flat=True).first()
    if lead is None:
        raise InvalidInput("LEAD", "没有工号为此的在职员工。", fields={"lead": "没有工号为此的在职员工"})
    return lead


def _record(row: Department, deed: str, enterprise: Enterprise, actor: Actor, now: Moment, **detail: str) -> None:
    audit.record(
        actor=actor,
        action=f"members.department.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        detail=detail,
        unit_path=enterprise.unit.path,
        now=now,
    )
