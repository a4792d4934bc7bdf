"""A period of an account: opening, lines, totals and closing come out even on every day, the open one included."""

from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from apps.core import bankday, clock
from apps.ledger import api as ledger
from apps.ledger.contracts import LINES_A_PAGE
from fixtures.reference import on_day

from .books import CLEARING, faults, funded, opened, posted, without_guards
from .days import advance, close_days, cut_off

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def figures(account: UUID, first: date, last: date) -> tuple[int, ...]:
    """(opening, debit, credit, debits, credits, closing), after what every period must hold."""
    sheet, lines = ledger.period_page(account, first=first, last=last)
    with ledger.period_stream(account, first=first, last=last) as (same, streamed):
        whole = list(streamed)
    assert same == sheet
    assert tuple(whole[:LINES_A_PAGE]) == lines
    assert [line.number for line in whole] == list(range(1, sheet.count + 1))
    amounts = [line.amount for line in whole]
    assert [line.balance for line in whole] == list(accumulate(amounts, initial=sheet.opening))[1:]
    assert [line.business_date for line in whole] == sorted(line.business_date for line in whole)
    assert all(first <= line.business_date <= last for line in whole)
    taken, brought = [-fen for fen in amounts if fen < 0], [fen for fen in amounts if fen > 0]
    assert (sheet.debit, sheet.credit, sheet.debits, sheet.credits) == (
        sum(taken), sum(brought), len(taken), len(brought),
    )  # fmt: skip
    assert sheet.opening + sum(amounts) == sheet.closing == ledger.balance_on(account, last)
    assert sheet.opening == ledger.balance_on(account, first - DAY)
    return sheet.opening, sheet.debit, sheet.credit, sheet.debits, sheet.credits, sheet.closing


def test_a_period_on_both_sides_of_closed_days_and_on_the_open_one() -> None:
    account, other = funded(100), opened()
    close_days(2)
    posted((account, -30), (other, 30), now=clock.read(), value_date=MONDAY)
    close_days()
    posted((account, 5), (other, -5), now=clock.read())
    thursday = MONDAY + 3 * DAY
    assert figures(account, MONDAY, thursday) == (0, 30, 105, 1, 2, 75)
    assert figures(account, MONDAY, MONDAY) == (0, 0, 100, 0, 1, 100)
    assert figures(account, MONDAY + DAY, MONDAY + DAY) == (100, 0, 0, 0, 0, 100)
    assert figures(account, MONDAY + 2 * DAY, MONDAY + 2 * DAY) == (100, 30, 0, 1, 0, 70), "by its business date"
    assert figures(account, thursday, thursday) == (70, 0, 5, 0, 1, 75)
    assert figures(account, date(2025, 3, 3), MONDAY - DAY) == (0, 0, 0, 0, 0, 0)
    assert figures(opened(), MONDAY, thursday) == (0, 0, 0, 0, 0, 0)
    assert figures(account, date.min + DAY, date.min + DAY) == (0, 0, 0, 0, 0, 0)


def test_before_any_snapshot_the_entries_answer() -> None:
    account = opened()
    for day, fen in ((date(2025, 12, 1), 10), (date(2025, 12, 8), 20)):
        with on_day(day):
            posted((account, fen), (ledger.house_account(CLEARING), -fen), now=clock.read())
    assert figures(account, date(2025, 12, 2), date(2025, 12, 31)) == (10, 0, 20, 0, 1, 30)
    close_days()
    assert figures(account, date(2025, 12, 2), date(2025, 12, 31)) == (10, 0, 20, 0, 1, 30)


def test_a_hot_account_and_a_closed_one() -> None:
    house = ledger.house_account(CLEARING)
    account, other = funded(100), opened()
    close_days()
    posted((account, -100), (other, 100), now=clock.read())
    posted((house, -7), (other, 7), now=clock.read())
    ledger.close_account(account, now=clock.read())
    assert figures(account, MONDAY, MONDAY + DAY) == (0, 100, 100, 1, 1, 0)
    close_days()
    assert figures(account, MONDAY, MONDAY + 2 * DAY) == (0, 100, 100, 1, 1, 0)
    assert figures(house, MONDAY, MONDAY) == (0, 100, 0, 1, 0, -100)
    assert figures(house, MONDAY + DAY, MONDAY + 2 * DAY) == (-100, 7, 0, 1, 0, -107)


def test_what_a_close_posts_among_the_next_days_entries_stands_in_its_own_day() -> None:
    """Interest of the 21st comes while the 22nd is open and posts: later by number, earlier by date."""
    with on_day(date(2026, 3, 20)):
        account, other = opened(), opened()
        posted((account, 10**9), (ledger.house_account(CLEARING), -(10**9)), now=clock.read())
        close_days()
        day = cut_off()
        while bankday.closing_day():
            posted((account, -1), (other, 1), now=clock.read())
            figures(account, day - DAY, day + DAY)
            advance()
        with ledger.period_stream(account, first=day, last=day + DAY) as (_, lines):
            found = [(line.business_date, line.kind) for line in lines]
        assert found[0] == (day, "close.interest")
        assert len(found) > 3
        close_days()
        for first, last in ((day, day), (day + DAY, day + DAY), (day - DAY, day), (day, day + 2 * DAY)):
            figures(account, first, last)
    assert faults() == []


def test_every_period_of_random_days_is_even() -> None:
    random, account, other = Random(5), funded(10**6), funded(10**6)
    for _ in range(9):
        for _ in range(random.randrange(4)):
            fen = random.randrange(-500, 500) or 1
            posted((account, fen), (other, -fen), now=clock.read())
        cut_off()
        while bankday.closing_day():
            if random.random() < 0.3:
                posted((account, -1), (other, 1), now=clock.read())
            advance()
    days = [MONDAY + offset * DAY for offset in range(-1, 10)]
    for _ in range(25):
        first, last = sorted(random.choices(days, k=2))
        figures(account, first, last)


def test_pages_go_on_where_the_last_one_ended() -> None:
    account, other = funded(10**6), opened()
    for fen in range(1, LINES_A_PAGE + 3):
        posted((account, -fen), (other, fen))
    pages = [ledger.period_page(account, first=MONDAY, last=MONDAY, page=page) for page in (1, 2, 3)]
    assert len({sheet for sheet, _ in pages}) == 1
    assert [len(lines) for _, lines in pages] == [LINES_A_PAGE, 3, 0]
    first, second = pages[0][1], pages[1][1]
    assert second[0].balance == first[-1].balance + second[0].amount


def test_more_than_is_shown_is_refused_and_books_that_are_not_even_too(monkeypatch: pytest.MonkeyPatch) -> None:
    account, other = funded(100), opened()
    close_days()
    posted((account, -1), (other, 1), now=clock.read())
    monkeypatch.setattr("apps.ledger.selectors.periods.MOST_LINES", 1)
    with pytest.raises(ledger.PeriodTooFull), ledger.period_stream(account, first=MONDAY, last=MONDAY + DAY):
        pass
    assert figures(account, MONDAY + DAY, MONDAY + DAY)[-1] == 99
    with without_guards(), closing(connection.cursor()) as cursor:
        cursor.execute("UPDATE ledger_entry SET amount = -2 WHERE account_id = %s AND version = 2", [account])
    with pytest.raises(ledger.LedgerFault):
        ledger.period_page(account, first=MONDAY + DAY, last=MONDAY + DAY)
