"""The enterprise's pay specialist refuses a wage card."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput

from ..choices import REASON_LENGTH
from .wagecard_moves import wagecard_decide, wagecard_to_decide


@use_case
def wagecard_reject(*, card_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """The one in use stays; the employee reads the reason. Locks the card.

    Raises NotFound, IllegalMove, Forbidden SAME_PERSON, InvalidInput REASON, Conflict ENTERPRISE_SUSPENDED.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的原因。"
        raise InvalidInput("REASON", message, fields={"reason": message})
    card = wagecard_to_decide(card_id, "reject", actor)
    wagecard_decide(card, "reject", "rejected", reason, actor, now)
