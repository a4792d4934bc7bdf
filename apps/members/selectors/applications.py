"""Enterprises' applications: the task list of the office and the desk of the bank."""

import base64
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from apps.audit import api as audit
from apps.audit.contracts import AuditLine
from apps.core import params
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.masking import mask_id_number, mask_mobile, mask_name

from ..choices import (
    APPLICATION_FIELDS,
    APPLICATION_KIND_LABELS,
    APPLICATION_LABELS,
    CHECK_LABELS,
    PAPER_LABELS,
    PROOF_HOURS,
    PROOF_STARTS,
    PROOF_TRIES,
    ApplicationKind,
    ApplicationState,
    CheckResult,
    PaperKind,
    Section,
)
from ..contracts import UnitBrief
from ..models import BankUnit, EnterpriseApplication, Paper
from ..models.application import nominees_of, owners_of, papers_of
from ..rules.applications import NOMINEE_ROLES, REQUIRED_ROLES, section_open
from .certifications import CHECK_TONES
from .reviews import CasePart, case_of

TONES = {
    ApplicationState.DRAFT: "neutral",
    ApplicationState.SUBMITTED: "brand",
    ApplicationState.REVIEWED: "brand",
    ApplicationState.APPROVED: "ok",
    ApplicationState.REJECTED: "danger",
    ApplicationState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class OwnerLine:
    name: str
    masked_id_number: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class NomineeLine:
    role: str
    role_label: str
    name: str
    masked_id_number: str
    masked_mobile: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    id: UUID
    kind: str
    label: str
    content_type: str
    size: int
    sha256: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """Where 打款验证 stands. `state`: none, sent, proved, failed or over. `demo_fen` is told in the demo alone."""

    state: str
    account: str
    sent_at: datetime | None
    hours: int
    tries_left: int
    starts_left: int
    demo_fen: int | None


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """An application with all that it states; persons' names in full for who fills it in, masked for the rest."""

    id: UUID
    enterprise_id: UUID
    enterprise: str
    uscc: str
    unit: str
    kind: ApplicationKind
    kind_label: str
    state: ApplicationState
    state_label: str
    tone: str
    address: str
    business_scope: str
    established_on: date | None
    licence_until: date | None
    legal_name: str
    masked_legal_id: str
    legal_check_label: str
    legal_check_tone: str
    legal_check_reference: str
    legal_checked_at: datetime | None
    register_check_label: str
    register_check_tone: str
    register_reference: str
    register_checked_at: datetime | None
    owners: tuple[OwnerLine, ...]
    papers: tuple[PaperLine, ...]
    nominees: tuple[NomineeLine, ...]
    proof: Proof
    proved_at: datetime | None
    submitted_at: datetime | None
    rejected_field: str
    rejected_label: str
    rejected_reason: str
    rejected_section: Section | None

    def is_open(self, section: Section) -> bool:
        return section_open(self.state, self.rejected_field, section)

    @property
    def done(self) -> frozenset[Section]:
        """Which sections are complete; agreements are asked elsewhere."""
        roles = {line.role for line in self.nominees}
        complete = {
            Section.COMPANY: bool(self.legal_name) and bool(self.owners),
            Section.PAPERS: {line.kind for line in self.papers} >= {kind.value for kind in PaperKind},
            Section.ACCOUNT: self.proved_at is not None,
            Section.OPERATORS: roles >= {role.value for role in REQUIRED_ROLES},
        }
        return frozenset(section for section, is_done in complete.items() if is_done)


@dataclass(frozen=True, slots=True)
class ApplicationDesk:
    facts: ApplicationFacts
    case: CasePart | None
    trail: tuple[AuditLine, ...]


def units_for_register() -> tuple[UnitBrief, ...]:
    """The branches at which an enterprise may register; public."""
    rows = BankUnit.objects.exclude(parent=None).order_by("path")
    return tuple(UnitBrief(row.pk, row.name, row.path) for row in rows)


def application_for_enterprise(actor: Actor, now: Moment) -> ApplicationFacts | None:
    """The enterprise's newest application, which is the open one if any is; None when it never had one."""
    rows = EnterpriseApplication.objects.scoped(actor).select_related("enterprise__unit")
    row = rows.order_by("-pk").first()
    return None if row is None else _facts(row, now)


def application_desk(actor: Actor, application_id: UUID, now: Moment) -> ApplicationDesk | None:
    """One application with all that a decision needs, persons masked; None for another unit's or one not sent in."""
    rows = EnterpriseApplication.objects.scoped(actor).exclude(state=ApplicationState.DRAFT)
    row = rows.filter(pk=application_id).select_related("enterprise__unit").first()
    if row is None:
        return None
    return ApplicationDesk(_facts(row, now, masked=True), case_of(actor, row.pk, now), audit.trail_of(row.pk))


def paper_for(actor: Actor, paper_id: UUID) -> tuple[str, bytes, EnterpriseApplication] | None:
    """A paper within the actor's reach: its media type, its bytes and whose it is."""
    row = Paper.objects.scoped(actor).filter(pk=paper_id).select_related("application__enterprise__unit").first()
    return None if row is None else (row.content_type, base64.b64decode(row.content.clear()), row.application)


def _facts(row: EnterpriseApplication, now: Moment, *, masked: bool = False) -> ApplicationFacts:
    state, check, shown = ApplicationState(row.state), CheckResult(row.legal_check), mask_name if masked else str
    label, section = APPLICATION_FIELDS.get(row.rejected_field, ("", None))
    return ApplicationFacts(
        id=row.pk,
        enterprise_id=row.enterprise_id,
        enterprise=row.enterprise.name,
        uscc=row.enterprise.uscc,
        unit=row.enterprise.unit.name,
        kind=ApplicationKind(row.kind),
        kind_label=APPLICATION_KIND_LABELS[ApplicationKind(row.kind)],
        state=state,
        state_label=APPLICATION_LABELS[state],
        tone=TONES[state],
        address=row.address,
        business_scope=row.business_scope,
        established_on=row.established_on,
        licence_until=row.licence_until,
        legal_name=shown(row.legal_name),
        masked_legal_id=mask_id_number(row.legal_id_number.clear()) if row.legal_id_number else "",
        legal_check_label=CHECK_LABELS[check],
        legal_check_tone=CHECK_TONES[check],
        legal_check_reference=row.legal_check_reference,
        legal_checked_at=row.legal_checked_at,
        register_check_label=CHECK_LABELS[CheckResult(row.register_check)],
        register_check_tone=CHECK_TONES[CheckResult(row.register_check)],
        register_reference=row.register_reference,
        register_checked_at=row.register_checked_at,
        owners=tuple(
            OwnerLine(shown(o.name), mask_id_number(o.id_number.clear()), o.percent)
            for o in owners_of(row).order_by("-percent", "name")
        ),
        papers=_papers(row),
        nominees=_nominees(row, masked),
        proof=_proof(row, now, masked),
        proved_at=row.proved_at,
        submitted_at=row.submitted_at,
        rejected_field=row.rejected_field,
        rejected_label=label,
        rejected_reason=row.rejected_reason,
        rejected_section=section,
    )


def _papers(row: EnterpriseApplication) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(p.pk, p.kind, PAPER_LABELS[PaperKind(p.kind)], p.content_type, p.size, p.sha256, p.added_at)
        for p in papers_of(row).defer("content").order_by("-kind")
    )


