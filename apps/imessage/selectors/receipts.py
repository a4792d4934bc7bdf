"""已读: how far the others have read, as counts for everybody's own rows and as names for one of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..choices import HOUSE_KINDS, POINTING_KINDS
from ..contracts import ReadMark, Receipts
from ..models import Message, Participant
from .seats import seat_of

WHY = "whoever reads has shown a seat in the conversation"
MOST_NAMES = 200
MOST_PEOPLE_LIVE = 200  # in larger conversations the counts are not handed on while people read


def read_marks(conversation_id: UUID) -> list[ReadMark]:
    """How far the people of a conversation have read, those at the same place together. One query."""
    rows = _seated(conversation_id).order_by().values_list("joined_seq", "read_seq").annotate(people=Count("pk"))
    return [ReadMark(*row) for row in rows]


def read_of(marks: Iterable[ReadMark], seq: int) -> tuple[int, int]:
    """Of a row: how many of its sender's others have read it, and how many they are. The sender sits there still."""
    there = [mark for mark in marks if mark.joined_seq < seq]
    return sum(mark.people for mark in there if mark.read_seq >= seq) - 1, sum(mark.people for mark in there) - 1


def receipts_for_sender(actor: Actor, conversation_id: UUID, seq: int) -> Receipts:
    """Who has read the actor's own row `seq`. Raises NotFound for another's row, a recall or an edit. Four queries."""
    seat = seat_of(actor, conversation_id)
    rows = Message.objects.system(WHY).filter(conversation_id=conversation_id, participant_id=seat.participant_id)
    if not rows.filter(seq=seq).exclude(kind__in=(*HOUSE_KINDS, *POINTING_KINDS)).exists():
        raise NotFound("没有找到这条消息。")
    others = _seated(conversation_id).exclude(pk=seat.participant_id).filter(joined_seq__lt=seq).order_by("display")
    names = list(others.values_list("display", "read_seq"))
    read = [name for name, read_seq in names if read_seq >= seq]
    unread = [name for name, read_seq in names if read_seq < seq]
    return Receipts(seq, len(read), len(unread), tuple(read[:MOST_NAMES]), tuple(unread[:MOST_NAMES]))


def _seated(conversation_id: UUID) -> QuerySet[Participant]:
    return Participant.objects.system(WHY).filter(conversation_id=conversation_id, left_seq=None)
