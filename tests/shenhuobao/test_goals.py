"""A goal: what it allows, how far one is, what a month needs; by a reference of its own (WM-13)."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.goals import (
    goal_check,
    horizon_refusal,
    last_day,
    monthly_needed,
    months_left,
    percent_done,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("target", "days", "field"),
    [(99_99, 40, "target"), (100_000_000_01, 40, "target"), (100_00, 29, "on"), (100_00, 19_000, "on")],
)
def test_what_is_no_goal(target: int, days: int, field: str) -> None:
    with pytest.raises(RuleFault) as fault:
        goal_check(target, TODAY + timedelta(days), TODAY)
    assert fault.value.field == field
    goal_check(100_00, TODAY + timedelta(30), TODAY)
    goal_check(100_000_000_00, last_day(TODAY), TODAY)


@pytest.mark.parametrize(
    ("rating", "held", "days", "is_refused"),
    [
        (2, 0, 30, False), (3, 0, 364, True), (3, 0, 365, False), (1, 30, 30, False), (1, 31, 30, True),
        (3, 30, 400, False),
    ],
)  # fmt: skip
def test_a_near_goal_takes_neither_a_higher_risk_nor_what_is_bound_beyond_it(
    rating: int, held: int, days: int, is_refused: bool
) -> None:
    assert bool(horizon_refusal(rating, held, TODAY + timedelta(days), TODAY)) == is_refused


def test_the_months_until_a_day() -> None:
    for on, months in (("2026-03-31", 1), ("2026-04-01", 1), ("2026-04-02", 1), ("2026-05-01", 1), ("2026-05-02", 2),
                       ("2027-03-02", 12), ("2027-03-01", 11)):  # fmt: skip
        assert months_left(TODAY, date.fromisoformat(on)) == months, on


def test_the_payments_of_the_months_bring_the_sum_and_one_fen_less_does_not() -> None:
    draw = random.Random(20)
    for _ in range(5_000):
        target, saved, months = draw.randrange(100_00, 10**11), draw.randrange(10**10), draw.randrange(1, 600)
        monthly = monthly_needed(target, saved, months)
        assert saved + monthly * months >= target
        if monthly:
            assert saved + (monthly - 1) * months < target
        percent = percent_done(saved, target)
        assert percent <= 100 * Fraction(saved, target) < percent + 1 or (percent == 100 and saved >= target)
