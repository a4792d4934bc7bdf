"""Certifications: the bank's desk, and what the person sees of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.audit import api as audit
from apps.audit.contracts import AuditLine
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.masking import mask_name
from apps.identity import api as identity

from ..choices import (
    CERTIFICATION_LABELS,
    CHECK_LABELS,
    REJECT_FIELDS,
    CertificationState,
    CheckResult,
)
from ..contracts import CONTRACT_LABELS, ContractType, EnterpriseStatus
from ..models import Certification
from .reviews import CasePart, case_of

STATE_TONES = {
    CertificationState.SUBMITTED: "brand",
    CertificationState.REVIEWED: "brand",
    CertificationState.APPROVED: "ok",
    CertificationState.REJECTED: "danger",
    CertificationState.WITHDRAWN: "neutral",
}
CHECK_TONES = {
    CheckResult.WAITING: "neutral",
    CheckResult.MATCH: "ok",
    CheckResult.MISMATCH: "danger",
    CheckResult.UNABLE: "warn",
    CheckResult.CHANNEL_ERROR: "warn",
}


@dataclass(frozen=True, slots=True)
class CertificationLine:
    id: UUID
    name: str  # masked
    enterprise: str
    emp_no: str
    state: CertificationState
    state_label: str
    state_tone: str
    check_label: str
    check_tone: str
    submitted_at: datetime
    rejected_field: str
    rejected_reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One certification on the desk: what the enterprise states, what the machine says, who did what so far."""

    line: CertificationLine
    masked_id_number: str
    masked_mobile: str
    birth: date
    department: str
    contract_label: str
    hired_on: date
    enterprise_certified: bool
    check_reference: str
    checked_at: datetime | None
    case: CasePart | None  # on the bank's desk
    trail: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class OwnCertification:
    """What a person sees of the newest certification of one employment."""

    enterprise: str
    state: CertificationState
    state_label: str
    submitted_at: datetime
    decided_at: datetime | None
    rejected_field: str
    rejected_reason: str


def desk_for_staff(actor: Actor, certification_id: UUID, now: Moment) -> Desk | None:
    """One certification with all that a decision needs; None for another unit's."""
    found = Certification.objects.scoped(actor).filter(pk=certification_id)
    row = found.select_related("member__department", "member__enterprise").first()
    if row is None:
        return None
    (line,) = _lines([row])
    person = identity.person_brief(row.member.person_id)
    return Desk(
        line=line,
        masked_id_number=person.masked_id_number,
        masked_mobile=person.masked_mobile,
        birth=person.birth,
        department=row.member.department.name,
        contract_label=CONTRACT_LABELS[ContractType(row.member.contract_type)],
        hired_on=row.member.hired_on,
        enterprise_certified=row.member.enterprise.status == EnterpriseStatus.CERTIFIED,
        check_reference=row.check_reference,
        checked_at=row.checked_at,
        case=case_of(actor, row.pk, now),
        trail=audit.trail_of(row.pk),
    )


def history_of(actor: Actor, member_id: UUID) -> tuple[CertificationLine, ...]:
    """All certifications of one member of the actor's enterprise, the newest first."""
    rows = Certification.objects.scoped(actor).filter(member_id=member_id).order_by("-submitted_at")
    return _lines(rows.select_related("member__enterprise"))


def certifications_for_member(actor: Actor) -> dict[UUID, OwnCertification]:
    """The newest certification of each of the person's memberships, by member id."""
    rows = (
        Certification.objects.scoped(actor)
        .select_related("member__enterprise")
        .order_by("member_id", "-submitted_at")
        .distinct("member_id")
    )
    return {
        row.member_id: OwnCertification(
            enterprise=row.member.enterprise.name,
            state=CertificationState(row.state),
            state_label=CERTIFICATION_LABELS[CertificationState(row.state)],
            submitted_at=row.submitted_at,
            decided_at=row.decided_at,
            rejected_field=REJECT_FIELDS.get(row.rejected_field, ""),
            rejected_reason=row.rejected_reason,
        )
        for row in rows
    }


def _lines(rows: Iterable[Certification]) -> tuple[CertificationLine, ...]:
    return tuple(
        CertificationLine(
            id=row.pk,
            name=mask_name(row.member.name),
            enterprise=row.member.enterprise.short_name,
            emp_no=row.member.emp_no,
            state=CertificationState(row.state),
            state_label=CERTIFICATION_LABELS[CertificationState(row.state)],
            state_tone=STATE_TONES[CertificationState(row.state)],
            check_label=CHECK_LABELS[CheckResult(row.check_result)],
            check_tone=CHECK_TONES[CheckResult(row.check_result)],
            submitted_at=row.submitted_at,
            rejected_field=REJECT_FIELDS.get(row.rejected_field, ""),
            rejected_reason=row.rejected_reason,
        )
        for row in rows
    )
