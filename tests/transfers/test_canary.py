"""Known numbers of one person on a day of cards and transfers, looked for wherever they must not be: pages, errors,
files, the API, logs, messages and every table (AT-02)."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.db import connection

from apps.bankaccounts.models import BoundCard
from apps.bankaccounts.personal import SHEETS as accounts
from apps.identity import api as identity
from apps.transfers.personal import SHEETS as transfers
from fixtures.generators import OTHER_BIN, card_number
from tests.access.browser import Answer, Browser
from tests.access.test_canary import dump
from tests.daifutong.cast import work

from .stage import REFUSED, SILENT, Purse

pytestmark = pytest.mark.django_db

CARD, STRANGERS = (card_number(number, bin_prefix=OTHER_BIN) for number in (88, 199_902))
MISTYPED = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)
RESERVED = "13800005678"
TYPED = re.compile(r'<input[^>]* name="(number|mobile)"[^>]*>')  # what is typed stands in its field until it is right


@pytest.fixture
def numbers(purse: Purse) -> dict[str, str]:
    clear = identity.person_clear(purse.actor.person)
    return {
        "id number": clear.id_number, "mobile": clear.mobile, "own card": purse.world.card("xiaowen"),
        "bound card": CARD, "another's card": STRANGERS, "reserved mobile": RESERVED,
    }  # fmt: skip


def hits(text: str, numbers: dict[str, str]) -> list[str]:
    return [kind for kind, number in numbers.items() if number in text]


def signed(purse: Purse, her: Browser, url: str, form: dict[str, str]) -> Iterator[tuple[str, Answer]]:
    """The sheet, a wrong PIN, and the deed."""
    sheet = her.do("POST", url, form=form)
    yield f"the sheet of {url}", sheet
    sent = form | {"step_up_digest": re.search(r'name="step_up_digest" value="([^"]+)"', sheet.text)[1]}
    yield f"a wrong PIN at {url}", her.do("POST", url, form=sent | {"step_up_pin": "999990"})
    yield f"the deed at {url}", her.do("POST", url, form=sent | {"step_up_pin": purse.world.pin})


def a_card_is_bound(purse: Purse, her: Browser) -> Iterator[tuple[str, Answer]]:
    url = "/mobile/cards/new/"
    for number in (STRANGERS, "6228480402564890018"):
        yield f"a refusal of {number}", her.do("POST", url, form={"number": number, "mobile": RESERVED})
    yield "a form without a card", her.do("POST", url, form={"number": "", "mobile": RESERVED[:5]})
    done = her.do("POST", url, form={"number": CARD, "mobile": RESERVED})
    assert done.status == 302, done.text
    page = her.do("GET", done.location)
    yield "the card", page
    words = re.search(r'name="text_hash" value="([^"]+)"', page.text)[1]
    form = {"text_hash": words, "single": "5000", "day": "20000", "agreed": "on"}
    yield from signed(purse, her, f"{done.location}bind/", form)
    yield "bound again", her.do("POST", url, form={"number": CARD, "mobile": RESERVED})


def money_moves(purse: Purse, her: Browser) -> Iterator[tuple[str, Answer]]:
    cards = [BoundCard.objects.system("test").latest("checked_at").pk, purse.card(REFUSED).pk, purse.card(SILENT).pk]
    for direction in ("IN", "OUT"):
        for card_id in cards:
            form = {
                "direction": direction, "account_id": str(purse.account.pk), "card_id": str(card_id), "amount": "10",
                "idempotency_key": f"{direction}-{card_id}",
            }  # fmt: skip
            yield from signed(purse, her, "/mobile/transfers/new/", form)
    work()
    form |= {"amount": "999999", "idempotency_key": "too much"}
    yield "more than there is", her.do("POST", "/mobile/transfers/new/", form=form)


def everything_is_looked_at(purse: Purse, her: Browser) -> Iterator[tuple[str, Answer]]:
    account = f"/mobile/accounts/{purse.account.pk}"
    pages = ("entries", "summary", "statement", "manage", "limits", "close", "balance")
    urls = [f"{account}/{page}/" for page in pages] + ["/mobile/accounts/", "/mobile/cards/", "/mobile/transfers/"]
    urls += ["/mobile/inbox/", "/mobile/mandates/", "/mobile/accounts/new/"]
    card = BoundCard.objects.system("test").latest("checked_at").pk
    api = [f"/api/v1/accounts/{purse.account.pk}/{name}/" for name in ("entries", "month", "limits", "closing")]
    api += ["/api/v1/accounts/", "/api/v1/cards/", f"/api/v1/cards/{card}/", "/api/v1/transfers/"]
    for url in urls + api:
        answer = her.do("GET", url)
        assert answer.status == 200, (url, answer.status, answer.text[:200])
        yield url, answer
    for number in (CARD, STRANGERS, MISTYPED, f"{CARD}x"):
        yield "an error of the API", her.do("PUT", "/api/v1/cards/", json={"number": number, "mobile": RESERVED})


def test_a_day_of_cards_and_transfers_leaves_no_number_anywhere(purse: Purse, numbers, caplog, settings) -> None:
    caplog.set_level(logging.DEBUG)
    her = Browser().sign_in("xiaowen")
    settings.DEMO = True  # with the story bar and its caught messages
    told = {}
    for deed in (a_card_is_bound, money_moves, everything_is_looked_at):
        for name, answer in deed(purse, her):
            assert answer.status < 500, (name, answer.text[:300])
            text = TYPED.sub("", answer.text)
            if found := hits(text + json.dumps(dict(answer.headers)), numbers):
                told[name] = found
    assert told == {}
    assert hits(caplog.text, numbers) == []
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    kept = {table: hits(dump(table), numbers) for table in tables}
    assert {table: found for table, found in kept.items() if found} == {}


def test_a_file_and_a_copy_of_her_data_name_no_number(purse: Purse, numbers) -> None:
    purse.card()
    sheets = [sheet(purse.actor.person) for sheet in (*accounts, *transfers)]
    assert hits(str(sheets), numbers) == [] and purse.account.tail4 in str(sheets)
