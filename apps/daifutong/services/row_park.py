"""A line whose employee has no wage card yet is set aside, to be paid when there is one."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.moves import move_make

from ..models import FollowUp
from ..rules.batch import ROW
from ..rules.lines import NO_CARD
from .row_moves import batch_recount, row_record, row_to_edit


@use_case
def row_park(*, row_id: UUID, actor: Actor, now: Moment) -> None:
    """Parks a line: it waits, and counts nowhere until batch_supplement pays it. Locks batch, then line.

    Raises NotFound, Conflict NOT_EDITABLE or ENTERPRISE_SUSPENDED, NOT_PARKABLE for a line that lacks more or less
    than a wage card, or that itself pays an earlier one; IllegalMove.
    """
    batch, row = row_to_edit(actor, row_id)
    ROW.check(row.state, "park")
    is_follow_up = FollowUp.objects.system("a line under its batch's lock").filter(pk=row.pk).exists()
    if is_follow_up or [error["code"] for error in row.errors] != [NO_CARD]:
        raise Conflict("NOT_PARKABLE", "只有仅缺工资卡的明细可以转为待补发,请先改正其他错误,或移出这一行。")
    move = move_make(row, ROW, "park")
    batch_recount(batch, now)
    row_record(row, batch, "daifutong.row.parked", source=move.source, actor=actor, now=now)
