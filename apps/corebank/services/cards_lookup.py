"""What the bank's card registry says of many accounts."""

from collections.abc import Sequence
from typing import Any

from apps.core.db import refuse_transaction
from apps.core.errors import Unavailable

from ..adapters import NoAnswer, NotSent, exchange
from ..contracts import CardAnswer, CardClass, CardQuery, CardStatus

CARDS_PER_REQUEST = 500


def cards_lookup(*, cards: Sequence[CardQuery]) -> list[CardAnswer]:
    """One answer per card, in the order asked. Writes nothing, takes no locks, may be repeated.

    Must run outside any transaction (OpenTransaction). Raises Unavailable when the registry does not answer, or
    answers with anything but exactly the accounts that were asked for.
    """
    refuse_transaction()
    answers: list[CardAnswer] = []
    for start in range(0, len(cards), CARDS_PER_REQUEST):
        answers += _ask(cards[start : start + CARDS_PER_REQUEST])
    return answers


def _ask(cards: Sequence[CardQuery]) -> list[CardAnswer]:
    question = {"cards": [{"account": card.account, "name": card.name} for card in cards]}
    try:
        answer = exchange("POST", "/v1/cards/lookup", question)
        if answer.status != 200:
            raise NoAnswer(f"STATUS_{answer.status}")
        found = [_read(card) for card in answer.body["cards"]]
    except (NotSent, NoAnswer, KeyError, TypeError, ValueError):
        raise Unavailable("暂时无法核验账户信息,请稍后再试。") from None
    if [card.account for card in found] != [card.account for card in cards]:
        raise Unavailable("暂时无法核验账户信息,请稍后再试。")
    return found


def _read(card: dict[str, Any]) -> CardAnswer:
    exists = card["exists"] is True
    return CardAnswer(
        account=card["account"],
        exists=exists,
        own_bank=card["own_bank"] is True,
        name_matches=exists and card["name_match"] == "MATCH",
        card_class=CardClass(card["class"]) if exists else None,
        status=CardStatus(card["status"]) if exists else None,
    )
