"""A person lets a plan rest: nothing is bought for it of itself (WM-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case

from ..choices.instruction import InstructionState
from ..models import Instruction
from .instruction_moves import instructions_move
from .plan_moves import plan_locked, plan_move


@use_case
def plan_pause(*, plan_id: UUID, actor: Actor, now: Moment) -> None:
    """What buys for it pauses with it. Locks the plan, then its instructions. Raises NotFound, IllegalMove."""
    plan = plan_locked(actor, plan_id)
    plan_move(plan, "pause", "paused", actor=actor, now=now)
    rows = Instruction.objects.scoped(actor).filter(plan=plan, state=InstructionState.ACTIVE)
    instructions_move(lock_rows(rows), "pause", "paused", actor=actor, now=now)
