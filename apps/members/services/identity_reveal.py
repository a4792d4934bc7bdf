"""Showing personal data in clear: only with a reason, a step-up and a row in the audit trail (§1.2)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.masking import mask_name
from apps.identity import api as identity
from apps.identity.contracts import PersonClear

from ..models import Certification
from .certification_submit import KIND


@use_case
def identity_reveal(*, certification_id: UUID, reason: str, actor: Actor, now: Moment) -> PersonClear:
    """Name, ID number and mobile number of the person of a certification, in clear.

    Raises InvalidInput (REASON), NotFound (another unit's), StepUpRequired bound to this certification and reason.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput("REASON", "请填写查看原因。", fields={"reason": "请填写查看原因"})
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
    return identity.person_clear(certification.member.person_id)
