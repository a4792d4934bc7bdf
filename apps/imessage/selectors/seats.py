"""Where a person sits: the conversations of one side, for those who may still read them."""

from uuid import UUID

from django.db.models import F, QuerySet

from apps.core.actors import Actor, Surface
from apps.core.errors import NotFound

from ..choices import Side
from ..contracts import Seat
from ..models import Participant

SIDES = {Surface.MOBILE: Side.EMPLOYEE, Surface.OFFICE: Side.OFFICE, Surface.CONSOLE: Side.BANK}
NOT_THERE = "没有找到这个会话。"


def seats_of(actor: Actor) -> QuerySet[Participant]:
    """The actor's own seats on the side of the surface that is used; none where somebody else sits."""
    return Participant.objects.scoped(actor).filter(side=SIDES[actor.surface], left_seq=None)


def seat_of(actor: Actor, conversation_id: UUID) -> Seat:
    """The actor's seat in one conversation. Raises NotFound, alike for what is absent and others'. One query."""
    row = seats_of(actor).filter(conversation_id=conversation_id).values_list(*_FIELDS).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return Seat(*row)


def all_seats_of(actor: Actor) -> list[Seat]:
    """All seats of the actor, in no order. One query."""
    return [Seat(*row) for row in seats_of(actor).values_list(*_FIELDS)]


_FIELDS = ("pk", "conversation_id", "joined_seq", "read_seq", F("conversation__last_seq"))
