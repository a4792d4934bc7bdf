"""What the use cases of a request to open accounts do alike."""

from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.errors import InvalidInput, NotFound
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import OPENING_SUBJECT, REASON_LENGTH
from ..events import OpeningMoved
from ..models import Opening
from ..rules.opening import OPENING


def opening_locked(actor: Actor, opening_id: UUID) -> Opening:
    """A request of the actor's enterprise or unit under its lock. Raises NotFound."""
    rows = lock_rows(Opening.objects.scoped(actor).filter(pk=opening_id))
    if not rows:
        raise NotFound("没有找到这份批量开户申请。")
    return rows[0]


def opening_move(opening: Opening, name: str, past: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes, its audit row and its event. Raises IllegalMove."""
    move = OPENING.check(opening.state, name)
    opening.state = move.target
    for field, value in changes.items():
        setattr(opening, field, value)
    opening.save(update_fields=["state", *changes])
    opening_record(opening, past, source=move.source, actor=actor, now=now)


def opening_record(opening: Opening, past: str, *, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"daifutong.opening.{past}",
        subject_kind=OPENING_SUBJECT,
        subject_id=opening.pk,
        from_state=source,
        to_state=opening.state,
        detail={"count": opening.count} | ({"reason": opening.reason} if opening.reason else {}),
        enterprise_id=opening.enterprise_id,
        unit_path=members.enterprise_brief(opening.enterprise_id).unit_path,
        now=now,
    )
    publish(OpeningMoved(opening.pk, opening.state))


def said(text: str, field: str, message: str) -> str:
    """A text that must be there. Raises InvalidInput."""
    text = text.strip()
    if not 1 <= len(text) <= REASON_LENGTH:
        raise InvalidInput(field.upper(), message, fields={field: message})
    return text
