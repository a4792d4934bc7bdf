"""Somebody leaves an enterprise: a status with a date, never a deletion (ID-9)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core import outbox
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import InvalidInput, NotFound

from ..events import MemberLeft
from ..models import Certification, EmployeeMember
from ..models.certification import OPEN_STATES
from ..rules import CERTIFICATION, MEMBER
from .certification_submit import KIND
from .review_open import review_withdraw


@use_case
def member_leave(*, member_id: UUID, left_on: date, actor: Actor, now: Moment) -> None:
    """Sets LEFT on a date that is not in the future; an open certification is withdrawn with its approvals.

    Locks the open certification, then the member, then looks once more for one that was submitted before that lock.
    Raises NotFound, InvalidInput (LEFT_ON), IllegalMove for somebody
    who has left already.
    """
    member = EmployeeMember.objects.scoped(actor).filter(pk=member_id)
    open_certifications(actor, [member_id])
    rows = lock_rows(member.select_related("enterprise__unit"))
    if not rows:
        raise NotFound("没有找到这名员工。")
    (row,) = rows
    MEMBER.check(row.status, "leave")
    open_ones = open_certifications(actor, [member_id])
    leave_locked(row, open_ones.get(member_id, ()), refuse_day(left_on, row, now), actor, now)


def open_certifications(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, list[Certification]]:
    """The open certifications of members, locked, by member."""
    rows = Certification.objects.scoped(actor).filter(member_id__in=member_ids, state__in=OPEN_STATES)
    found: dict[UUID, list[Certification]] = defaultdict(list)
    for row in lock_rows(rows.select_related("member__enterprise")):
        found[row.member_id].append(row)
    return found


def refuse_day(left_on: date | None, row: EmployeeMember, now: Moment) -> date:
    """The day, if somebody may leave on it. Raises InvalidInput (LEFT_ON)."""
    if left_on is None or not row.hired_on <= left_on <= now.business_date:
        message = "离职日期应在入职日期之后,且不晚于今天"
        raise InvalidInput("LEFT_ON", f"{message}。", fields={"left_on": message})
    return left_on


def leave_locked(
    row: EmployeeMember, open_ones: Iterable[Certification], left_on: date, actor: Actor, now: Moment
) -> None:
    """A locked member leaves, with its locked open certifications, in the caller's transaction."""
    move = MEMBER.check(row.status, "leave")
    for certification in open_ones:
        certification.state = CERTIFICATION.check(certification.state, "withdraw").target
        certification.save(update_fields=["state"])
        review_withdraw(subject=certification, now=now)
        approvals.void(kind=KIND, subject_id=certification.pk, reason="员工已离职", actor=actor, now=now)
    source, row.status, row.left_on = row.status, move.target, left_on
    row.save(update_fields=["status", "left_on"])
    audit.record(
        actor=actor,
        action="members.member.left",
        subject_kind="members.employee_member",
        subject_id=row.pk,
        from_state=source,
        to_state=row.status,
        detail={"emp_no": row.emp_no, "left_on": str(left_on)},
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )
    outbox.publish(MemberLeft(row.pk, row.person_id, row.enterprise_id))
