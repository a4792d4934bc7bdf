"""The employee says why a wage is not given back."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput

from ..choices import DISPUTE_LENGTH
from .reclaim_moves import reclaim_move, reclaim_to_answer


@use_case
def reclaim_refuse(*, reclaim_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Ends the request with what the employee says to it. Locks it.

    Raises NotFound, IllegalMove, Conflict RECLAIM_LATE, InvalidInput ANSWER.
    """
    text = text.strip()
    if not 1 <= len(text) <= DISPUTE_LENGTH:
        message = f"请填写 {DISPUTE_LENGTH} 字以内的说明。"
        raise InvalidInput("ANSWER", message, fields={"text": message})
    reclaim = reclaim_to_answer(reclaim_id, "refuse", actor, now)
    reclaim_move(reclaim, "refuse", "refused", actor=actor, now=now, answer_text=text)
