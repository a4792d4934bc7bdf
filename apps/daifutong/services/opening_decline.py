"""A bank operator does not take a request to open accounts."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..rules.opening import OPENING
from .opening_moves import opening_locked, opening_move, said


@use_case
def opening_decline(*, opening_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """A bank operator does not take it. Locks the request. Raises NotFound, IllegalMove, InvalidInput REASON."""
    reason = said(reason, "reason", "请填写不受理的原因,企业会看到。")
    opening = opening_locked(actor, opening_id)
    OPENING.check(opening.state, "accept")  # what is accepted is the approver's to end
    opening_move(opening, "decline", "declined", actor=actor, now=now, reason=reason)
