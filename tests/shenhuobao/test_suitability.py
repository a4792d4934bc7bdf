"""Who may buy what, and for how long that is known (WM-1 to WM-3, AT-14)."""

from datetime import date, timedelta

import pytest

from apps.shenhuobao.choices import InvestorLevel, ProductRisk, SaleRefusal
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.suitability import (
    Assessed,
    is_valid,
    level_at,
    level_of,
    may_try,
    needs_care,
    refusal,
    risk_of,
    suits,
    valid_through,
)

C, R = InvestorLevel, ProductRisk
MARCH = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 1), (20, 1), (21, 2), (40, 2), (41, 3), (60, 3), (61, 4), (80, 4), (81, 5), (100, 5)],
)
def test_the_bands_of_a_score(score: int, level: int) -> None:
    assert level_of(score, accepts_no_loss=False) == level
    assert level_of(score, accepts_no_loss=True) == C.C1


@pytest.mark.parametrize("score", [-1, 101])
def test_no_such_score(score: int) -> None:
    with pytest.raises(RuleFault):
        level_of(score, accepts_no_loss=False)


def test_the_matrix() -> None:
    assert [[suits(level, risk) for risk in R] for level in C] == [
        [True, False, False, False, False],
        [True, True, False, False, False],
        [True, True, True, False, False],
        [True, True, True, True, False],
        [True, True, True, True, True],
    ]


def test_of_two_ratings_the_higher() -> None:
    assert risk_of(R.R2, R.R3) == risk_of(R.R3, R.R2) == R.R3


def test_the_old_are_c3_at_most_online() -> None:
    assert [level_at(C.C5, age, online=True) for age in (64, 65, 80)] == [C.C5, C.C3, C.C3]
    assert level_at(C.C5, 80, online=False) == C.C5
    assert level_at(C.C2, 80, online=True) == C.C2


def test_special_care_is_for_the_old_and_high_risk() -> None:
    assert [(age, int(risk)) for age in (64, 65) for risk in R if needs_care(age, risk)] == [(65, 4), (65, 5)]


@pytest.mark.parametrize(
    ("assessed", "last"),
    [
        ("2026-03-01", "2027-02-28"),
        ("2026-03-02", "2027-03-01"),
        ("2027-03-01", "2028-02-29"),
        ("2028-02-29", "2029-02-28"),
        ("2028-03-01", "2029-02-28"),
        ("2027-02-28", "2028-02-27"),
        ("2026-01-01", "2026-12-31"),
    ],
)
def test_a_year_to_the_day(assessed: str, last: str) -> None:
    on, end = date.fromisoformat(assessed), date.fromisoformat(last)
    assert valid_through(on) == end
    days = (on - timedelta(1), on, end, end + timedelta(1))
    assert [is_valid(on, day) for day in days] == [False, True, True, False]


def test_two_attempts_a_day_and_eight_in_twelve_months() -> None:
    assert may_try([], MARCH)
    assert may_try([MARCH], MARCH)
    assert not may_try([MARCH, MARCH], MARCH), "the third of a day (AT-14)"
    assert may_try([MARCH, MARCH], MARCH + timedelta(1))
    eight = [MARCH + timedelta(30 * n) for n in range(8)]
    after = eight[-1] + timedelta(1)
    assert may_try(eight[:7], after)
    assert not may_try(eight, after), "the ninth in twelve months (AT-14)"
    assert not may_try(eight, date(2027, 3, 1)), "the last day of the first one's year"
    assert may_try(eight, date(2027, 3, 2)), "the window rolls"


CASES = {
    "nobody asked": (None, R.R1, MARCH, {}, SaleRefusal.NOT_ASSESSED),
    "fits": (Assessed(C.C2, MARCH), R.R2, MARCH, {}, None),
    "C2 and R3 (AT-14)": (Assessed(C.C2, MARCH), R.R3, MARCH, {}, SaleRefusal.ABOVE_LEVEL),
    "the last day": (Assessed(C.C2, date(2026, 3, 1)), R.R1, date(2027, 2, 28), {}, None),
    "a day over a year (AT-14)": (
        Assessed(C.C2, date(2026, 3, 1)), R.R1, date(2027, 3, 1), {}, SaleRefusal.ASSESSMENT_EXPIRED,
    ),
    "issuer R2, seller R3 (AT-14)": (Assessed(C.C2, MARCH), risk_of(R.R2, R.R3), MARCH, {}, SaleRefusal.ABOVE_LEVEL),
    "R4 online": (Assessed(C.C5, MARCH), R.R4, MARCH, {}, SaleRefusal.NOT_AGREED_ONLINE),
    "R4 as agreed": (Assessed(C.C5, MARCH), R.R4, MARCH, {"agreed_online": True}, None),
    "R4 at a branch": (Assessed(C.C4, MARCH), R.R4, MARCH, {"online": False}, None),
    "65, C5, R4": (Assessed(C.C5, MARCH), R.R4, MARCH, {"age": 65, "agreed_online": True}, SaleRefusal.ABOVE_LEVEL),
    "65, C5, R3": (Assessed(C.C5, MARCH), R.R3, MARCH, {"age": 65}, None),
    "65 at a branch": (Assessed(C.C5, MARCH), R.R5, MARCH, {"age": 65, "online": False}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_why_a_product_is_not_sold(name: str) -> None:
    assessed, risk, day, how, expected = CASES[name]
    said = {"age": 40, "online": True} | how
    assert refusal(assessed, risk, day, **said) == expected  # type: ignore[arg-type]
