"""What waits for whom, and what was decided."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.models import Parameter

from .choices import VERDICT_LABELS, RequestState, Verdict
from .contracts import DecisionLine, ParameterLine, PendingApproval
from .models import ApprovalRequest, Decision

PENDING_SHOWN = 200


def reaches(actor: Actor, unit_path: str) -> bool:
    """Whether what belongs to a unit of the bank is this actor's: of the own unit or of one below it."""
    return bool(actor.unit_path) and unit_path.startswith(str(actor.unit_path))


def is_of_head_office(actor: Actor) -> bool:
    """Whether the whole bank's parameters are this actor's."""
    return reaches(actor, settings.HEAD_UNIT_PATH)


def pending_for(actor: Actor) -> tuple[PendingApproval, ...]:
    """The requests whose next step this actor may take, oldest first: his role, in his scope, not his own."""
    own = Q(person_id=actor.person) | Q(lender_person_id=actor.person)
    decided = Decision.objects.system("the actor's own words").filter(own, request=OuterRef("pk"))
    rows = (
        ApprovalRequest.objects.scoped(actor)
        .filter(state=RequestState.PENDING)
        .exclude(maker_person_id=actor.person)
        .exclude(Exists(decided))
        .order_by("requested_at")[:PENDING_SHOWN]
    )
    return tuple(_pending(row) for row in rows if row.steps[row.steps_done] in actor.roles)


def waiting(*, kind: str, subject_id: UUID) -> PendingApproval | None:
    """The request that waits on a subject, whoever may decide. The caller has scoped the subject. One query."""
    rows = ApprovalRequest.objects.system("the caller has scoped the subject").filter(kind=kind, subject_id=subject_id)
    row = rows.filter(state=RequestState.PENDING).first()
    return _pending(row) if row else None


def _pending(row: ApprovalRequest) -> PendingApproval:
    return PendingApproval(
        row.pk,
        row.kind,
        row.subject_id,
        row.digest,
        row.summary,
        row.maker_display,
        row.requested_at,
        row.expires_at,
        row.steps_done,
        len(row.steps),
    )


def subject_label(kind: str) -> str:
    """What people call the things of a kind, as the apps declare it for the audit trail."""
    return str(audit.words("AUDIT_SUBJECTS").get(kind, "申请"))


def history(*, kind: str, subject_id: UUID) -> tuple[DecisionLine, ...]:
    """Every word on a subject, in order. The caller has scoped the subject."""
    rows = Decision.objects.system("the caller has scoped the subject").filter(
        request__kind=kind, request__subject_id=subject_id
    )
    return tuple(
        DecisionLine(
            row.step,
            row.role,
            ROLE_LABELS[Role(row.role)],
            row.display,
            row.verdict,
            VERDICT_LABELS[Verdict(row.verdict)],
            row.reason,
            row.decided_at,
        )
        for row in rows.order_by("id")
    )


def parameters(actor: Actor, on: date) -> tuple[ParameterLine, ...]:
    """Every declared parameter with the value in force on a date and the value proposed."""
    current = params.in_force(on)
    proposed = {row.key: row for row in Parameter.objects.filter(state=Parameter.State.PROPOSED).order_by("created_at")}
    return tuple(
        _line(definition, current.get(definition.key), proposed.get(definition.key), actor)
        for definition in params.definitions()
    )


def _line(definition: params.Definition, now: Parameter | None, next_: Parameter | None, actor: Actor) -> ParameterLine:
    may_decide = next_ is not None and Role.APPROVER in actor.roles and next_.maker_person_id != actor.person_id
    return ParameterLine(
        key=definition.key,
        label=definition.label,
        rule=definition.rule,
        shown=params.shown(now.key, now.value) if now else "—",
        effective_from=str(now.effective_from) if now else "",
        proposed_id=next_.pk if next_ else None,
        proposed_shown=params.shown(next_.key, next_.value) if next_ else "",
        proposed_from=str(next_.effective_from) if next_ else "",
        proposed_reason=next_.reason if next_ else "",
        proposed_at=next_.created_at if next_ else None,
        may_decide=may_decide and is_of_head_office(actor),
    )
