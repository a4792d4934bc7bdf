"""The departments of an enterprise: the tree, with leads and numbers of people."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from apps.core.actors import Actor

from ..contracts import MemberStatus
from ..models import Department
from ..rules.departments import Place, path_of


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department in its tree; `depth` is 0 at the top. `people` belong to it, `total` to it and all below."""

    id: UUID
    parent_id: UUID | None
    name: str
    path: str
    depth: int
    lead: str
    lead_emp_no: str
    people: int
    total: int


def places_of(actor: Actor) -> tuple[Place, ...]:
    """The open departments of the actor's enterprise. One query."""
    rows = Department.objects.scoped(actor).filter(closed_at=None).order_by("name", "pk")
    return tuple(Place(*row) for row in rows.values_list("pk", "parent_id", "name"))


def departments_for_enterprise(actor: Actor) -> tuple[str, ...]:
    """The names of the open departments, each once."""
    return tuple(sorted({place.name for place in places_of(actor)}))


def department_tree(actor: Actor) -> tuple[DepartmentLine, ...]:
    """The whole tree, each department below its parent, by name. One query."""
    present = ~Q(members__status=MemberStatus.LEFT)
    rows = (
        Department.objects.scoped(actor)
        .filter(closed_at=None)
        .annotate(people=Count("members", filter=present))
        .order_by("name", "pk")
        .values_list("pk", "parent_id", "name", "lead__name", "lead__emp_no", "people")
    )
    found = {row[0]: row for row in rows}
    places = {pk: Place(pk, parent_id, name) for pk, parent_id, name, *_ in found.values()}
    below: dict[UUID | None, list[UUID]] = defaultdict(list)
    for place in places.values():
        below[place.parent_id if place.parent_id in places else None].append(place.id)

    def total(pk: UUID) -> int:
        return int(found[pk][5]) + sum(total(child) for child in below[pk])

    def lines(pk: UUID, depth: int) -> list[DepartmentLine]:
        _, parent_id, name, lead, emp_no, people = found[pk]
        path = path_of(places[pk], places)
        line = DepartmentLine(pk, parent_id, name, path, depth, lead or "", emp_no or "", people, total(pk))
        return [line, *(one for child in below[pk] for one in lines(child, depth + 1))]

    return tuple(line for pk in below[None] for line in lines(pk, 0))
