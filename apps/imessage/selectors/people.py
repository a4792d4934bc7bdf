"""Who sits in a conversation, for those who sit there too."""

from uuid import UUID

from apps.core.actors import Actor

from ..contracts import SeatLine
from ..models import Participant
from .seats import seat_of

WHY = "whoever reads has shown a seat in the conversation"
MOST_PEOPLE = 60


def people_for_member(actor: Actor, conversation_id: UUID, query: str = "") -> tuple[SeatLine, ...]:
    """The participants whose names hold the query, by name, MOST_PEOPLE at most. Raises NotFound. Two queries."""
    seat_of(actor, conversation_id)
    rows = Participant.objects.system(WHY).filter(conversation_id=conversation_id, left_seq=None)
    found = rows.filter(display__icontains=query.strip()).order_by("display", "pk")[:MOST_PEOPLE]
    return tuple(SeatLine(row.pk, row.display, row.badge) for row in found)
