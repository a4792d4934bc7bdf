"""Units, enterprises, rosters and operators."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.core.actors import Actor, Role
from apps.core.errors import Conflict
from apps.identity import api as identity

from ..contracts import (
    ENTERPRISE_LABELS,
    ContractType,
    EnterpriseBrief,
    EnterpriseLine,
    EnterpriseStatus,
    MemberStatus,
    OperatorBrief,
    RosterLine,
    UnitBrief,
)
from ..models import BankUnit, EmployeeMember, Enterprise, OperatorGrant
from .presence import in_force, status_now

WHY = "named by another app's own row"
_STATUSES = {status.value: status for status in MemberStatus}  # a look into a table costs a tenth of calling an enum
_CONTRACTS = {contract.value: contract for contract in ContractType}
TONES = {
    EnterpriseStatus.DRAFT: "neutral",
    EnterpriseStatus.SUBMITTED: "brand",
    EnterpriseStatus.BANK_REVIEW: "brand",
    EnterpriseStatus.CERTIFIED: "ok",
    EnterpriseStatus.REJECTED: "danger",
    EnterpriseStatus.SUSPENDED: "warn",
    EnterpriseStatus.TERMINATED: "neutral",
}


def units_below(path: str) -> tuple[UnitBrief, ...]:
    """The unit of a path and all below it, in the order of their paths."""
    rows = BankUnit.objects.filter(path__startswith=path).order_by("path")
    return tuple(UnitBrief(row.pk, row.name, row.path) for row in rows)


def certified_below(path: str) -> tuple[EnterpriseBrief, ...]:
    """The certified enterprises of a unit and of all below it, by short name. One query."""
    rows = Enterprise.objects.system(WHY).filter(unit__path__startswith=path, status=EnterpriseStatus.CERTIFIED)
    return tuple(_brief(row) for row in rows.select_related("unit").order_by("short_name", "pk"))


def enterprise_brief(enterprise_id: UUID) -> EnterpriseBrief:
    """Raises Enterprise.DoesNotExist for an unknown id: ids come from our own tables."""
    return _brief(Enterprise.objects.system(WHY).select_related("unit").get(pk=enterprise_id))


def require_certified(enterprise_id: UUID) -> None:
    """Raises Conflict ENTERPRISE_SUSPENDED: a suspended or terminated enterprise goes on reading, and does nothing.

    Raises Conflict NOT_CERTIFIED for one that is not certified yet.
    """
    status = enterprise_brief(enterprise_id).status
    if status in (EnterpriseStatus.SUSPENDED, EnterpriseStatus.TERMINATED):
        raise Conflict("ENTERPRISE_SUSPENDED", "企业服务已被银行暂停,目前只能查询,不能办理业务,请联系开户网点。")
    if status != EnterpriseStatus.CERTIFIED:
        raise Conflict("NOT_CERTIFIED", "企业尚未通过认证,认证通过后才能办理业务。")


def enterprise_by_uscc(uscc: str) -> EnterpriseBrief | None:
    """By its normalised 统一社会信用代码."""
    row = Enterprise.objects.system("codes are public").select_related("unit").filter(uscc=uscc).first()
    return _brief(row) if row else None


def roster(enterprise_id: UUID) -> tuple[RosterLine, ...]:
    """Everybody who is or was on the roster, by employee number. One query."""
    rows = (
        EmployeeMember.objects.system("the caller acts for this enterprise")
        .filter(enterprise_id=enterprise_id)
        .annotate(status_now=status_now())
        .order_by("emp_no")
        .values_list("pk", "person_id", "emp_no", "name", "department__name", "status_now", "contract_type")
    )
    return tuple(
        RosterLine(pk, person_id, emp_no, name, department, _STATUSES[status], _CONTRACTS[contract])
        for pk, person_id, emp_no, name, department, status, contract in rows
    )


def operators(enterprise_id: UUID) -> tuple[OperatorBrief, ...]:
    """Who acts for the enterprise now, with all roles."""
    roles: dict[tuple[UUID, UUID], set[Role]] = defaultdict(set)
    rows = in_force(OperatorGrant.objects.system(WHY).filter(enterprise_id=enterprise_id))
    for person_id, user_id, role in rows.order_by("granted_at", "pk").values_list("person_id", "user_id", "role"):
        roles[person_id, user_id].add(Role(role))
    names = identity.person_briefs({person_id for person_id, _ in roles})
    return tuple(
        OperatorBrief(person_id, user_id, names[person_id].masked_name, frozenset(held))
        for (person_id, user_id), held in roles.items()
    )


def enterprises_for_staff(actor: Actor, query: str = "") -> tuple[EnterpriseLine, ...]:
    """The enterprises of the actor's unit and below, found by name or code."""
    rows = Enterprise.objects.scoped(actor)
    if query:
        rows = rows.filter(
            Q(name__icontains=query) | Q(short_name__icontains=query) | Q(uscc__startswith=query.upper())
        )
    return _lines(rows.order_by("name"))


def enterprise_for_staff(actor: Actor, enterprise_id: UUID) -> EnterpriseLine | None:
    lines = _lines(Enterprise.objects.scoped(actor).filter(pk=enterprise_id))
    return lines[0] if lines else None


def _brief(row: Enterprise) -> EnterpriseBrief:
    return EnterpriseBrief(
        row.pk, row.name, row.short_name, row.uscc, row.unit_id, row.unit.path, EnterpriseStatus(row.status)
    )


def _lines(rows: "QuerySet[Enterprise]") -> tuple[EnterpriseLine, ...]:
    counted = rows.select_related("unit").annotate(
        active=Count("members", filter=Q(members__status=MemberStatus.ACTIVE)),
        pending=Count("members", filter=Q(members__status=MemberStatus.PENDING)),
    )
    return tuple(
        EnterpriseLine(
            id=row.pk,
            name=row.name,
            uscc=row.uscc,
            unit=row.unit.name,
            status=EnterpriseStatus(row.status),
            status_label=ENTERPRISE_LABELS[EnterpriseStatus(row.status)],
            tone=TONES[EnterpriseStatus(row.status)],
            certified_on=row.certified_on,
            active=row.active,
            pending=row.pending,
        )
        for row in counted
    )
