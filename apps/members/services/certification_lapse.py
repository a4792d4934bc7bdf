"""A certification that the bank did not decide on in time goes back to the enterprise."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from ..models import Certification, EmployeeMember
from ..models.certification import OPEN_STATES
from ..rules import CERTIFICATION, MEMBER
from .certification_submit import KIND
from .review_open import review_withdraw

REASON = "逾期未办结"


def certification_lapse(*, certification_id: UUID, now: Moment) -> None:
    """Withdraws the certification and makes its member one to be submitted again, in the caller's transaction.

    Locks the certification, then its member; one that is not open is left alone.
    """
    require_transaction()
    open_ones = Certification.objects.system("its request lapsed").filter(pk=certification_id, state__in=OPEN_STATES)
    for row in lock_rows(open_ones):
        source, row.state = row.state, CERTIFICATION.check(row.state, "lapse").target
        row.save(update_fields=["state"])
        review_withdraw(subject=row, now=now)
        members = EmployeeMember.objects.system("of the locked certification").filter(pk=row.member_id)
        (member,) = lock_rows(members.select_related("enterprise__unit"))
        member.status = MEMBER.check(member.status, "lapse").target
        member.save(update_fields=["status"])
        audit.record(
            actor=Actor.system(REASON),
            action="members.certification.lapsed",
            subject_kind=KIND,
            subject_id=row.pk,
            from_state=source,
            to_state=row.state,
            detail={"member_id": str(member.pk), "emp_no": member.emp_no},
            enterprise_id=member.enterprise_id,
            unit_path=member.enterprise.unit.path,
            now=now,
        )
