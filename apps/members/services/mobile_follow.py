"""A person's number has changed: the roster shows the end of the new one, and a rejection for it counts as mended."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.identity import api as identity

from ..contracts import MemberStatus
from ..models import EmployeeMember
from ..selectors.claims import rejection_of

REASON = "员工变更手机号"


def mobile_follow(*, person_id: UUID, now: Moment) -> None:
    """Writes the end of the person's number to the memberships that are not over, in the caller's transaction.

    Locks them ascending. Heard twice, it changes nothing.
    """
    require_transaction()
    tail = identity.person_brief(person_id).masked_mobile[-4:]
    mine = EmployeeMember.objects.system(REASON).filter(person_id=person_id).exclude(status=MemberStatus.LEFT)
    for row in lock_rows(mine.exclude(mobile_tail=tail).select_related("enterprise__unit")):
        row.mobile_tail = tail
        if rejection_of(row)[0] == "mobile":
            row.mended_at = now.wall
        row.save(update_fields=["mobile_tail", "mended_at"])
        audit.record(
            actor=Actor.system(REASON),
            action="members.member.mended",
            subject_kind="members.employee_member",
            subject_id=row.pk,
            detail={"emp_no": row.emp_no, "field": "mobile"},
            enterprise_id=row.enterprise_id,
            unit_path=row.enterprise.unit.path,
            now=now,
        )
