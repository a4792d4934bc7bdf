"""No unit and no 分 appears or vanishes: random days through the real books (WM-7 to WM-14)."""

import os

import pytest

from .cast import Shop
from .years import Years, load_years

QUICK_DAYS, SLOW_DAYS = 60, int(os.environ.get("WEALTH_DAYS", "3650"))
SEEDS = [int(one) for one in os.environ.get("WEALTH_SEEDS", "20260302").split(",")]


def lived(shop: Shop, seed: int, days: int) -> Years:
    years = Years(shop, seed)
    years.live(days)
    print(f"seed {seed}, {days} days: {years.figures()}")
    return years


def test_sixty_days_of_everything(shop: Shop) -> None:
    years = lived(shop, 1, QUICK_DAYS)
    assert years.counts["buy"] > 5 and years.counts["redeem"] > 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_ten_years_of_everything(shop: Shop, seed: int) -> None:
    load_years(2037)
    counts = lived(shop, seed, SLOW_DAYS).counts
    for deed in ("buy", "redeem", "quick", "convert", "choose", "cancel", "dividend", "offer", "half", "reject"):
        assert counts[deed] >= SLOW_DAYS // 365, deed
