"""Who of the bank's staff may do something for a unit."""

from uuid import UUID

from apps.core.actors import Role
from apps.identity import api as identity

from ..models import StaffGrant


def staff_at(unit_path: str, roles: frozenset[Role]) -> tuple[tuple[UUID, str], ...]:
    """The staff who hold one of the roles at this unit or above it: (person, masked name), by name. Two queries."""
    steps = unit_path.strip("/").split("/")
    above = ["/" + "/".join(steps[: length + 1]) + "/" for length in range(len(steps))]
    grants = StaffGrant.objects.system("colleagues are named to each other").filter(
        revoked_at=None, role__in=roles, unit__path__in=above
    )
    people = identity.person_briefs(grants.values_list("person_id", flat=True))
    return tuple(sorted(((brief.id, brief.masked_name) for brief in people.values()), key=lambda pair: pair[::-1]))
