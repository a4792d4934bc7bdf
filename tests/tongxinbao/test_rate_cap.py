"""Four times the LPR, on both bases (TX-6, AT-04)."""

from datetime import date
from decimal import Decimal

import pytest

from apps.tongxinbao.choices import DayCount
from apps.tongxinbao.rules.rate_cap import last_publication, legal_cap, nominal_cap, overdue_rate

A365, A360 = DayCount.ACT_365, DayCount.ACT_360


@pytest.mark.parametrize(("lpr", "cap"), [("3.85", "15.40"), ("3.45", "13.80"), ("3.10", "12.40"), ("3.00", "12.00")])
def test_the_cap_of_each_lpr(lpr: str, cap: str) -> None:
    assert legal_cap(Decimal(lpr)) == Decimal(cap)


@pytest.mark.parametrize(
    ("rate", "base", "is_allowed"),
    [("12.00", A365, True), ("12.01", A365, False), ("11.83", A360, True), ("11.84", A360, False)],
)
def test_at_04(rate: str, base: DayCount, is_allowed: bool) -> None:
    assert (Decimal(rate) <= nominal_cap(legal_cap(Decimal("3.00")), base)) is is_allowed


def test_the_cap_on_360_days_is_cut_never_rounded_up() -> None:
    assert nominal_cap(Decimal("12.00"), A360) == Decimal("11.8356")
    assert Decimal("11.8356") * 365 / 360 < 12 < Decimal("11.8357") * 365 / 360


def test_overdue_is_one_and_a_half_times_the_rate_below_the_cap() -> None:
    assert overdue_rate(Decimal(6), Decimal(12), A365) == 9
    assert overdue_rate(Decimal(10), Decimal(12), A365) == 12
    assert overdue_rate(Decimal(10), Decimal(12), A360) == Decimal("11.8356")
    assert overdue_rate(Decimal(6), Decimal(12), A365, agreed=Decimal(7)) == 7


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 2), date(2026, 2, 20)),
        (date(2026, 3, 20), date(2026, 3, 20)),
        (date(2026, 1, 19), date(2025, 12, 20)),
    ],
)
def test_the_quote_that_must_be_there(day: date, due: date) -> None:
    assert last_publication(day) == due
