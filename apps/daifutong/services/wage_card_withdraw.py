"""The employee takes a wage card back before the employer has said anything to it."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .wage_card_moves import wage_card_locked, wage_card_move


@use_case
def wage_card_withdraw(*, card_id: UUID, actor: Actor, now: Moment) -> None:
    """The one in use stays. Locks the card. Raises NotFound, IllegalMove."""
    card = wage_card_locked(actor, card_id)
    wage_card_move(card, "withdraw", "daifutong.wage_card.withdrawn", actor=actor, now=now, ended_at=now.business_at)
