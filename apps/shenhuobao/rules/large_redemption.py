"""Large redemption: when more than a part of all units is to go, everybody gets the same share of a day's fill
(WM-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.core.money import shares

from .exact import RuleFault, hundredths, units_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One redemption, in the order of its number; `cancels_rest`: what is not filled is not wanted any more."""

    units: Decimal
    cancels_rest: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of it: units asked for = filled + carried + cancelled. What is carried has no priority: it is asked
    for anew on the next day, at that day's value."""

    filled: Decimal
    carried: Decimal
    cancelled: Decimal


def is_large(prior_units: Decimal, redeemed: Decimal, purchased: Decimal, percent: Decimal) -> bool:
    """Net redemption above so many percent of the units of the day before; just as many are not."""
    net = hundredths(redeemed, "redeemed") - hundredths(purchased, "purchased")
    above, below = percent.as_integer_ratio()
    return net * 100 * below > hundredths(prior_units) * above


def least_fill(prior_units: Decimal, asked: Sequence[Asked], percent: Decimal) -> Decimal:
    """What must be met on the day: so many percent of the units of the day before, up to a hundredth, or all."""
    above, below = percent.as_integer_ratio()
    least = -(-hundredths(prior_units) * above // (100 * below))
    return units_of(min(least, sum(hundredths(one.units) for one in asked)))


def fill(accepted: Decimal, asked: Sequence[Asked]) -> tuple[Filled, ...]:
    """`accepted` units shared pro rata, what is left by the largest remainder: their sum is `accepted` exactly."""
    wanted = [hundredths(one.units) for one in asked]
    if any(count <= 0 for count in wanted):
        raise RuleFault("units", "份额必须大于零。")
    if not 0 <= hundredths(accepted, "accepted") <= sum(wanted):
        raise RuleFault("accepted", "确认份额不能超过申请份额。")
    return tuple(
        Filled(
            units_of(part),
            units_of(0 if one.cancels_rest else count - part),
            units_of(count - part if one.cancels_rest else 0),
        )
        for one, count, part in zip(asked, wanted, shares(hundredths(accepted), wanted), strict=True)
    )
