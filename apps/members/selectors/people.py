"""People by the hundred: those whom the bank tells something, and how those of an enterprise are employed."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.core.actors import Surface

from ..contracts import ContractType, Engagement, EnterpriseStatus, MemberStatus
from ..models import EmployeeMember, OperatorGrant, StaffGrant
from .presence import in_force, status_now

WHY = "an announcement goes to everybody of a unit"


def people_on(surface: Surface, unit_path: str, *, after: UUID | None, limit: int) -> tuple[UUID, ...]:
    """The people who use a surface in a unit and below it now, ascending by id behind `after`, at most `limit`."""
    rows = _ROWS[surface](unit_path)
    if after is not None:
        rows = rows.filter(person_id__gt=after)
    return tuple(rows.order_by("person_id").values_list("person_id", flat=True).distinct()[:limit])


def engagements(enterprise_id: UUID, person_ids: Iterable[UUID] | None = None) -> dict[UUID, Engagement]:
    """How the persons, or all on the roster, are employed at the enterprise today, by person. Who never was on its
    roster is missing. One query."""
    rows = EmployeeMember.objects.system("what an employer's product asks of each of its people").filter(
        enterprise_id=enterprise_id
    )
    if person_ids is not None:
        rows = rows.filter(person_id__in=set(person_ids))
    found = rows.annotate(status_now=status_now()).values_list(
        "pk", "person_id", "emp_no", "name", "status_now", "contract_type", "hired_on", "is_insured",
        "person__birth_date",
    )  # fmt: skip
    return {
        person: Engagement(pk, person, no, name, MemberStatus(status), ContractType(contract), hired, insured, born)
        for pk, person, no, name, status, contract, hired, insured, born in found
    }


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
