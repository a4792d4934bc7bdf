"""A day's income of one holding of cash-management units at 1.00, and which days bring any (WM-9).

The income of a day becomes units the same day; one below zero takes units away. What the transfer agent's file says is
the truth; this is the check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.core.money import Fen, signed_half_up

from ..choices import IncomeMethod
from .exact import hundredths, units_of, whole
from .trade_days import confirm_date
from .yields import INCOME_PLACES, PER

# Units have two places and cost 1.00, so hundredths of a unit are 分: 分 = hundredths x income / BASE.
BASE = PER * 10**INCOME_PLACES


@dataclass(frozen=True, slots=True)
class Earned:
    """Income of a day in 分, and what is too small for one: `carry`, 0 to BASE - 1, goes into the next day."""

    fen: Fen
    carry: int = 0


def income_of(method: IncomeMethod, units: Decimal, income_per_10k: Decimal, carry: int = 0) -> Earned:
    """ROUND_DAILY rounds each day HALF_UP and carries nothing. CARRY never rounds: n = units x income + carry, cut
    down to whole 分, the rest stays the holder's (below zero as well: the 分 below, and a carry above it)."""
    if not 0 <= carry < BASE:
        raise ValueError("a carry is less than one 分")
    grown = hundredths(units) * whole(income_per_10k, INCOME_PLACES, "income_per_10k")
    if method == IncomeMethod.ROUND_DAILY:
        return Earned(Fen(signed_half_up(grown, BASE)))
    fen, rest = divmod(grown + carry, BASE)
    return Earned(Fen(fen), rest)


def units_after(units: Decimal, earned: Earned) -> Decimal:
    return units_of(hundredths(units) + earned.fen)


def earns_from(traded_on: date, market: Mapping[date, bool]) -> date:
    """The first day that brings income to units bought on T: the day of confirmation, T+1. Whoever buys before 15:00 of
    a Friday has none of the weekend; of a Thursday, all of it."""
    return confirm_date(traded_on, market)


def earns_until(redeemed_on: date, market: Mapping[date, bool]) -> date:
    """The first day without income for units redeemed on T: T+1. Whoever redeems on a Friday has the weekend's."""
    return confirm_date(redeemed_on, market)


def earns(day: date, since: date, until: date | None = None) -> bool:
    """Whether units bring income on a day; `until` is the first without. A quick redemption pays none for its own day:
    its `until` is the day itself (WM-8)."""
    return since <= day and (until is None or day < until)
