"""Units are redeemed from the oldest lot on; a lot's age says whether it may go, and at which fee (WM-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .exact import RuleFault, hundredths, units_of


@dataclass(frozen=True, slots=True)
class Lot:
    """Units that were confirmed on one day."""

    units: Decimal
    acquired_on: date


@dataclass(frozen=True, slots=True)
class Tier:
    """Who has held for fewer days pays this rate in %."""

    days: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What one lot gives: `lot` is its place in the list that was handed in."""

    lot: int
    units: Decimal
    held_days: int
    fee_rate: Decimal


def held_days(lot: Lot, on: date) -> int:
    """The day of confirmation counts, the day of redemption does not."""
    return (on - lot.acquired_on).days


def redeemable(lots: Sequence[Lot], on: date, least_days: int = 0) -> Decimal:
    """Units that have been held long enough on a day."""
    return units_of(sum(hundredths(lots[place].units) for place in _in_order(lots, on, least_days)))


def fee_rate_at(tiers: Sequence[Tier], days: int) -> Decimal:
    """Of the tiers, rising by their days, the first that has not been outlasted; 0 after the last."""
    return next((one.rate for one in tiers if days < one.days), Decimal(0))


def take(
    lots: Sequence[Lot], units: Decimal, on: date, *, least_days: int = 0, tiers: Sequence[Tier] = ()
) -> tuple[Part, ...]:
    """The parts of a redemption, oldest lot first, in the order of the list on one day: their units add up to what is
    redeemed. RuleFault UNITS_SHORT when there are not so many, MIN_HOLDING when they are too young."""
    wanted = hundredths(units)
    if wanted <= 0:
        raise RuleFault("units", "份额必须大于零。")
    if wanted > sum(hundredths(one.units) for one in lots):
        raise RuleFault("units", "可用份额不足。", "UNITS_SHORT")
    parts = []
    for place in _in_order(lots, on, least_days):
        part = min(wanted, hundredths(lots[place].units))
        if part:
            days = held_days(lots[place], on)
            parts.append(Part(place, units_of(part), days, fee_rate_at(tiers, days)))
        wanted -= part
    if wanted:
        raise RuleFault("units", f"部分份额持有未满 {least_days} 天,还不能赎回。", "MIN_HOLDING")
    return tuple(parts)


def _in_order(lots: Sequence[Lot], on: date, least_days: int) -> list[int]:
    old_enough = [place for place, one in enumerate(lots) if held_days(one, on) >= least_days]
    return sorted(old_enough, key=lambda place: (lots[place].acquired_on, place))
