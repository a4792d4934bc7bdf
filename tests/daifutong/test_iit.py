"""累计预扣法 against the vectors of PY-14 and an independent reference in fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.daifutong.rules.iit import BASIC_DEDUCTION, YearSoFar, tax_on, withholding

STEPS = ((36_000, 144_000, 300_000, 420_000, 660_000, 960_000), (3, 10, 20, 25, 30, 35, 45))


def by_slices(taxable_fen: int) -> int:
    """The tax as the law describes it, each slice at its own rate: no quick deduction, fractions of a yuan."""
    left, tax, below = Fraction(taxable_fen, 100), Fraction(0), Fraction(0)
    for upper, rate in zip((*map(Fraction, STEPS[0]), None), STEPS[1], strict=True):
        slice_ = left if upper is None else min(left, upper - below)
        tax += max(slice_, Fraction(0)) * rate / 100
        left -= max(slice_, Fraction(0))
        below = upper if upper is not None else below
    return int(tax * 100 + Fraction(1, 2))


def year(months: int, income: int, social: int, special: int, taxed: int) -> YearSoFar:
    return YearSoFar(income * months, BASIC_DEDUCTION * months, social * months, special * months, 0, taxed)


def test_twenty_thousand_a_month_as_in_the_rule_book() -> None:
    taxes: list[int] = []
    for month in range(1, 13):
        taxes.append(withholding(year(month, 2_000_000, 300_000, 200_000, sum(taxes))))
    assert taxes == [30_000] * 3 + [58_000] + [100_000] * 8
    assert sorted({2_000_000 - 300_000 - tax for tax in taxes}, reverse=True) == [1_670_000, 1_642_000, 1_600_000]


@pytest.mark.parametrize(
    ("taxable", "tax"),
    [
        (-1, 0), (0, 0), (36_000_00, 1_080_00), (36_000_01, 1_080_00), (144_000_00, 11_880_00),
        (300_000_00, 43_080_00), (420_000_00, 73_080_00), (660_000_00, 145_080_00), (960_000_00, 250_080_00),
        (960_001_00, 250_080_45), (16, 0), (17, 1), (2_000_000_00, 718_080_00),
    ],
)  # fmt: skip
def test_the_table_at_its_edges(taxable: int, tax: int) -> None:
    assert tax_on(taxable) == tax


@given(st.integers(0, 2_000_000_00))
def test_the_quick_deduction_is_the_sum_of_the_slices(taxable: int) -> None:
    assert tax_on(taxable) == by_slices(taxable)


def test_what_was_withheld_too_much_is_not_given_back_within_the_year() -> None:
    assert withholding(year(2, 600_000, 0, 0, 100_00)) == 0
    assert withholding(year(1, 400_000, 0, 0, 0)) == 0
