"""Who of a conversation is there now: asked by whoever looks at it, kept in Redis alone (adapters)."""

from uuid import UUID

from apps.core.actors import Actor

from ..adapters import here_of
from ..models import Participant
from ..rules.presence import MOST_SHOWN, person_mark
from ..selectors.seats import seat_of


def present_in(actor: Actor, conversation_id: UUID) -> list[UUID]:
    """The other participants who are there; nobody in a large conversation. Raises NotFound. Two queries."""
    mine = seat_of(actor, conversation_id)
    rows = Participant.objects.system("who sits where the actor sits").filter(
        conversation_id=conversation_id, left_seq=None
    )
    few = rows.values_list("pk", "side", "person_id")[: MOST_SHOWN + 1]
    seats = {person_mark(side, person): pk for pk, side, person in few}
    if len(seats) > MOST_SHOWN:
        return []
    here = here_of(list(seats))
    return [pk for who, pk in seats.items() if who in here and pk != mine.participant_id]
