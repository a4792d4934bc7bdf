"""Somebody leaves an enterprise: a status with a date, never a deletion (ID-9)."""

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
    lock_rows(Certification.objects.scoped(actor).filter(member_id=member_id, state__in=OPEN_STATES))
    rows = lock_rows(member.select_related("enterprise__unit"))
    if not rows:
        raise NotFound("没有找到这名员工。")
    (row,) = rows
    move = MEMBER.check(row.status, "leave")
    open_ones = lock_rows(Certification.objects.scoped(actor).filter(member_id=member_id, state__in=OPEN_STATES))
    if not row.hired_on <= left_on <= now.business_date:
        message = "离职日期应在入职日期之后,且不晚于今天"
        raise InvalidInput("LEFT_ON", f"{message}。", fields={"left_on": message})
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
        unit_path=row.enterprise.unit.path,
        now=now,
    )
    outbox.publish(MemberLeft(row.pk, row.person_id, row.enterprise_id))
