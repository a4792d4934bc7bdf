"""Sitting down in a conversation and leaving it: each is a row of its sequence, so that all know from where on."""

from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from .. import adapters
from ..choices import MessageKind, Side
from ..models import Conversation, Participant
from ..rules import pace
from .append import append_house

WHY = "the house seats people as the roster says"


def seat_take(
    talk: Conversation, *, person_id: UUID, side: Side, display: str, badge: str, tells: bool, now: Moment,
    since: int | None = None,
) -> Participant:  # fmt: skip
    """Seats one person, in the caller's transaction, who holds the conversation's lock. With `tells` a row says so.

    What was said before is not shown to who comes now, but from behind `since` where that is given.
    """
    require_transaction()
    seq = talk.last_seq if since is None else since
    seat = Participant.objects.create(
        conversation=talk, person_id=person_id, side=side, display=display, badge=badge,
        joined_seq=seq, recv_seq=seq, read_seq=seq, allowance=pace.FULL, allowance_at=now.wall,
    )  # fmt: skip
    if tells:
        body = {"participant": str(seat.pk), "name": display}
        talk.last_seq = append_house(conversation_id=talk.pk, kind=MessageKind.JOINED, body=body, now=now).seq
    adapters.hint_seated(person_id)
    return seat


def seat_leave(seat: Participant, *, now: Moment) -> None:
    """Ends a seat, in the caller's transaction: the row that says so is the last one that the person gets.

    Locks the conversation, then the seat. A seat that is left already stays as it is.
    """
    require_transaction()
    (talk,) = lock_rows(Conversation.objects.system(WHY).filter(pk=seat.conversation_id))
    rows = Participant.objects.system(WHY).filter(pk=seat.pk, left_seq=None)
    if not rows.exists():
        return
    body = {"participant": str(seat.pk), "name": seat.display}
    answer = append_house(conversation_id=talk.pk, kind=MessageKind.LEFT, body=body, now=now)
    rows.update(left_seq=answer.seq)
