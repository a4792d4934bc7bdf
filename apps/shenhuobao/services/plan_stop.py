"""A person ends a plan: what it bought stays, nothing more is bought for it (WM-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case

from ..choices.instruction import OPEN_INSTRUCTIONS
from ..models import Instruction
from .instruction_moves import instruction_stop_one
from .plan_moves import plan_locked, plan_move


@use_case
def plan_stop(*, plan_id: UUID, actor: Actor, now: Moment) -> None:
    """What buys for it stops with it. Locks the plan, its instructions, then their mandates. Raises NotFound,
    IllegalMove."""
    plan = plan_locked(actor, plan_id)
    plan_move(plan, "stop", "stopped", actor=actor, now=now, ended_at=now.business_at)
    for one in lock_rows(Instruction.objects.scoped(actor).filter(plan=plan, state__in=OPEN_INSTRUCTIONS)):
        instruction_stop_one(one, actor=actor, now=now)
