"""One of the bank's people takes a complaint that nobody has."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..models import Complaint
from . import complaint_parts as parts


@use_case
def complaint_take(*, complaint_id: UUID, actor: Actor, now: Moment) -> None:
    """Makes the actor the one who replies. Locks the complaint. Raises NotFound, IllegalMove."""
    row = parts.locked(Complaint.objects.scoped(actor), complaint_id)
    changes: dict[str, Any] = {"handler_person_id": actor.person, "handler_display": actor.display}
    parts.move(row, "take", "imessage.complaint.taken", actor, now, **changes)
