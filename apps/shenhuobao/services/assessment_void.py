"""A person says that circumstances have changed: nothing is bought until a new assessment is taken (WM-3)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices.suitability import MarkKind
from .assessment_marks import mark_put


@use_case
def assessment_void(*, assessment_id: UUID, actor: Actor, now: Moment) -> None:
    """Gives the latest one up; again changes nothing, what is held stays held. Locks the person's assessments. Raises
    NotFound, Conflict ASSESSMENT_OVER, Busy."""
    mark_put(assessment_id, MarkKind.VOIDED, actor=actor, now=now)
