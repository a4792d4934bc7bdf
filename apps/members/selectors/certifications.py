"""Certifications: the bank's queue and desk, and what the person sees of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.audit import api as audit
from apps.audit.contracts import AuditLine
from apps.core import params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.masking import mask_name
from apps.identity import api as identity

from ..choices import (
    CERTIFICATION_HOURS,
    CERTIFICATION_LABELS,
    CHECK_LABELS,
    REJECT_FIELDS,
    CertificationState,
    CheckResult,
)
from ..contracts import CONTRACT_LABELS, CertificationCounts, ContractType, EnterpriseStatus
from ..models import Certification
from ..models.certification import OPEN_STATES

STATES_OF = {Role.REVIEWER: CertificationState.SUBMITTED, Role.APPROVER: CertificationState.REVIEWED}
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
    is_overdue: bool
    is_taken: bool  # by somebody else, at this moment
    is_mine: bool  # waits for a decision that this actor may make


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
    claimed_until: datetime | None  # by this actor
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


def waiting_for(actor: Actor) -> "QuerySet[Certification]":
    """Those that wait for a decision which the actor's role makes and in which the person had no hand so far."""
    states = [state for role, state in STATES_OF.items() if role in actor.roles]
    return (
        Certification.objects.scoped(actor)
        .filter(state__in=states)
        .exclude(Q(submitter_person_id=actor.person_id) | Q(reviewer_person_id=actor.person_id))
    )


def queue_for_staff(actor: Actor, now: Moment, *, show: str = "mine") -> tuple[CertificationLine, ...]:
    """The queue, the longest waiting first. `show`: mine (this person's), open (all), done (the last fifty)."""
    if show == "mine":
        rows = waiting_for(actor).order_by("submitted_at", "pk")
    elif show == "done":
        rows = Certification.objects.scoped(actor).exclude(state__in=OPEN_STATES).order_by("-submitted_at")[:50]
    else:
        rows = Certification.objects.scoped(actor).filter(state__in=OPEN_STATES).order_by("submitted_at", "pk")
    return _lines(rows, actor, now)


def certification_counts(actor: Actor, now: Moment) -> CertificationCounts:
    """How many wait in the actor's units, and how many of them for longer than the parameter allows. One query."""
    limit = now.wall - timedelta(hours=params.get(CERTIFICATION_HOURS, now.business_date))
    at = list(Certification.objects.scoped(actor).filter(state__in=OPEN_STATES).values_list("submitted_at", flat=True))
    return CertificationCounts(waiting=len(at), overdue=Counter(moment < limit for moment in at)[True])


def desk_for_staff(actor: Actor, certification_id: UUID, now: Moment) -> Desk | None:
    """One certification with all that a decision needs; None for another unit's."""
    found = Certification.objects.scoped(actor).filter(pk=certification_id)
    row = found.select_related("member__department", "member__enterprise").first()
    if row is None:
        return None
    (line,) = _lines(found, actor, now)
    person = identity.person_brief(row.member.person_id)
    mine = row.claimer_person_id == actor.person_id and row.claimed_until and row.claimed_until > now.wall
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
        claimed_until=row.claimed_until if mine else None,
        trail=audit.trail_of(row.pk),
    )


def history_of(actor: Actor, member_id: UUID) -> tuple[CertificationLine, ...]:
    """All certifications of one member of the actor's enterprise, the newest first."""
    rows = Certification.objects.scoped(actor).filter(member_id=member_id).order_by("-submitted_at")
    return _lines(rows, actor, None)


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


def _lines(rows: "QuerySet[Certification]", actor: Actor, now: Moment | None) -> tuple[CertificationLine, ...]:
    limit = now and now.wall - timedelta(hours=params.get(CERTIFICATION_HOURS, now.business_date))
    mine = {STATES_OF[role] for role in actor.roles if role in STATES_OF}
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
            is_overdue=bool(limit and row.state in OPEN_STATES and row.submitted_at < limit),
            is_taken=bool(
                now and row.claimed_until and row.claimed_until > now.wall and row.claimer_person_id != actor.person_id
            ),
            is_mine=row.state in mine and actor.person_id not in (row.submitter_person_id, row.reviewer_person_id),
        )
        for row in rows.select_related("member__enterprise")
    )
