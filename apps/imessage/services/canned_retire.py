"""A canned answer is not said any more."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..models import CannedAnswer
from . import canned_parts as parts


@use_case
def canned_retire(*, answer_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes it out of the agents' hands, for good. Locks it. Raises NotFound, IllegalMove."""
    parts.move(parts.locked(CannedAnswer.objects.scoped(actor), answer_id), "retire", "retired", actor, now)
