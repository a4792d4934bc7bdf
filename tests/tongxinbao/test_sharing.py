"""Example 5 and 6: what is scarce is shared by largest remainder, then by the lower number (TX-26)."""

from decimal import Decimal

import pytest

from apps.core.money import Fen, shares
from apps.tongxinbao.choices import DayCount
from apps.tongxinbao.rules.interest import interest_of, tax_of
from apps.tongxinbao.rules.sharing import Owed, apportion

OWED = (Owed(404_50, 0, 30_000_00), Owed(606_75, 0, 45_000_00), Owed(337_08, 0, 25_000_00))


def test_example_5_to_its_end() -> None:
    paid = apportion(80_000_00, OWED)
    assert [one.total for one in paid] == [24_000_00, 36_000_00, 20_000_00]
    left = [owed.principal - one.principal for owed, one in zip(OWED, paid, strict=True)]
    assert left == [6_404_50, 9_606_75, 5_337_08]
    taxes = [tax_of(one.interest) for one in paid]
    assert taxes == [80_90, 121_35, 67_42]
    assert [one.total - tax for one, tax in zip(paid, taxes, strict=True)] == [23_919_10, 35_878_65, 19_932_58]
    late = [interest_of(fen, Decimal(9), 10, DayCount.ACT_365) for fen in left]
    assert late == [15_79, 23_69, 13_16]


def test_example_6_in_thousands() -> None:
    wanted = [300_000_00, 450_000_00, 500_000_00, 100_000_00]
    assert shares(1_000_000_00, wanted, 1_000_00) == (222_000_00, 333_000_00, 371_000_00, 74_000_00)


def test_equal_remainders_go_to_the_lower_number() -> None:
    assert shares(100, [1_00, 1_00, 1_00]) == (34, 33, 33)
    assert shares(2, [1_00, 1_00, 1_00]) == (1, 1, 0)


@pytest.mark.parametrize("available", [0, 1, 79_999_99, 101_348_33, 200_000_00])
def test_nothing_is_lost_and_nobody_gets_more_than_owed(available: int) -> None:
    paid = apportion(available, OWED)
    assert sum(one.total for one in paid) == min(available, 101_348_33)
    assert all(one.total <= owed.total for one, owed in zip(paid, OWED, strict=True))


def test_interest_comes_before_overdue_interest_before_principal() -> None:
    owed = Owed(interest=100, overdue=200, principal=300)
    assert owed.applied(Fen(250)) == Owed(100, 150, 0)
    assert owed.applied(Fen(600)) == owed
    with pytest.raises(ValueError, match="more than is owed"):
        owed.applied(Fen(601))
