"""Showing personal data in clear: only with a reason, a step-up and a row in the audit trail (§1.2)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.masking import mask_name
from apps.identity import api as identity

from ..choices import ApplicationState
from ..contracts import PersonRevealed
from ..models import Certification, EnterpriseApplication
from ..models.application import nominees_of, owners_of
from .application_edit import KIND as APPLICATION
from .certification_submit import KIND


@use_case
def identity_reveal(*, certification_id: UUID, reason: str, actor: Actor, now: Moment) -> tuple[PersonRevealed, ...]:
    """The person of a certification in clear.

    Raises InvalidInput (REASON), NotFound (another unit's), StepUpRequired bound to this certification and reason.
    """
    reason = _stated(reason)
    row = Certification.objects.scoped(actor).select_related("member__enterprise__unit").filter(pk=certification_id)
    certification = row.first()
    if certification is None:
        raise NotFound("没有找到这份认证申请。")
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"reveal": certification_id, "reason": reason}),
        shown={"员工": mask_name(certification.member.name), "查看原因": reason},
        now=now,
    )
    audit.record(
        actor=actor,
        action="members.identity.revealed",
        subject_kind=KIND,
        subject_id=certification.pk,
        detail={"reason": reason, "fields": "id_number,mobile"},
        enterprise_id=certification.member.enterprise_id,
        unit_path=certification.member.enterprise.unit.path,
        now=now,
    )
    person = identity.person_clear(certification.member.person_id)
    return (PersonRevealed("员工", person.name, person.id_number, person.mobile),)


@use_case
def application_reveal(*, application_id: UUID, reason: str, actor: Actor, now: Moment) -> tuple[PersonRevealed, ...]:
    """The legal representative, the beneficial owners and the operators of an enterprise's application in clear.

    Raises InvalidInput (REASON), NotFound (another unit's, or not sent in), StepUpRequired bound to this application
    and reason.
    """
    reason = _stated(reason)
    rows = EnterpriseApplication.objects.scoped(actor).exclude(state=ApplicationState.DRAFT)
    row = rows.select_related("enterprise__unit").filter(pk=application_id).first()
    if row is None:
        raise NotFound("没有找到这份企业认证申请。")
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"reveal": application_id, "reason": reason}),
        shown={"企业": row.enterprise.name, "查看原因": reason},
        now=now,
    )
    audit.record(
        actor=actor,
        action="members.application.revealed",
        subject_kind=APPLICATION,
        subject_id=row.pk,
        detail={"reason": reason, "fields": "legal,owners,operators"},
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )
    legal_id = row.legal_id_number.clear() if row.legal_id_number else ""
    people = [PersonRevealed("法定代表人", row.legal_name, legal_id, "")]
    people += [PersonRevealed("受益所有人", one.name, one.id_number.clear(), "") for one in owners_of(row)]
    people += [
        PersonRevealed(ROLE_LABELS[Role(one.role)], one.name, one.id_number.clear(), one.mobile.clear())
        for one in nominees_of(row)
    ]
    return tuple(people)


def _stated(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("REASON", "请填写查看原因。", fields={"reason": "请填写查看原因"})
    return reason.strip()
