"""万份收益, 七日年化 and a day's income by both methods (WM-9)."""

import random
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from apps.shenhuobao.choices import IncomeMethod
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.income import BASE, Earned, income_of, units_after
from apps.shenhuobao.rules.yields import compound_yield_7d, income_per_10k, simple_yield_7d

from .market import rounded, text

DAILY, CARRY = IncomeMethod.ROUND_DAILY, IncomeMethod.CARRY
WEEK = [Decimal(one) for one in [".5123", ".5098", ".5110", ".5110", ".5110", ".5247", ".5062"]]
HELD = Decimal("23456.78")
DAYS = 3_650


def test_seven_days_annualised() -> None:
    assert sum(WEEK) == Decimal("3.5860")
    assert str(simple_yield_7d(WEEK)) == "1.870"
    assert str(compound_yield_7d(WEEK)) == "1.887"


@pytest.mark.parametrize(
    ("each", "simple", "compound"),
    [
        ("0.5", "1.825", "1.842"),
        ("-0.5", "-1.825", "-1.808"),
        ("1.2345", "4.506", "4.609"),
        ("0", "0.000", "0.000"),
        ("-0", "0.000", "0.000"),
        ("1000", "3650.000", "128330558031335169.690"),
    ],
)
def test_the_same_every_day(each: str, simple: str, compound: str) -> None:
    week = [Decimal(each)] * 7
    assert (str(simple_yield_7d(week)), str(compound_yield_7d(week))) == (simple, compound)


def test_a_yield_too_small_to_be_shown_has_no_sign() -> None:
    week = [Decimal("-0.0001"), *[Decimal(0)] * 6]
    assert (str(simple_yield_7d(week)), str(compound_yield_7d(week))) == ("0.000", "0.000")


def test_seven_days_are_seven() -> None:
    for week in (WEEK[:6], [*WEEK, WEEK[0]]):
        for annualised in (simple_yield_7d, compound_yield_7d):
            with pytest.raises(RuleFault):
                annualised(week)


def test_the_first_day_of_the_holding() -> None:
    exact = Fraction(HELD) * Fraction(WEEK[0]) / 10_000
    assert f"{float(exact):.5f}" == "1.20169"
    assert income_of(DAILY, HELD, WEEK[0]) == Earned(120)
    assert income_of(CARRY, HELD, WEEK[0]).fen == 120


@pytest.mark.parametrize(("method", "sum_", "end"), [(DAILY, 842, "23465.20"), (CARRY, 841, "23465.19")])
def test_the_seven_days_of_the_holding(method: IncomeMethod, sum_: int, end: str) -> None:
    units, carry, fen = HELD, 0, 0
    for income in WEEK:
        earned = income_of(method, units, income, carry)
        units, carry, fen = units_after(units, earned), earned.carry, fen + earned.fen
    assert (fen, str(units)) == (sum_, end)


def test_what_is_half_a_fen_goes_away_from_zero() -> None:
    half = Decimal("0.5000")  # of 100.00: 0.005 yuan
    assert income_of(DAILY, Decimal("100.00"), half) == Earned(1)
    assert income_of(DAILY, Decimal("100.00"), -half) == Earned(-1)
    assert income_of(CARRY, Decimal("100.00"), half) == Earned(0, BASE // 2)
    assert income_of(CARRY, Decimal("100.00"), half, BASE // 2) == Earned(1, 0)
    assert income_of(CARRY, Decimal("100.00"), -half) == Earned(-1, BASE // 2)
    assert income_of(CARRY, Decimal("100.00"), -half, BASE // 2) == Earned(0, 0)


def test_income_below_zero_takes_units_away() -> None:
    for method in IncomeMethod:
        assert units_after(HELD, income_of(method, HELD, Decimal("-0.5123"))) < HELD


def test_the_income_of_all_units_for_ten_thousand() -> None:
    assert str(income_per_10k(51_23, Decimal("1000000.00"))) == "0.5123"
    assert str(income_per_10k(-51_23, Decimal("1000000.00"))) == "-0.5123"
    assert str(income_per_10k(1, Decimal("20000000.00"))) == "0.0000"
    with pytest.raises(RuleFault):
        income_per_10k(1, Decimal(0))


def test_a_carry_is_less_than_a_fen() -> None:
    for carry in (-1, BASE):
        with pytest.raises(ValueError, match="carry"):
            income_of(CARRY, HELD, WEEK[0], carry)


def test_over_3650_days_not_a_part_of_a_fen_appears_or_vanishes() -> None:
    """By CARRY what was paid and what is carried are the exact sum, each day; by ROUND_DAILY each day is at most half a
    分 away from it. Half of a holding is bought or redeemed now and then."""
    draw = random.Random(3_650)
    for start in ("0.01", "23456.78", "9999999.99"):
        held = {method: Decimal(start) for method in IncomeMethod}
        exact, paid, carry, moved = Fraction(0), 0, 0, 0
        for _ in range(DAYS):
            income = Decimal(text(draw.randrange(-2_000, 20_000), 4))
            if draw.random() < 0.02:
                change = draw.randrange(int(held[CARRY] * 50) + 1)
                moved += change
                held = {method: units + Decimal(text(change, 2)) for method, units in held.items()}
            exact += Fraction(held[CARRY]) * Fraction(income) / 100
            earned = income_of(CARRY, held[CARRY], income, carry)
            held[CARRY], carry, paid = units_after(held[CARRY], earned), earned.carry, paid + earned.fen
            assert paid + Fraction(carry, BASE) == exact
            assert held[CARRY] * 100 == int(Decimal(start) * 100) + moved + paid
            day = Fraction(held[DAILY]) * Fraction(income) / 100
            rounded_once = income_of(DAILY, held[DAILY], income)
            assert abs(rounded_once.fen - day) <= Fraction(1, 2)
            held[DAILY] = units_after(held[DAILY], rounded_once)
            assert min(held.values()) >= 0


def test_twelve_thousand_days_agree_with_fractions(capsys: pytest.CaptureFixture[str]) -> None:
    draw, agreed = random.Random(9), 0
    for _ in range(12_000):
        units = text(draw.randrange(10 ** draw.randrange(1, 14)), 2)
        income = text(draw.randrange(-9_999_999, 9_999_999) // 10 ** draw.randrange(6), 4)
        carry = draw.randrange(BASE)
        exact = Fraction(units) * Fraction(income) / 100
        whole = exact + Fraction(carry, BASE)
        assert income_of(DAILY, Decimal(units), Decimal(income)) == Earned(rounded(exact))
        assert income_of(CARRY, Decimal(units), Decimal(income), carry) == Earned(
            floor(whole), int((whole - floor(whole)) * BASE)
        )
        agreed += 1
    with capsys.disabled():
        print(f"\nincome: {agreed:,} of 12,000 random days agree with fractions.Fraction, by both methods")
