"""A person ends an instruction: nothing more is bought under it; what is held stays (WM-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case

from ..choices.instruction import OPEN_INSTRUCTIONS
from ..models import Instruction
from .instruction_moves import instruction_locked, instruction_stop_one


@use_case
def instruction_stop(*, instruction_id: UUID, actor: Actor, now: Moment) -> None:
    """Locks the instruction, then its mandate. Raises NotFound, IllegalMove."""
    instruction_stop_one(instruction_locked(actor, instruction_id), actor=actor, now=now)


def mandate_stopped(*, instruction_id: UUID, mandate_id: UUID, now: Moment) -> None:
    """The same for a mandate that was stopped on the page of all mandates; in the caller's transaction. A repeat finds
    nothing, and one that has been signed anew goes on."""
    require_transaction()
    rows = Instruction.objects.system("its mandate was stopped").filter(
        pk=instruction_id, mandate_id=mandate_id, state__in=OPEN_INSTRUCTIONS
    )
    for one in lock_rows(rows):
        instruction_stop_one(one, actor=Actor.system("本人停止了授权"), now=now)
