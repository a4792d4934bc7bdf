"""A person lets an instruction rest: no occasion is taken until it goes on (WM-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .instruction_moves import instruction_locked, instruction_move


@use_case
def instruction_pause(*, instruction_id: UUID, actor: Actor, now: Moment) -> None:
    """Locks the instruction. Raises NotFound, IllegalMove."""
    instruction_move(instruction_locked(actor, instruction_id), "pause", "paused", actor=actor, now=now)
