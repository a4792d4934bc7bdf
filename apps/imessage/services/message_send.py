"""A participant says something: the one way, for pages, programs and sockets."""

from typing import Any
from uuid import UUID

from django.conf import settings

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, Forbidden, NotFound

from ..choices import ALLOWED_HOSTS, BANNED_SPEECH, HOUSE_TALKS, MessageKind, Side, TalkKind
from ..contracts import SendAnswer
from ..models import Participant
from ..rules.bodies import text_body
from ..rules.safety import has_link, refuse_promise
from ..selectors.reports import silenced
from ..selectors.seats import NOT_THERE, seats_of
from .append import append_words
from .mentions import people_call
from .thread_turn import thread_turn


@use_case
def message_send(
    *, conversation_id: UUID, client_id: UUID, text: object, quote: object = None, seen_seq: int | None = None,
    actor: Actor, now: Moment,
) -> SendAnswer:  # fmt: skip
    """Stores one text and gives its number. Key: (participant, device, `client_id`); a retry gives the same number.

    Locks the conversation's row, of a service thread before it the thread (services.thread_turn); `seen_seq` is up to
    where the page that sends had shown the rows. Costs the same queries for two participants as for thousands. The
    message and the chain are its record (docs/adr/0019): no audit row beside it. Whom it calls with @ is marked. Raises
    NotFound, TooMany, KeyReused, InvalidInput (rules.bodies; E_MENTION_ALL), Conflict ONE_WAY, THREAD_CLOSED, BEHIND,
    Busy.
    """
    seat = seat_to_speak(actor, conversation_id, now)
    body = words_of(seat, text, quote, now)
    if seat.conversation.kind == TalkKind.SERVICE:
        thread_turn(seat=seat, device=device_of(actor), client_id=client_id, seen_seq=seen_seq, now=now)
    answer = append_words(
        seat=seat, device=device_of(actor), client_id=client_id, kind=MessageKind.TEXT, body=body, now=now
    )
    if answer.is_new:
        people_call(seat, body["text"], answer.seq)
    return answer


def seat_to_speak(actor: Actor, conversation_id: UUID, now: Moment) -> Participant:
    """The actor's seat, with its conversation, where the actor may say something. One query.

    Raises NotFound, Forbidden MUTED, Conflict ONE_WAY where only the house speaks.
    """
    seats = seats_of(actor).select_related("conversation").annotate(is_silenced=silenced(actor.person, now))
    seat = seats.filter(conversation_id=conversation_id).first()
    if seat is None:
        raise NotFound(NOT_THERE)
    if seat.is_silenced:
        raise Forbidden("您已被禁言,暂时不能发言。可在「举报与处理」中查看原因并申诉。", code="MUTED")
    if seat.conversation.kind in HOUSE_TALKS:
        raise Conflict("ONE_WAY", "这里只供查看,不能回复。")
    return seat


def words_of(seat: Participant, text: object, quote: object, now: Moment) -> dict[str, Any]:
    """The body of what a seat says, checked (rules.bodies; of the bank's people E_SALES_SPEECH). Raises
    InvalidInput."""
    if seat.side == Side.BANK and isinstance(text, str):
        refuse_promise(text, params.get(BANNED_SPEECH, now.business_date))
    return text_body(
        text, quote, first_seq=seat.joined_seq + 1, last_seq=seat.conversation.last_seq, today=now.business_date,
        own_hosts=_hosts(text, now),
    )  # fmt: skip


def _hosts(text: object, now: Moment) -> tuple[str, ...]:
    """To which a link needs no warning: our own, and those on which two people have agreed (asked for only where there
    is a link)."""
    if not isinstance(text, str) or not has_link(text):
        return ()
    return (*settings.ALLOWED_HOSTS, *params.get(ALLOWED_HOSTS, now.business_date))


def device_of(actor: Actor) -> str:
    """The device half of the key; programs have none."""
    return str(actor.device_id or "")
