"""A person lets an instruction go on, from the next occasion; what was missed is not made up for (WM-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict

from ..choices.plan import PlanState
from .instruction_moves import from_now_on, instruction_locked, instruction_move


@use_case
def instruction_resume(*, instruction_id: UUID, actor: Actor, now: Moment) -> None:
    """Locks the instruction. Raises NotFound, IllegalMove, Conflict PLAN_PAUSED."""
    one = instruction_locked(actor, instruction_id)
    if one.plan is not None and one.plan.state == PlanState.PAUSED:
        raise Conflict("PLAN_PAUSED", "它所属的计划已暂停,请先恢复计划。")
    instruction_move(one, "resume", "resumed", actor=actor, now=now, **from_now_on(one, now))
