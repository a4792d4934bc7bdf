"""An enterprise's own view of its people: names, numbers and departments; no ID number and no telephone in clear."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.audit import api as audit
from apps.audit.contracts import AuditLine
from apps.core.actors import Actor
from apps.identity import api as identity

from ..choices import MENDED_BY_ENTERPRISE
from ..contracts import CONTRACT_LABELS, MEMBER_LABELS, ContractType, Employment, MemberStatus, RosterCounts
from ..models import EmployeeMember
from ..rules import MEMBER
from .certifications import CertificationLine, history_of
from .claims import CLAIMABLE, rejection_of
from .presence import status_now

PAGE_SIZE = 30
TONES = {
    MemberStatus.INVITED: "neutral",
    MemberStatus.PENDING: "brand",
    MemberStatus.ACTIVE: "ok",
    MemberStatus.SUSPENDED: "warn",
    MemberStatus.LEFT: "neutral",
    MemberStatus.REJECTED: "danger",
}


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: UUID
    emp_no: str
    name: str
    department: str
    contract_label: str
    mobile_tail: str
    hired_on: date
    status: MemberStatus
    status_label: str
    tone: str
    may_submit: bool
    claim_label: str  # of one that waits for the person or for HR; "" otherwise
    claim_tone: str


@dataclass(frozen=True, slots=True)
class MemberPage:
    lines: tuple[MemberLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class MemberDetail:
    line: MemberLine
    masked_id_number: str
    masked_mobile: str
    is_insured: bool
    left_on: date | None
    leaves_on: date | None
    claimed_at: datetime | None
    invited_at: datetime | None
    may_leave: bool
    mends: str  # the field that the bank sent back and the enterprise may mend; "" is none
    mended_at: datetime | None
    certifications: tuple[CertificationLine, ...]
    trail: tuple[AuditLine, ...]


def members_for_enterprise(
    actor: Actor, *, query: str = "", status: str = "", department: str = "", number: int = 1
) -> MemberPage:
    """A page of the actor's roster. `query`: a name, pinyin or its initials, an employee number, the last four digits
    of the mobile number. At most four queries, whatever the size."""
    rows = EmployeeMember.objects.scoped(actor)
    if status in MEMBER_LABELS:
        rows = rows.filter(status=status)
    if department:
        rows = rows.filter(department__name=department)
    rows = members_found(rows, query.strip())
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    shown = rows.select_related("department").order_by("emp_no")[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return MemberPage(tuple(_line(row) for row in shown), number, pages, total)


def members_found(rows: "QuerySet[EmployeeMember]", query: str) -> "QuerySet[EmployeeMember]":
    """Those of the rows that a query means; all of them for an empty one. One query for pinyin."""
    if not query:
        return rows
    wanted = Q(name__icontains=query) | Q(emp_no__icontains=query) | Q(mobile_tail=query)
    if query.isascii() and query.isalpha():
        wanted |= Q(person_id__in=identity.persons_by_pinyin(rows.values_list("person_id", flat=True), query))
    return rows.filter(wanted)


def roster_counts(actor: Actor) -> RosterCounts:
    """How many of the actor's roster are ACTIVE, PENDING and INVITED. One query."""
    counts = dict(
        EmployeeMember.objects.scoped(actor).values_list("status").annotate(count=Count("pk")).order_by("status")
    )
    return RosterCounts(
        active=counts.get(MemberStatus.ACTIVE, 0),
        pending=counts.get(MemberStatus.PENDING, 0),
        invited=counts.get(MemberStatus.INVITED, 0),
    )


def member_for_enterprise(actor: Actor, member_id: UUID) -> MemberDetail | None:
    row = EmployeeMember.objects.scoped(actor).select_related("department").filter(pk=member_id).first()
    if row is None:
        return None
    person = identity.person_brief(row.person_id)
    field, _ = rejection_of(row)
    return MemberDetail(
        line=_line(row),
        masked_id_number=person.masked_id_number,
        masked_mobile=person.masked_mobile,
        is_insured=row.is_insured,
        left_on=row.left_on,
        leaves_on=row.leaves_on,
        claimed_at=row.claimed_at,
        invited_at=row.invited_at,
        may_leave=_may(row.status, "leave"),
        mends=field if field in MENDED_BY_ENTERPRISE else "",
        mended_at=row.mended_at,
        certifications=history_of(actor, row.pk),
        trail=audit.trail_of(row.pk),
    )


def employments_of(person_id: UUID) -> tuple[Employment, ...]:
    """All memberships of a person, present ones first."""
    rows = (
        EmployeeMember.objects.system("the person's own")
        .filter(person_id=person_id)
        .annotate(status_now=status_now())
        .select_related("enterprise", "department")
        .order_by("left_on", "hired_on")
    )
    return tuple(
        Employment(
            member_id=row.pk,
            enterprise_id=row.enterprise_id,
            enterprise_name=row.enterprise.name,
            emp_no=row.emp_no,
            department=row.department.name,
            status=MemberStatus(row.status_now),
            status_label=MEMBER_LABELS[MemberStatus(row.status_now)],
            hired_on=row.hired_on,
            left_on=row.left_on or row.leaves_on,
            claimed_at=row.claimed_at,
            is_claimable=row.claimed_at is None and row.status in CLAIMABLE,
        )
        for row in sorted(rows, key=lambda row: (row.left_on is not None, row.hired_on))
    )


def _may(status: str, move: str) -> bool:
    return any(known.name == move for known in MEMBER.leaving(status))


def _line(row: EmployeeMember) -> MemberLine:
    status = MemberStatus(row.status)
    return MemberLine(
        id=row.pk,
        emp_no=row.emp_no,
        name=row.name,
        department=row.department.name,
        contract_label=CONTRACT_LABELS[ContractType(row.contract_type)],
        mobile_tail=row.mobile_tail,
        hired_on=row.hired_on,
        status=status,
        status_label=MEMBER_LABELS[status],
        tone=TONES[status],
        may_submit=_may(row.status, "submit"),
        claim_label=("本人已认领" if row.claimed_at else "待本人认领") if row.status in CLAIMABLE else "",
        claim_tone="ok" if row.claimed_at else "warn",
    )
