"""Memberships that wait for their person to claim them (ID-9)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from apps.core.actors import Actor
from apps.identity import api as identity

from ..choices import MENDED_BY_PERSON, REJECT_FIELDS
from ..contracts import CONTRACT_LABELS, ContractType, MemberStatus
from ..models import Certification, EmployeeMember

CLAIMABLE = (MemberStatus.INVITED, MemberStatus.PENDING, MemberStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the person is asked to confirm; numbers and name are masked, since the page may be seen by others."""

    member_id: UUID
    enterprise: str
    uscc: str
    masked_name: str
    masked_id_number: str
    masked_mobile: str
    emp_no: str
    department: str
    contract_label: str
    hired_on: date


@dataclass(frozen=True, slots=True)
class ToMend:
    """The one field that the bank sent back and this person may mend."""

    member_id: UUID
    enterprise: str
    field: str
    label: str
    reason: str


def unclaimed(rows: "QuerySet[EmployeeMember]") -> "QuerySet[EmployeeMember]":
    return rows.filter(status__in=CLAIMABLE, claimed_at=None)


def first_unclaimed(actor: Actor) -> UUID | None:
    """The membership that the actor's person may claim first."""
    rows = unclaimed(EmployeeMember.objects.scoped(actor)).order_by("created_at", "pk")
    return rows.values_list("pk", flat=True).first()


def claim_for_member(actor: Actor, member_id: UUID) -> Claim | None:
    """None for another person's membership, and for one that is claimed or over."""
    mine = unclaimed(EmployeeMember.objects.scoped(actor)).filter(pk=member_id)
    row = mine.select_related("enterprise", "department").first()
    if row is None:
        return None
    person = identity.person_brief(row.person_id)
    return Claim(
        member_id=row.pk,
        enterprise=row.enterprise.name,
        uscc=row.enterprise.uscc,
        masked_name=person.masked_name,
        masked_id_number=person.masked_id_number,
        masked_mobile=person.masked_mobile,
        emp_no=row.emp_no,
        department=row.department.name,
        contract_label=CONTRACT_LABELS[ContractType(row.contract_type)],
        hired_on=row.hired_on,
    )


def rejection_of(row: EmployeeMember) -> tuple[str, str]:
    """The field and the reason of the last rejection of a member that is REJECTED; two blanks otherwise."""
    if row.status != MemberStatus.REJECTED:
        return "", ""
    decided = Certification.objects.system("of the caller's own member").filter(member=row).exclude(rejected_field="")
    last = decided.order_by("-decided_at", "-pk").values_list("rejected_field", "rejected_reason").first()
    return last or ("", "")


def mend_for_member(actor: Actor, member_id: UUID) -> ToMend | None:
    """What the person has to mend; None where nothing of theirs was sent back."""
    row = EmployeeMember.objects.scoped(actor).filter(pk=member_id).select_related("enterprise").first()
    field, reason = rejection_of(row) if row else ("", "")
    if row is None or field not in MENDED_BY_PERSON:
        return None
    return ToMend(row.pk, row.enterprise.short_name, field, REJECT_FIELDS[field], reason)
