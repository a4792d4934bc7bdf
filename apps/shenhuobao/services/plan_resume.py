"""A person lets a plan go on."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case

from ..choices.instruction import InstructionState
from ..models import Instruction
from .instruction_moves import instructions_move
from .plan_moves import plan_locked, plan_move


@use_case
def plan_resume(*, plan_id: UUID, actor: Actor, now: Moment) -> None:
    """What buys for it goes on with it. Locks the plan, then its instructions. Raises NotFound, IllegalMove."""
    plan = plan_locked(actor, plan_id)
    plan_move(plan, "resume", "resumed", actor=actor, now=now)
    rows = Instruction.objects.scoped(actor).filter(plan=plan, state=InstructionState.PAUSED)
    instructions_move(lock_rows(rows), "resume", "resumed", actor=actor, now=now)
