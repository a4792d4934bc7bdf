"""删除草稿: a bulletin that was never read is put away; it stays on record."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.moves import move_make

from ..rules.lives import BULLETIN
from .bulletin_moves import bulletin_recorded, locked_bulletin


@use_case
def bulletin_discard(*, bulletin_id: UUID, actor: Actor, now: Moment) -> None:
    """Locks it. Raises NotFound, IllegalMove."""
    row = locked_bulletin(actor, bulletin_id)
    move = move_make(row, BULLETIN, "discard")
    bulletin_recorded(row, "discarded", move.source, actor, now)
