"""A person confirms the result of an assessment: from here on it counts (WM-3)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices.suitability import MarkKind
from .assessment_marks import mark_put


@use_case
def assessment_confirm(*, assessment_id: UUID, actor: Actor, now: Moment) -> None:
    """Confirms the latest one; again changes nothing. Locks the person's assessments. Raises NotFound, Conflict
    ASSESSMENT_OVER, Busy."""
    mark_put(assessment_id, MarkKind.CONFIRMED, actor=actor, now=now)
