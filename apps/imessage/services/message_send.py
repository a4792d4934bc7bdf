"""A participant says something: the one way, for pages, programs and sockets."""

from uuid import UUID

from django.conf import settings

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, NotFound

from ..choices import HOUSE_TALKS, MessageKind
from ..contracts import SendAnswer
from ..rules.bodies import text_body
from ..selectors.seats import NOT_THERE, seats_of
from .append import append_words


@use_case
def message_send(
    *, conversation_id: UUID, client_id: UUID, text: object, quote: object = None, actor: Actor, now: Moment
) -> SendAnswer:
    """Stores one text and gives its number. Key: (participant, device, `client_id`); a retry gives the same number.

    Locks the conversation's row. Costs the same queries for two participants as for thousands. The message and the
    chain are its record (docs/adr/0019): no audit row beside it. Raises NotFound, TooMany, KeyReused, InvalidInput
    (rules.bodies), Conflict ONE_WAY where only the house speaks, Busy.
    """
    seat = seats_of(actor).select_related("conversation").filter(conversation_id=conversation_id).first()
    if seat is None:
        raise NotFound(NOT_THERE)
    if seat.conversation.kind in HOUSE_TALKS:
        raise Conflict("ONE_WAY", "这里只供查看,不能回复。")
    body = text_body(
        text, quote, last_seq=seat.conversation.last_seq, today=now.business_date,
        own_hosts=tuple(settings.ALLOWED_HOSTS),
    )  # fmt: skip
    return append_words(
        seat=seat, device=device_of(actor), client_id=client_id, kind=MessageKind.TEXT, body=body, now=now
    )


def device_of(actor: Actor) -> str:
    """The device half of the key; programs have none."""
    return str(actor.device_id or "")
