"""确认收到: somebody whom a bulletin addresses says to have taken note of it."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict

from ..choices import BulletinState
from ..models import Bulletin, BulletinReceipt
from ..selectors.bulletins import places_of
from .bulletin_moves import bulletin_recorded
from .bulletin_read import receipts_make

WHY = "the actor has shown a seat before the bulletin"


@use_case
def bulletin_confirm(*, bulletin_id: UUID, actor: Actor, now: Moment) -> None:
    """Confirms it for the actor, after its day as well (the receipt says so). Key: the receipt; again changes nothing.

    No lock on the bulletin: thousands confirm at once, and one that is withdrawn meanwhile loses nothing by it.
    Raises NotFound, Conflict NO_CONFIRM where none is asked for, BULLETIN_WITHDRAWN.
    """
    places = places_of(actor, bulletin_id)
    row = Bulletin.objects.system(WHY).get(pk=bulletin_id)
    if row.state == BulletinState.WITHDRAWN:
        raise Conflict("BULLETIN_WITHDRAWN", "这则公告已撤回,不需要确认。")
    if not row.needs_confirm:
        raise Conflict("NO_CONFIRM", "这则公告不需要确认。")
    receipts_make(bulletin_id, places, now)
    open_receipts = BulletinReceipt.objects.system(WHY).filter(
        bulletin_id=bulletin_id, participant_id__in=[place.participant_id for place in places], confirmed_at=None
    )
    is_late = bool(row.confirm_by and now.business_date > row.confirm_by)
    if open_receipts.update(confirmed_at=now.wall, is_late=is_late):
        bulletin_recorded(row, "confirmed", "", actor, now, late=is_late)
