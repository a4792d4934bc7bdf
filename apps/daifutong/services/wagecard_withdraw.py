"""The employee takes a wage card back before the employer has said anything to it."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .wagecard_moves import wagecard_locked, wagecard_move


@use_case
def wagecard_withdraw(*, card_id: UUID, actor: Actor, now: Moment) -> None:
    """The one in use stays. Locks the card. Raises NotFound, IllegalMove."""
    card = wagecard_locked(actor, card_id)
    wagecard_move(card, "withdraw", "daifutong.wagecard.withdrawn", actor=actor, now=now, ended_at=now.business_at)
