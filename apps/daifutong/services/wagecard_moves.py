"""What the use cases of a wage card do alike: find it under its lock, make one move, put that on record, tell."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Forbidden
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import CARD_SUBJECT
from ..events import WageCardMoved
from ..models import WageCard
from ..rules.wagecard import WAGE_CARD


def wagecard_locked(actor: Actor, card_id: UUID) -> WageCard:
    """A wage card of the actor's own, or of the enterprise that he acts for. Raises NotFound for any other."""
    return found_locked(WageCard.objects.scoped(actor), card_id, "没有找到这张工资卡。")


def wagecard_to_decide(card_id: UUID, move: str, actor: Actor) -> WageCard:
    """A card before the pay specialist's word to it, under its lock. Raises NotFound, IllegalMove, Forbidden
    SAME_PERSON, Conflict ENTERPRISE_SUSPENDED."""
    card = wagecard_locked(actor, card_id)
    members.require_certified(card.enterprise_id)
    WAGE_CARD.check(card.state, move)
    if card.person_id == actor.person:
        raise Forbidden("自己的工资卡须由另一位薪酬专员确认。", code="SAME_PERSON")
    return card


def wagecard_decide(card: WageCard, move: str, past: str, reason: str, actor: Actor, now: Moment) -> None:
    """The move that ends the wait, with who made it and why."""
    wagecard_move(
        card,
        move,
        f"daifutong.wagecard.{past}",
        actor=actor,
        now=now,
        reason=reason,
        decided_by=actor.person,
        decided_display=actor.display,
        decided_at=now.business_at,
    )


def wagecard_move(card: WageCard, name: str, action: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes, its audit row and its event. Raises IllegalMove."""
    move = move_make(card, WAGE_CARD, name, **changes)
    wagecard_record(card, action, source=move.source, actor=actor, now=now)


def wagecard_record(card: WageCard, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of a move that is written, and the event of which people are told."""
    detail = {"tail4": card.tail} | ({"reason": card.reason} if card.reason else {})
    members.move_record(card, CARD_SUBJECT, action, source=source, detail=detail, actor=actor, now=now)
    publish(WageCardMoved(card.pk, card.state))
