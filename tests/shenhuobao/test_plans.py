"""Plans: the next purchase, the third failure, a share of the salary, the months to a goal (WM-13)."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from apps.core.errors import CalendarYearNotLoaded
from apps.shenhuobao.choices import Rhythm
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.plans import (
    YUAN,
    Due,
    Terms,
    failures_after,
    has_ended,
    months_to_goal,
    next_due,
    share_of_pay,
)

from .market import MARKET, plain_market, text

W, F, M = Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("terms", "after", "agreed", "runs"),
    [
        (Terms(M, 15, day("01-10")), "02-20", "03-15", "03-16"),  # a Sunday
        (Terms(M, 14, day("01-10")), "02-10", "02-14", "02-24"),  # a Saturday on which people work
        (Terms(M, 28, day("01-10")), "02-27", "02-28", "03-02"),  # another
        (Terms(M, 1, day("01-10")), "09-30", "10-01", "10-08"),
        (Terms(M, 10, day("03-10")), "03-10", "04-10", "04-10"),
        (Terms(M, 10, day("03-11")), "01-01", "04-10", "04-10"),
        (Terms(M, 31 - 3, day("01-28")), "01-01", "01-28", "01-28"),
        (Terms(W, 4, day("03-02")), "03-02", "03-05", "03-05"),
        (Terms(W, 4, day("03-02")), "03-05", "03-12", "03-12"),
        (Terms(W, 6, day("03-02")), "03-02", "03-07", "03-09"),
        (Terms(W, 1, day("03-02")), "02-01", "03-02", "03-02"),
        (Terms(F, 4, day("03-02")), "03-05", "03-19", "03-19"),
        (Terms(F, 4, day("03-02")), "03-18", "03-19", "03-19"),
        (Terms(F, 4, day("03-02")), "03-19", "04-02", "04-02"),
        (Terms(F, 4, day("03-06")), "03-01", "03-12", "03-12"),
    ],
)
def test_the_next_purchase(terms: Terms, after: str, agreed: str, runs: str) -> None:
    assert next_due(terms, day(after), MARKET) == Due(day(agreed), day(runs))


def test_days_that_one_rest_moves_together_are_one_purchase() -> None:
    weekly = Terms(W, 4, day("09-01"))
    moved = next_due(weekly, day("09-24"), MARKET)
    assert moved == Due(day("10-01"), day("10-08"))
    assert next_due(weekly, moved.runs_on, MARKET) == Due(day("10-15"), day("10-15"))


def test_a_plan_into_a_year_without_a_calendar_says_so() -> None:
    with pytest.raises(CalendarYearNotLoaded):
        next_due(Terms(M, 1, day("01-10")), day("12-01"), MARKET)


@pytest.mark.parametrize(("rhythm", "number"), [(W, 0), (W, 8), (F, 8), (M, 0), (M, 29), (M, 31)])
def test_no_such_day(rhythm: Rhythm, number: int) -> None:
    with pytest.raises(RuleFault) as refused:
        Terms(rhythm, number, day("03-02"))
    assert refused.value.field == "day"


def test_over_3650_days_every_agreed_day_runs_once_on_a_trading_day() -> None:
    """Against a walk through the calendar, day by day."""
    first, draw = date(2020, 1, 1), random.Random(16)
    market = plain_market(first, 3_800)
    for day_off in draw.sample(sorted(market), 200):
        market[day_off] = False
    for rhythm, number in ((W, 1), (W, 7), (F, 3), (F, 6), (M, 1), (M, 28)):
        terms = Terms(rhythm, number, first + timedelta(draw.randrange(20)))
        agreed, runs = set(), set()
        for one in (terms.starts_on + timedelta(n) for n in range(3_650)):
            weekday = one.isoweekday() == number
            even = (one - terms.starts_on).days // 7 % 2 == 0
            if one.day == number if rhythm == M else weekday and (rhythm == W or even):
                agreed.add(one)
                runs.add(next(day for day in (one + timedelta(n) for n in range(30)) if market[day]))
        after, found = terms.starts_on - timedelta(1), set()
        while (due := next_due(terms, after, market)).agreed_on in agreed:
            assert due.runs_on >= due.agreed_on > after
            found.add(due.runs_on)
            after = due.runs_on
        assert found == runs


def test_the_third_failure_in_a_row_ends_a_plan() -> None:
    failures, ended = 0, []
    for bought in (False, False, True, False, False, False):
        failures = failures_after(failures, bought=bought)
        ended.append(has_ended(failures, 3))
    assert ended == [False] * 5 + [True]


def test_a_share_of_the_salary() -> None:
    assert share_of_pay(8_765_43, Decimal(10)) == 876_54
    assert share_of_pay(8_765_43, Decimal(10), step=YUAN) == 876_00
    assert share_of_pay(8_765_43, Decimal(10), step=YUAN, cap=500_50) == 500_00
    assert share_of_pay(8_765_43, Decimal(10), cap=500_50) == 500_50
    assert share_of_pay(9, Decimal(10)) == 0
    assert share_of_pay(8_765_43, Decimal(100)) == 8_765_43


@pytest.mark.parametrize(("pay", "percent"), [(-1, "10"), (1, "0"), (1, "-1"), (1, "100.01")])
def test_no_such_share(pay: int, percent: str) -> None:
    with pytest.raises(RuleFault):
        share_of_pay(pay, Decimal(percent))


def test_a_share_is_never_more_than_its_percent_nor_a_step_less() -> None:
    draw = random.Random(17)
    for _ in range(5_000):
        pay, percent = draw.randrange(10**9), text(draw.randrange(1, 10_001), 2)
        step = draw.choice((1, YUAN))
        share, exact = share_of_pay(pay, Decimal(percent), step=step), pay * Fraction(percent) / 100
        assert share == floor(exact / step) * step


def test_the_months_to_a_goal() -> None:
    assert months_to_goal(10_000_00, 0, 1_000_00) == 10
    assert months_to_goal(10_000_01, 0, 1_000_00) == 11
    assert months_to_goal(10_000_00, 6_200_00, 1_000_00) == 4
    assert months_to_goal(10_000_00, 10_000_00, 0) == 0
    with pytest.raises(RuleFault):
        months_to_goal(10_000_00, 0, 0)
