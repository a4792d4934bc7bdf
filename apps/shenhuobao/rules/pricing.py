"""Purchase and redemption at a net asset value; the fee of a purchase stands outside its net amount (WM-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.core.money import Fen, half_up

from .exact import RuleFault, hundredths, share_of, units_of, whole

NAV_PLACES = RATE_PLACES = 4
MOST_RATE = 100  # %
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Purchase:
    """What an amount buys: amount = net + fee; what the units are worth stays below the net by less than the worth of a
    hundredth of a unit, and that goes to the product's assets."""

    amount: Fen
    net: Fen
    fee: Fen
    units: Decimal


@dataclass(frozen=True, slots=True)
class Redemption:
    """What units bring: gross = fee + net."""

    units: Decimal
    gross: Fen
    fee: Fen

    @property
    def net(self) -> Fen:
        return Fen(self.gross - self.fee)


def checked_nav(nav: Decimal) -> tuple[int, int]:
    """The value of a unit in yuan as a fraction. RuleFault unless it is above zero with four places at most."""
    if whole(nav, NAV_PLACES, "nav") <= 0:
        raise RuleFault("nav", "单位净值必须大于零。")
    return nav.as_integer_ratio()


def checked_rate(rate: Decimal, field: str = "fee_rate") -> tuple[int, int]:
    """A rate in % as a fraction. RuleFault unless it is 0 to 100 with four places at most."""
    if not 0 <= whole(rate, RATE_PLACES, field) <= MOST_RATE * 10**RATE_PLACES:
        raise RuleFault(field, f"费率必须在 0 到 {MOST_RATE}% 之间。")
    return rate.as_integer_ratio()


def units_for(fen: int, nav: Decimal) -> Decimal:
    """How many units an amount is worth, cut down to hundredths."""
    above, below = checked_nav(nav)
    return units_of(fen * below // above)


def worth(units: Decimal, nav: Decimal) -> Fen:
    """What units are worth, HALF_UP."""
    above, below = checked_nav(nav)
    return Fen(half_up(hundredths(units) * above, below))


def purchase(amount: int, fee_rate: Decimal, nav: Decimal) -> Purchase:
    """`amount` in 分, `fee_rate` in %: net = HALF_UP(amount / (1 + rate)), fee = the rest, units = floor(net / nav)."""
    if amount <= 0:
        raise RuleFault("amount", "金额必须大于零。")
    above, below = checked_rate(fee_rate)
    net = half_up(amount * 100 * below, 100 * below + above)
    return Purchase(Fen(amount), Fen(net), Fen(amount - net), units_for(net, nav))


def redemption(units: Decimal, fee_rate: Decimal, nav: Decimal) -> Redemption:
    """`fee_rate` in %: gross = HALF_UP(units x nav), fee = HALF_UP(gross x rate)."""
    (one,) = redemption_in_parts([(units, fee_rate)], nav)
    return one


def redemption_in_parts(parts: Sequence[tuple[Decimal, Decimal]], nav: Decimal) -> tuple[Redemption, ...]:
    """Units with their own rate of fee each, as FIFO lots give them. The parts' gross amounts add up to that of all
    units at once, to the 分; each part's fee is of its own gross."""
    redeemed, count, before = [], 0, 0
    for units, rate in parts:
        if hundredths(units) <= 0:
            raise RuleFault("units", "份额必须大于零。")
        checked_rate(rate)
        count += hundredths(units)
        after = worth(units_of(count), nav)
        redeemed.append(Redemption(units, Fen(after - before), share_of(after - before, rate)))
        before = after
    return tuple(redeemed)


def management_fee_of_day(assets: int, rate: Decimal) -> Fen:
    """A day's share of a yearly rate in %, of net assets in 分."""
    above, below = checked_rate(rate, "rate")
    return Fen(half_up(assets * above, below * 100 * YEAR_DAYS))
