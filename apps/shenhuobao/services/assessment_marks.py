"""What confirming an assessment and giving it up do alike: one mark on the person's latest, once."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name
from apps.core.errors import Conflict, NotFound

from ..choices.suitability import MarkKind
from ..models import AssessmentMark, RiskAssessment
from ..selectors.suitability import assessment_latest
from .assessment_take import assessment_record


def mark_put(assessment_id: UUID, kind: MarkKind, *, actor: Actor, now: Moment) -> None:
    """Puts the mark on an assessment that is still worth something; putting it again changes nothing. Locks the
    person's assessments. Raises NotFound, Conflict ASSESSMENT_OVER."""
    lock_name(f"shenhuobao.assess:{actor.person}")
    found = RiskAssessment.objects.scoped(actor).filter(pk=assessment_id).first()
    if found is None:
        raise NotFound("没有找到这次风险测评。")
    marks = set(AssessmentMark.objects.scoped(actor).filter(assessment=found).values_list("kind", flat=True))
    if kind in marks:
        return
    latest = assessment_latest(actor.person)
    is_over = MarkKind.VOIDED in marks or found.valid_through < now.business_date
    if is_over or latest is None or latest.pk != found.pk:
        raise Conflict("ASSESSMENT_OVER", "这次风险测评已经不再使用,请重新测评。")
    AssessmentMark.objects.create(
        assessment=found, kind=kind, on=now.business_date, device=actor.device[:120], created_at=now.business_at
    )
    assessment_record(found, kind.lower(), actor=actor, now=now)
