"""The pay specialist takes a request to open accounts back."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .opening_moves import opening_locked, opening_move


@use_case
def opening_withdraw(*, opening_id: UUID, actor: Actor, now: Moment) -> None:
    """Before the bank has accepted it. Locks the request. Raises NotFound, IllegalMove."""
    opening_move(opening_locked(actor, opening_id), "withdraw", "withdrawn", actor=actor, now=now)
