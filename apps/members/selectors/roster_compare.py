"""A roster beside the members of its enterprise: what is wrong with its rows, and what it would change."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.identity import api as identity

from ..choices import CertificationState, RosterScope
from ..contracts import MemberStatus
from ..models import Certification, EmployeeMember
from ..rules.departments import Place, path_of
from ..rules.roster import RosterRow
from ..rules.roster_difference import Difference, Known, compare
from .departments import places_of


def difference_of(actor: Actor, rows: Sequence[RosterRow], scope: RosterScope) -> Difference:
    """Sets the clashes of all rows anew and gives what the good ones would change. Four queries, whatever the size."""
    numbers = {number for row in rows if (number := row.understood("id_number"))}
    places = places_of(actor)
    people = identity.persons_by_id_numbers(sorted(numbers))
    return compare(rows, people, _members(actor, places), scope, places)


def _members(actor: Actor, places: Sequence[Place]) -> list[Known]:
    rejected, known = _rejected(actor), {place.id: place for place in places}
    paths = {place.id: path_of(place, known) for place in places}
    columns = ("pk", "person_id", "emp_no", "name", "department_id", "hired_on", "contract_type", "status")
    rows = EmployeeMember.objects.scoped(actor).values_list(*columns)
    return [
        Known(
            pk, person, emp_no, name, paths.get(place, ""), hired.isoformat(), contract, MemberStatus(status),
            rejected.get(pk, ""),
        )
        for pk, person, emp_no, name, place, hired, contract, status in rows
    ]  # fmt: skip


def _rejected(actor: Actor) -> dict[UUID, str]:
    """The field of the last rejection, by member."""
    rows = Certification.objects.scoped(actor).filter(
        state=CertificationState.REJECTED, member__status=MemberStatus.REJECTED
    )
    last = rows.order_by("member_id", "-decided_at", "-pk").distinct("member_id")
    return dict(last.values_list("member_id", "rejected_field"))
