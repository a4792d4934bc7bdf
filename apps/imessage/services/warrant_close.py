"""A reading ends before its window shuts."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict

from ..choices import WarrantKind, WarrantState
from ..models import Warrant
from .warrant_moves import warrant_locked, warrant_move


@use_case
def warrant_close(*, warrant_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends a reading of the actor's own. Locks it. Raises NotFound, Conflict NOT_YOURS, IllegalMove."""
    warrant = warrant_locked(actor, warrant_id)
    if warrant.kind != WarrantKind.READING or actor.person != warrant.maker_person_id:
        raise Conflict("NOT_YOURS", "只有经办人可以结束自己的调阅单。")
    warrant_move(warrant, "close", "closed", actor=actor, now=now, ended_at=now.wall)


def readings_expire(now: Moment, partition: int) -> Report:
    """Day close: readings whose window has shut are over. A repeat ends none."""
    rows = Warrant.objects.system("their window has shut").filter(
        kind=WarrantKind.READING, state=WarrantState.ACTIVE, open_until__lte=now.wall
    )
    over = lock_rows(rows)
    for warrant in over:
        warrant_move(warrant, "close", "closed", actor=Actor.system("调阅窗口已到期"), now=now, ended_at=now.wall)
    return Report(f"结束到期调阅单 {len(over):,} 份", {"closed": len(over)})
