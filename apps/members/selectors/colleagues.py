"""Colleagues: who is in service at an enterprise today, for those who are there too."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from ..contracts import ColleagueLine, DepartmentCount, MemberStatus
from ..models import EmployeeMember
from .presence import status_now
from .rosters import members_found

WHY = "the caller has shown that the reader is in service at this enterprise"


def colleagues(enterprise_id: UUID, query: str = "", *, most: int) -> tuple[ColleagueLine, ...]:
    """Those whom a query means (name, pinyin or initials, number), all for an empty one; by department and number.

    At most `most`. One query, two for pinyin.
    """
    rows = EmployeeMember.objects.system(WHY).filter(enterprise_id=enterprise_id)
    present = members_found(rows, query).annotate(status_now=status_now()).filter(status_now=MemberStatus.ACTIVE)
    lines = present.order_by("department__name", "emp_no").values_list(*_FIELDS)[:most]
    return tuple(ColleagueLine(*line) for line in lines)


def colleagues_in(enterprise_id: UUID, department_id: UUID, *, start: int, most: int) -> tuple[ColleagueLine, ...]:
    """Those in service in one department, by number, from the place `start` on; at most `most`. One query."""
    rows = _present(enterprise_id).filter(department_id=department_id)
    return tuple(ColleagueLine(*line) for line in rows.order_by("emp_no").values_list(*_FIELDS)[start : start + most])


def department_counts(enterprise_id: UUID) -> tuple[DepartmentCount, ...]:
    """The departments in which somebody is in service, by name. One query."""
    rows = _present(enterprise_id).order_by().values("department_id", "department__name")
    counted = rows.annotate(people=Count("pk")).order_by("department__name")
    return tuple(DepartmentCount(*row) for row in counted.values_list("department_id", "department__name", "people"))


def _present(enterprise_id: UUID) -> "QuerySet[EmployeeMember]":
    rows = EmployeeMember.objects.system(WHY).filter(enterprise_id=enterprise_id)
    return rows.annotate(status_now=status_now()).filter(status_now=MemberStatus.ACTIVE)


def departments_of(enterprise_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """In which department each of these people is, or was last. One query."""
    rows = EmployeeMember.objects.system(WHY).filter(enterprise_id=enterprise_id, person_id__in=list(person_ids))
    return dict(rows.values_list("person_id", "department__name"))


def colleague(enterprise_id: UUID, member_id: UUID) -> ColleagueLine | None:
    """One of them by the membership; None for whoever is not in service there today. One query."""
    return _one(EmployeeMember.objects.system(WHY).filter(enterprise_id=enterprise_id, pk=member_id))


def colleague_of(enterprise_id: UUID, person_id: UUID) -> ColleagueLine | None:
    """The same by the person. One query."""
    return _one(EmployeeMember.objects.system(WHY).filter(enterprise_id=enterprise_id, person_id=person_id))


def _one(rows: "QuerySet[EmployeeMember]") -> ColleagueLine | None:
    line = rows.annotate(status_now=status_now()).filter(status_now=MemberStatus.ACTIVE).values_list(*_FIELDS).first()
    return ColleagueLine(*line) if line else None


_FIELDS = ("pk", "person_id", "name", "department_id", "department__name")
