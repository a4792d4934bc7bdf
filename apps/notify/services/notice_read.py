"""Reading the inbox."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound

from ..models import Notice
from ..selectors import notices_of


@use_case
def notice_open(*, notice_id: UUID, actor: Actor, now: Moment) -> str:
    """Marks one of the actor's notices as read on all devices and gives its link. Raises NotFound."""
    mine = Notice.objects.scoped(actor)
    notice = mine.filter(pk=notice_id).first()
    if notice is None:
        raise NotFound()
    mine.filter(pk=notice_id, read_at__isnull=True).update(read_at=now.wall)
    return notice.link


@use_case
def notices_read_all(*, category: str = "", actor: Actor, now: Moment) -> None:
    """Marks the actor's inbox on this surface as read, or one category of it."""
    notices_of(actor, category).filter(read_at__isnull=True).update(read_at=now.wall)
