"""Withholding of individual income tax on wages, 累计预扣法 (PY-14, 税务总局公告2018年第61号). All amounts in 分.

The house withholds nothing: it recomputes what an employer says, to warn.
"""

from dataclasses import dataclass

from apps.core.money import Fen, half_up

BASIC_DEDUCTION = 5_000_00  # a month

# Up to and with this cumulative taxable income: per cent, and what is taken off again (速算扣除数).
BRACKETS = (
    (36_000_00, 3, 0),
    (144_000_00, 10, 2_520_00),
    (300_000_00, 20, 16_920_00),
    (420_000_00, 25, 31_920_00),
    (660_000_00, 30, 52_920_00),
    (960_000_00, 35, 85_920_00),
)
TOP_RATE, TOP_QUICK = 45, 181_920_00


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """The sums of a tax year up to and with a month, all >= 0: `basic` is BASIC_DEDUCTION for each month of it,
    `social` 专项扣除, `special` 专项附加扣除; `taxed` was withheld before this month."""

    income: int
    basic: int
    social: int
    special: int
    other: int
    taxed: int


def tax_on(taxable: int) -> Fen:
    """The tax of a year on so much cumulative taxable income, half a 分 up; 0 where there is none."""
    taxable = max(taxable, 0)
    for limit, rate, quick in BRACKETS:
        if taxable <= limit:
            return _tax(taxable, rate, quick)
    return _tax(taxable, TOP_RATE, TOP_QUICK)


def withholding(year: YearSoFar) -> Fen:
    """What is withheld this month. Never less than 0: too much is given back by the year's settlement alone."""
    taxable = year.income - year.basic - year.social - year.special - year.other
    return Fen(max(tax_on(taxable) - year.taxed, 0))


def _tax(taxable: int, rate: int, quick: int) -> Fen:
    return Fen(half_up(taxable * rate, 100) - quick)
