"""Whole crowds, for what the bank tells many: their person ids, a part at a time."""

from uuid import UUID

from django.db.models import QuerySet

from apps.core.actors import Surface

from ..contracts import EnterpriseStatus, MemberStatus
from ..models import EmployeeMember, OperatorGrant, StaffGrant
from .presence import in_force

WHY = "an announcement goes to everybody of a unit"


def people_on(surface: Surface, unit_path: str, *, after: UUID | None, limit: int) -> tuple[UUID, ...]:
    """The people who use a surface in a unit and below it now, ascending by id behind `after`, at most `limit`."""
    rows = _ROWS[surface](unit_path)
    if after is not None:
        rows = rows.filter(person_id__gt=after)
    return tuple(rows.order_by("person_id").values_list("person_id", flat=True).distinct()[:limit])


def _employees(path: str) -> QuerySet[EmployeeMember]:
    return EmployeeMember.objects.system(WHY).filter(
        enterprise__unit__path__startswith=path, status=MemberStatus.ACTIVE
    )


def _operators(path: str) -> QuerySet[OperatorGrant]:
    rows = in_force(OperatorGrant.objects.system(WHY).filter(enterprise__unit__path__startswith=path))
    return rows.exclude(enterprise__status=EnterpriseStatus.TERMINATED)


def _staff(path: str) -> QuerySet[StaffGrant]:
    return StaffGrant.objects.system(WHY).filter(unit__path__startswith=path, revoked_at=None)


_ROWS = {Surface.MOBILE: _employees, Surface.OFFICE: _operators, Surface.CONSOLE: _staff}
