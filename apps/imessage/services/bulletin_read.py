"""已读: a bulletin was opened by somebody whom it addresses."""

from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Greatest

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case

from ..models import BulletinReceipt, Participant
from ..selectors.bulletin_lines import BulletinPlace
from ..selectors.bulletins import places_of

WHY = "the actor's own seats"


@use_case
def bulletin_read(*, bulletin_id: UUID, actor: Actor, now: Moment) -> None:
    """Notes that the actor has opened it; again changes nothing. Raises NotFound for what does not address the actor.

    A reading is nobody's deed: no audit row, as with the cursor (docs/adr/0019).
    """
    receipts_make(bulletin_id, places_of(actor, bulletin_id), now)


def receipts_make(bulletin_id: UUID, places: list[BulletinPlace], now: Moment) -> None:
    """A receipt for each of a person's places, and the reading position of the channel with it, in the caller's
    transaction."""
    require_transaction()
    BulletinReceipt.objects.bulk_create(
        [
            BulletinReceipt(bulletin_id=bulletin_id, participant_id=place.participant_id, read_at=now.wall)
            for place in places
        ],
        ignore_conflicts=True,
    )
    for place in places:
        seats = Participant.objects.system(WHY).filter(pk=place.participant_id, read_seq__lt=place.seq)
        seats.update(read_seq=place.seq, recv_seq=Greatest(F("recv_seq"), Value(place.seq)))
