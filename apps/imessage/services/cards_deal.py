"""卡片: the house puts what a product has for a person into that person's 服务通知."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from apps.core.cards import CardKind, Deal, kind_of
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from .. import adapters
from ..choices import MessageKind, Side, TalkKind
from ..models import Conversation, Message, Participant
from ..rules import pace
from ..selectors.seats import SIDES
from .append import append_house

WHY = "the house deals its cards"
TITLE, ONESELF = "服务通知", "本人"


def cards_deal(*, kind: str, event: dict[str, Any], now: Moment) -> int:
    """Deals the cards that an event of a product means, in the caller's transaction; how many were new.

    Key: (person, side, kind, thing, occasion), so that a repeat deals none. Locks the conversations in ascending id.
    """
    require_transaction()
    card = kind_of(kind)
    side = SIDES[card.surface]
    deals = list(card.dealt(event, now))
    talks = _talks({deal.person_id for deal in deals}, side, now)
    numbers = {_number(talks[deal.person_id], card, deal): deal for deal in deals}
    there = Message.objects.system(WHY).filter(conversation__in=set(talks.values()), client_id__in=numbers)
    for client_id in there.values_list("client_id", flat=True):
        del numbers[client_id]
    for client_id, deal in numbers.items():
        append_house(
            conversation_id=talks[deal.person_id], kind=MessageKind.CARD, body=_body(card, deal), client_id=client_id,
            now=now,
        )  # fmt: skip
    return len(numbers)


def _number(talk: UUID, card: CardKind, deal: Deal) -> UUID:
    return uuid5(talk, f"{card.kind}:{deal.subject_id}:{deal.once}")


def _body(card: CardKind, deal: Deal) -> dict[str, Any]:
    return {
        "card": card.kind, "label": card.label, "subject": str(deal.subject_id), "title": deal.title, "note": deal.note
    }  # fmt: skip


def _talks(people: Iterable[UUID], side: Side, now: Moment) -> dict[UUID, UUID]:
    """Each one's 服务通知 under its lock, made for whom there is none. Five statements, however many they are."""
    pairs = {f"{person}:{side}": person for person in people}
    rows = Conversation.objects.system(WHY).filter(kind=TalkKind.CARDS, pair__in=pairs)
    missing = sorted(set(pairs) - set(rows.values_list("pair", flat=True)))
    Conversation.objects.bulk_create(
        [
            Conversation(kind=TalkKind.CARDS, title=TITLE, pair=pair, opened_at=now.wall, last_at=now.wall)
            for pair in missing
        ],
        ignore_conflicts=True,  # another event makes the same one
    )
    found = lock_rows(rows)
    seats = [_seat(talk, pairs[str(talk.pair)], side, now) for talk in found if talk.pair in missing]
    Participant.objects.bulk_create(seats, ignore_conflicts=True)
    for seat in seats:
        adapters.hint_seated(seat.person_id)
    return {pairs[str(talk.pair)]: talk.pk for talk in found}


def _seat(talk: Conversation, person_id: UUID, side: Side, now: Moment) -> Participant:
    return Participant(
        conversation=talk, person_id=person_id, side=side, display=ONESELF, badge=settings.BANK_NAME,
        joined_seq=0, recv_seq=0, read_seq=0, allowance=pace.FULL, allowance_at=now.wall,
    )  # fmt: skip
