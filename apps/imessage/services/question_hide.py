"""隐藏问题: the enterprise's operator takes it off the board, with a reason."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .post_hide import post_hide


@use_case
def question_hide(*, question_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Locks it. Raises NotFound, IllegalMove, InvalidInput REASON (post_hide)."""
    post_hide("question", question_id, reason, actor, now)
