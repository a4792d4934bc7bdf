"""Letting a person know what happened to a login: an event, from which a notice is made."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.outbox import publish

from ..contracts import SecurityChange
from ..events import SecurityChanged
from ..models import User


def security_tell(*, user_id: UUID, change: SecurityChange, actor: Actor, now: Moment) -> None:
    """Tells the person of a login, in the caller's transaction."""
    user = User.objects.only("person_id", "kind").get(pk=user_id)
    where = actor.device if actor.person_id == user.person_id else ""
    publish(SecurityChanged(user.person_id, user.kind, change, where, now.wall.isoformat(), str(new_id())))
