"""Kill −9 at every moment of a settlement day's close: run again, it goes on, and nothing is done twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from apps.core import clock
from apps.core.invariants import faults
from apps.core.models import BankDay, CloseStep
from apps.ledger import api as ledger
from apps.ledger.models import Accrual, DayProof, InterestPaid, Snapshot
from fixtures.reference import on_day
from tests.ledger.books import CLEARING, opened, posted
from tests.ledger.days import close_days

from .conftest import run
from .points import close_part

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SATURDAY = date(2026, 3, 21)
HOLDERS = 20
STEPS = close_part("ledger.proof")  # the last one
HALF_SETTLED = close_part("ledger.interest_pay") - 8  # in the middle of the sixteen parts of the settlement
POINTS = [
    "day_cut_off.before_commit",
    "day_cut_off.after_commit",
    "step_begin.before_commit@1",
    "step_begin.after_commit@1",
    "step_work.after_commit@1",
    f"step_begin.after_commit@{HALF_SETTLED}",
    f"step_work.before_commit@{HALF_SETTLED}",
    f"step_work.after_commit@{HALF_SETTLED}",
    f"step_work.before_commit@{close_part('ledger.interest')}",
    f"step_work.after_commit@{close_part('ledger.interest')}",
    f"step_work.before_commit@{close_part('ledger.snapshots')}",  # the balances
    f"step_work.after_commit@{close_part('ledger.snapshots')}",
    f"step_work.after_commit@{close_part('ledger.clearing')}",  # the clearing account, without a file
    f"step_work.before_commit@{STEPS}",
    f"step_work.after_commit@{STEPS}",
    "day_end.before_commit",
    "day_end.after_commit",
]


@pytest.fixture
def holders() -> Iterator[list[UUID]]:
    """Twenty holders who were owed 0.05 each when Saturday opened."""
    with on_day(SATURDAY - timedelta(days=1)):
        accounts = [opened() for _ in range(HOLDERS)]
        for account in accounts:
            legs = ((ledger.house_account(CLEARING), -36_000_00), (account, 36_000_00))
            posted(*legs, now=clock.read())
        close_days()
        yield accounts


def close_saturday(point: str = "") -> object:
    return run("close", str(SATURDAY + timedelta(days=1)), point=point)


@pytest.mark.parametrize("point", POINTS)
def test_a_close_that_is_killed_goes_on_where_it_stopped(holders: list[UUID], point: str) -> None:
    ended = close_saturday(point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"

    again = close_saturday()
    assert again.code == 0, again.said
    assert BankDay.objects.get(pk=SATURDAY).state == "CLOSED"
    assert clock.read().business_date == SATURDAY + timedelta(days=1)
    states = list(CloseStep.objects.filter(business_date=SATURDAY).values_list("state", flat=True))
    assert states == ["DONE"] * STEPS
    assert {ledger.balance(account) for account in holders} == {36_000_05}
    assert InterestPaid.objects.filter(business_date=SATURDAY).count() == HOLDERS
    assert Accrual.objects.filter(business_date=SATURDAY).count() == HOLDERS
    assert Snapshot.objects.filter(business_date=SATURDAY).count() == HOLDERS + 2  # and 6411 and 2231
    assert DayProof.objects.filter(business_date=SATURDAY).count() == 1
    assert list(faults()) == []
