"""The card registry: many accounts in one question, answered in order or not at all."""

import pytest

from apps.core.errors import Unavailable
from apps.corebank import api
from apps.corebank.contracts import CardClass, CardQuery, CardStatus
from fixtures import generators


def card(serial: int, bin_prefix: str = generators.OTHER_BIN) -> str:
    return generators.card_number(serial, bin_prefix=bin_prefix)


def look_up(*accounts: str, name: str = "张三"):
    return api.lookup_cards(cards=[CardQuery(account, name) for account in accounts])


pytestmark = pytest.mark.django_db


def test_a_card_of_another_bank_and_one_of_our_own(simulator):
    other, own = look_up(card(1), card(1, generators.OWN_BIN))
    assert (other.exists, other.own_bank, other.name_matches) == (True, False, True)
    assert (other.card_class, other.status) == (CardClass.I, CardStatus.NORMAL)
    assert own.own_bank


@pytest.mark.parametrize(
    "marker, expected",
    [
        (99901, (False, False, None, None)),
        (99902, (True, False, "I", "NORMAL")),
        (99903, (True, True, "I", "CLOSED")),
        (99904, (True, True, "I", "FROZEN")),
        (99905, (True, True, "I", "DORMANT")),
        (99906, (True, True, "II", "NORMAL")),
        (99907, (True, True, "III", "NORMAL")),
        (99908, (True, True, "CREDIT", "NORMAL")),
        (99913, (True, True, "I", "LOST")),
    ],
)
def test_accounts_whose_state_is_known(simulator, marker, expected):
    (found,) = look_up(card(marker))
    assert (found.exists, found.name_matches, found.card_class, found.status) == expected


def test_a_registered_card_is_its_holders(simulator):
    simulator.register(account=card(8), name="张三", status="FROZEN", card_class="II")
    assert [answer.name_matches for answer in look_up(card(8))] == [True]
    (found,) = look_up(card(8), name="李四")
    assert (found.name_matches, found.status, found.card_class) == (False, "FROZEN", "II")


def test_a_thousand_and_one_cards_keep_their_order(simulator):
    accounts = [card(serial) for serial in range(1001)]
    assert [found.account for found in look_up(*accounts)] == accounts
    assert look_up() == []


def test_without_an_answer_nothing_is_said_about_any_card(wilful_bank, settings):
    good = {"account": card(1), "exists": True, "own_bank": False, "name_match": "MATCH", "class": "I"}
    for status, body in (
        (500, {"cards": []}),
        (200, {"cards": []}),
        (200, {"cards": [good]}),  # no status
        (200, {"cards": [good | {"status": "NORMAL", "account": card(2)}]}),
        (200, {"cards": [good | {"status": "SUNNY"}]}),
        (200, {"cards": "none"}),
        (200, {}),
    ):
        wilful_bank.says = lambda asked, s=status, b=body: wilful_bank.signed(asked, s, b)
        with pytest.raises(Unavailable):
            look_up(card(1))
    settings.COREBANK_URL = "http://127.0.0.1:1"
    with pytest.raises(Unavailable):
        look_up(card(1))


def test_prints_hide_accounts(simulator):
    (found,) = look_up(card(1))
    assert card(1) not in repr(found) + repr(CardQuery(card(1), "张三"))
