"""The balances at the end of each day, and the proof without which no day closes."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection

from apps.core import bankday, clock
from apps.core.errors import Conflict
from apps.core.models import BankDay, CloseStep
from apps.ledger import api as ledger
from apps.ledger.models import DayProof, Snapshot
from fixtures.reference import on_day

from .books import CLEARING, faults, funded, opened, posted, sqlstate_is, without_guards
from .days import advance, close_days, cut_off

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def moved() -> Iterator[tuple[ledger.Posted, ...]]:
    """Monday 100, Tuesday nothing, Wednesday −30 with a value of Monday, and Thursday is open."""
    account, other = funded(100), opened()
    close_days(2)
    posted((account, -30), (other, 30), now=clock.read(), value_date=MONDAY)
    close_days()
    posted((account, 5), (other, -5), now=clock.read())
    yield account, other


def test_snapshots_are_sparse_and_answer_for_every_day(moved: tuple) -> None:
    account, other = moved
    rows = Snapshot.objects.filter(account_id=account).order_by("business_date")
    assert [(row.business_date.day, row.balance, row.entries) for row in rows] == [(2, 100, 1), (4, 70, 2)]
    days = [MONDAY + timedelta(days=offset) for offset in range(-1, 5)]
    assert [ledger.balance_on(account, day) for day in days] == [0, 100, 100, 70, 75, 75]
    assert [ledger.balance_on(other, day) for day in days] == [0, 0, 0, 30, 25, 25]
    assert faults() == []


def test_balances_by_value_date_know_what_came_later(moved: tuple) -> None:
    account, other = moved
    days = [MONDAY + timedelta(days=offset) for offset in range(-1, 4)]
    assert [ledger.balance_by_value_date(account, day) for day in days] == [0, 70, 70, 70, 75]
    assert [ledger.balance_by_value_date(other, day) for day in days] == [0, 30, 30, 30, 25]


def test_days_before_the_first_snapshot_are_answered_from_the_entries() -> None:
    account, other = opened(), opened("3001.01")
    for day, fen in ((date(2025, 12, 1), 10), (date(2025, 12, 8), 20)):
        with on_day(day):
            posted((account, fen), (ledger.house_account(CLEARING), -fen), now=clock.read())
    close_days()
    days = [date(2025, 11, 30), date(2025, 12, 1), date(2025, 12, 7), date(2025, 12, 8), MONDAY]
    assert [ledger.balance_on(account, day) for day in days] == [0, 10, 10, 30, 30]
    assert ledger.balance_on(other, MONDAY) == 0
    assert faults() == []


def test_the_proof_keeps_what_was_proved_and_cannot_be_changed() -> None:
    payer, payee = funded(100), opened()
    posted((payer, -40), (payee, 40))
    close_days()
    proof = DayProof.objects.get(business_date=MONDAY)
    assert (proof.journals, proof.entries, proof.accounts, proof.turnover) == (2, 4, 3, {"CNY": 140})
    assert proof.figures["ledger.snapshots.accounts"] == 3
    assert len(bytes(proof.digest)) == 32
    with sqlstate_is("EY001"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_dayproof SET entries = 0")
    with sqlstate_is("EY001"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_snapshot")


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE ledger_account SET balance = balance + 1 WHERE id = %(a)s",
        "UPDATE ledger_account SET balance = 100 - balance WHERE id IN (%(a)s, %(b)s)",
        "UPDATE ledger_account SET version = 7 WHERE id = %(a)s",
        "UPDATE ledger_entry SET amount = 101 WHERE account_id = %(a)s AND version = 1",
        "UPDATE ledger_entry SET version = 9 WHERE account_id = %(a)s AND version = 2",
        "DELETE FROM ledger_entry WHERE account_id = %(b)s",
    ],
)
def test_books_that_are_wrong_do_not_close(fault: str) -> None:
    a, b = funded(100), opened()
    posted((a, -40), (b, 40))
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(fault, {"a": a, "b": b})
    with pytest.raises(Conflict) as caught:
        close_days()
    assert caught.value.code == "BOOKS_WRONG"
    assert CloseStep.objects.get(job="ledger.proof").state == "FAILED"
    assert BankDay.objects.get(pk=MONDAY).state == "CUTOFF"


def test_postings_of_the_next_day_leave_the_close_alone() -> None:
    payer, payee = funded(100), opened()
    cut_off()
    rounds = CloseStep.objects.filter(business_date=MONDAY).count() + 1  # the steps, then the end
    for _ in range(rounds):
        posted((payer, -1), (payee, 1), now=clock.read())
        if bankday.closing_day():
            advance()
    assert bankday.closing_day() is None
    assert BankDay.objects.get(pk=MONDAY).state == "CLOSED"
    assert (ledger.balance_on(payer, MONDAY), ledger.balance_on(payee, MONDAY)) == (100, 0)
    close_days()
    assert (ledger.balance_on(payer, TUESDAY), ledger.balance_on(payee, TUESDAY)) == (100 - rounds, rounds)
    assert faults() == []
