"""What a confirmed roster does to the members of its enterprise: they join, are described anew, leave (ID-9)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from apps.audit import api as audit
from apps.core import outbox
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict
from apps.identity import api as identity
from apps.identity.contracts import NewPerson

from ..choices import RosterScope
from ..contracts import MemberStatus
from ..events import MemberMoved
from ..models import Department, EmployeeMember, Enterprise
from ..rules import MEMBER
from ..rules.departments import SEPARATOR, by_text
from ..rules.roster import RosterRow
from ..rules.roster_difference import Change, Difference, change_told
from ..selectors.departments import places_of
from ..selectors.roster_compare import difference_of
from .member_leave import leave_locked, open_certifications, refuse_day


class Applied(NamedTuple):
    """How many people joined, were changed and left."""

    joined: int
    changed: int
    left: int


def enterprise_locked(actor: Actor) -> Enterprise:
    """The actor's enterprise under its lock: one roster at a time."""
    (enterprise,) = lock_rows(Enterprise.objects.scoped(actor).filter(pk=actor.enterprise).select_related("unit"))
    return enterprise


def roster_apply(
    *,
    rows: Sequence[RosterRow],
    scope: RosterScope,
    difference: Difference,
    left_on: date | None,
    enterprise: Enterprise,
    actor: Actor,
    now: Moment,
) -> Applied:
    """Does what `difference` says, in the caller's transaction, which holds the enterprise's lock.

    Who contradicts a known person is left out (ID-7: not told which element). Locks the open certifications of who
    leaves, then all members concerned, then compares once more: raises Conflict (STALE) where the members have changed
    in between, InvalidInput (LEFT_ON) for a day on which nobody may leave.
    """
    require_transaction()
    leaving = [member.member_id for member in difference.leavers]
    open_certifications(actor, leaving)
    people = identity.persons_ensure(
        people=[NewPerson(row.name, row.id_number, row.mobile) for row in difference.joiners], actor=actor, now=now
    )
    known = [*leaving, *(change.member.member_id for change in difference.changed)]
    concerned = EmployeeMember.objects.scoped(actor).filter(Q(person_id__in=people.values()) | Q(pk__in=known))
    members = {member.pk: member for member in lock_rows(concerned.select_related("enterprise__unit"))}
    if difference_of(actor, rows, scope) != difference:
        raise Conflict("STALE", "花名册刚刚有变化,请刷新后重新核对。")
    _leave([members[pk] for pk in leaving], left_on, actor, now)
    back = {member.person_id: member for member in members.values() if member.status == MemberStatus.LEFT}
    agreed = [row for row in difference.joiners if row.id_number in people]
    departments = _departments(
        enterprise, {row.department for row in agreed + [c.row for c in difference.changed]}, actor
    )
    for change in difference.changed:
        _change(members[change.member.member_id], change, departments, actor, now)
    _join(agreed, people, back, departments, enterprise, now)
    return Applied(len(agreed), len(difference.changed), len(leaving))


def _leave(members: Sequence[EmployeeMember], left_on: date | None, actor: Actor, now: Moment) -> None:
    open_ones = open_certifications(actor, [member.pk for member in members])
    for member in members:
        day = refuse_day(left_on, member, now)
        leave_locked(member, open_ones.get(member.pk, ()), day, actor, now)


def _join(
    rows: Sequence[RosterRow],
    people: dict[str, UUID],
    back: dict[UUID, EmployeeMember],
    departments: dict[str, Department],
    enterprise: Enterprise,
    now: Moment,
) -> None:
    new = []
    for row in rows:
        member = back.get(people[row.id_number])
        if member is None:
            member = EmployeeMember(
                person_id=people[row.id_number], enterprise=enterprise, status=MEMBER.check("", "invite").target
            )
            member.created_at = now.wall
            new.append(member)
        else:
            member.status, member.left_on = MEMBER.check(member.status, "rejoin").target, None
            member.leaves_on = None
            member.invited_at = member.claimed_at = member.mended_at = None
        member.name, member.mobile_tail = row.name, row.mobile[-4:]
        _describe(member, row, departments)
    EmployeeMember.objects.bulk_create(new, batch_size=1000)
    for member in back.values():
        member.save()


def _change(
    member: EmployeeMember, change: Change, departments: dict[str, Department], actor: Actor, now: Moment
) -> None:
    told = change_told(change)
    _describe(member, change.row, departments)
    if member.status == MemberStatus.REJECTED:
        member.mended_at = now.wall  # the only column that a rejected member's row may change is the rejected one
    member.save()
    if "department" in change.columns:
        outbox.publish(MemberMoved(member.pk, member.person_id, member.enterprise_id))
    audit.record(
        actor=actor,
        action="members.member.changed",
        subject_kind="members.employee_member",
        subject_id=member.pk,
        detail={"emp_no": member.emp_no, "fields": list(change.columns), "change": told},
        enterprise_id=member.enterprise_id,
        unit_path=member.enterprise.unit.path,
        now=now,
    )


def _describe(member: EmployeeMember, row: RosterRow, departments: dict[str, Department]) -> None:
    member.emp_no, member.department = row.emp_no, departments[row.department]
    member.contract_type, member.hired_on = row.contract_type, date.fromisoformat(row.hired_on)


def _departments(enterprise: Enterprise, texts: set[str], actor: Actor) -> dict[str, Department]:
    """The department that each text of a roster means; missing ones are opened, along their path."""
    known = by_text(places_of(actor))
    for text in sorted(texts - known.keys()):
        parts, parent_id = text.split(SEPARATOR), None
        for depth in range(1, len(parts) + 1):
            path = SEPARATOR.join(parts[:depth])
            if path not in known:
                known[path] = Department.objects.create(
                    enterprise=enterprise, parent_id=parent_id, name=parts[depth - 1]
                ).pk
            parent_id = known[path]
    rows = Department.objects.scoped(actor).in_bulk({known[text] for text in texts})
    return {text: rows[known[text]] for text in texts}
