"""A participant says something: the one way, for pages, programs and sockets."""

from typing import Any
from uuid import UUID

from django.conf import settings

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, NotFound

from ..choices import HOUSE_TALKS, MessageKind
from ..contracts import SendAnswer
from ..models import Participant
from ..rules.bodies import text_body
from ..selectors.seats import NOT_THERE, seats_of
from .append import append_words
from .mentions import people_call


@use_case
def message_send(
    *, conversation_id: UUID, client_id: UUID, text: object, quote: object = None, actor: Actor, now: Moment
) -> SendAnswer:
    """Stores one text and gives its number. Key: (participant, device, `client_id`); a retry gives the same number.

    Locks the conversation's row. Costs the same queries for two participants as for thousands. The message and the
    chain are its record (docs/adr/0019): no audit row beside it. Whom it calls with @ is marked. Raises NotFound,
    TooMany, KeyReused, InvalidInput (rules.bodies; E_MENTION_ALL), Conflict ONE_WAY, Busy.
    """
    seat = seat_to_speak(actor, conversation_id)
    body = words_of(seat, text, quote, now)
    answer = append_words(
        seat=seat, device=device_of(actor), client_id=client_id, kind=MessageKind.TEXT, body=body, now=now
    )
    if answer.is_new:
        people_call(seat, body["text"], answer.seq)
    return answer


def seat_to_speak(actor: Actor, conversation_id: UUID) -> Participant:
    """The actor's seat, with its conversation, where the actor may say something. One query.

    Raises NotFound, Conflict ONE_WAY where only the house speaks.
    """
    seat = seats_of(actor).select_related("conversation").filter(conversation_id=conversation_id).first()
    if seat is None:
        raise NotFound(NOT_THERE)
    if seat.conversation.kind in HOUSE_TALKS:
        raise Conflict("ONE_WAY", "这里只供查看,不能回复。")
    return seat


def words_of(seat: Participant, text: object, quote: object, now: Moment) -> dict[str, Any]:
    """The body of what a seat says, checked (rules.bodies). Raises InvalidInput."""
    return text_body(
        text, quote, first_seq=seat.joined_seq + 1, last_seq=seat.conversation.last_seq, today=now.business_date,
        own_hosts=tuple(settings.ALLOWED_HOSTS),
    )  # fmt: skip


def device_of(actor: Actor) -> str:
    """The device half of the key; programs have none."""
    return str(actor.device_id or "")