def _nominees(row: EnterpriseApplication, masked: bool) -> tuple[NomineeLine, ...]:
    shown = mask_name if masked else str
    lines = {
        n.role: NomineeLine(
            n.role,
            ROLE_LABELS[Role(n.role)],
            shown(n.name),
            mask_id_number(n.id_number.clear()),
            mask_mobile(n.mobile.clear()),
        )
        for n in nominees_of(row)
    }
    return tuple(lines[role] for role in NOMINEE_ROLES if role in lines)


def _proof(row: EnterpriseApplication, now: Moment, masked: bool) -> Proof:
    account = f"尾号 {row.account_tail}" if row.account_tail else ""
    if row.proved_at and masked:  # the desk shows no more of it
        return Proof("proved", account, row.proof_sent_at, hours=0, tries_left=0, starts_left=0, demo_fen=None)
    most = params.values([PROOF_HOURS, PROOF_TRIES, PROOF_STARTS], now.business_date)
    hours, tries_left = most[PROOF_HOURS], max(0, most[PROOF_TRIES] - row.proof_tries)
    if row.proved_at:
        state = "proved"
    elif row.proof_sent_at is None:
        state = "none"
    elif row.proof_failed:
        state = "failed"
    elif not tries_left or (now.wall - row.proof_sent_at).total_seconds() >= hours * 3600:
        state = "over"
    else:
        state = "sent"
    return Proof(
        state=state,
        account=account,
        sent_at=row.proof_sent_at,
        hours=hours,
        tries_left=tries_left,
        starts_left=max(0, most[PROOF_STARTS] - row.proof_starts),
        demo_fen=row.proof_fen if settings.DEMO and state == "sent" else None,
    )
