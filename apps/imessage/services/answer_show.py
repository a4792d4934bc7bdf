"""恢复回答: the enterprise's operator puts it back on the board."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .post_hide import post_show


@use_case
def answer_show(*, answer_id: UUID, actor: Actor, now: Moment) -> None:
    """Locks it. Raises NotFound, IllegalMove (post_hide)."""
    post_show("answer", answer_id, actor, now)
