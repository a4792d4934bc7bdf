"""修改草稿: a bulletin that nobody has read yet is written anew."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..rules.lives import BULLETIN
from ..selectors.bulletin_lines import NewBulletin
from .bulletin_draft import said_fields
from .bulletin_moves import bulletin_recorded, locked_bulletin


@use_case
def bulletin_edit(*, bulletin_id: UUID, bulletin: NewBulletin, actor: Actor, now: Moment) -> None:
    """Replaces what a draft says. Locks it. Raises NotFound, IllegalMove for what is no draft, InvalidInput as
    bulletin_draft."""
    row = locked_bulletin(actor, bulletin_id)
    BULLETIN.check(row.state, "publish")
    fields = said_fields(bulletin, actor, now)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    bulletin_recorded(row, "edited", row.state, actor, now)
