"""A roster beside the members of its enterprise: what is wrong with its rows, and what it would change."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.identity import api as identity

from ..choices import CertificationState, RosterScope
from ..contracts import MemberStatus
from ..models import Certification, EmployeeMember
from ..rules.roster import RosterRow
from ..rules.roster_difference import Difference, Known, compare


def difference_of(actor: Actor, rows: Sequence[RosterRow], scope: RosterScope) -> Difference:
    """Sets the clashes of all rows anew and gives what the good ones would change. Three queries, whatever the size."""
    numbers = {number for row in rows if (number := row.understood("id_number"))}
    return compare(rows, identity.persons_by_id_numbers(sorted(numbers)), _members(actor), scope)


def _members(actor: Actor) -> list[Known]:
    rejected = _rejected(actor)
    rows = EmployeeMember.objects.scoped(actor).values_list(
        "pk", "person_id", "emp_no", "name", "department__name", "hired_on", "contract_type", "status"
    )
    return [
        Known(
            pk,
            person,
            emp_no,
            name,
            department,
            hired.isoformat(),
            contract,
            MemberStatus(status),
            rejected.get(pk, ""),
        )
        for pk, person, emp_no, name, department, hired, contract, status in rows
    ]


def _rejected(actor: Actor) -> dict[UUID, str]:
    """The field of the last rejection, by member."""
    rows = Certification.objects.scoped(actor).filter(
        state=CertificationState.REJECTED, member__status=MemberStatus.REJECTED
    )
    last = rows.order_by("member_id", "-decided_at", "-pk").distinct("member_id")
    return dict(last.values_list("member_id", "rejected_field"))
