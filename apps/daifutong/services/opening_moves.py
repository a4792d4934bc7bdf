"""What the use cases of a request to open accounts do alike."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import InvalidInput
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import OPENING_SUBJECT, REASON_LENGTH
from ..events import OpeningMoved
from ..models import Opening
from ..rules.opening import OPENING


def opening_locked(actor: Actor, opening_id: UUID) -> Opening:
    """A request of the actor's enterprise or unit under its lock. Raises NotFound."""
    return found_locked(Opening.objects.scoped(actor), opening_id, "没有找到这份批量开户申请。")


def opening_move(opening: Opening, name: str, past: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes, its audit row and its event. Raises IllegalMove."""
    move = move_make(opening, OPENING, name, **changes)
    opening_record(opening, past, source=move.source, actor=actor, now=now)


def opening_record(opening: Opening, past: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of a move that is written, and the event of which people are told."""
    detail = {"count": opening.count} | ({"reason": opening.reason} if opening.reason else {})
    action = f"daifutong.opening.{past}"
    members.move_record(opening, OPENING_SUBJECT, action, source=source, detail=detail, actor=actor, now=now)
    publish(OpeningMoved(opening.pk, opening.state))


def said(text: str, field: str, message: str) -> str:
    """A text that must be there. Raises InvalidInput."""
    text = text.strip()
    if not 1 <= len(text) <= REASON_LENGTH:
        raise InvalidInput(field.upper(), message, fields={field: message})
    return text
