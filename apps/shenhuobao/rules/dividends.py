"""Dividends: in cash, or as units at the value of the ex-date; the last choice before the record date's cut-off wins
(WM-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.core.money import Fen, half_up

from ..choices import DividendMode
from .exact import RuleFault, hundredths, units_of, whole
from .pricing import units_for
from .trade_days import cut_off_at

PER_UNIT_PLACES = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    at: datetime
    mode: DividendMode


@dataclass(frozen=True, slots=True)
class Dividend:
    """What a holder is due, and what comes of it: money or units, never both. What units cannot express, less than the
    worth of a hundredth of one, goes to the product's assets."""

    due: Fen
    cash: Fen
    units: Decimal


def mode_at(choices: Sequence[Chosen], record_on: date, default: DividendMode = DividendMode.CASH) -> DividendMode:
    """The latest choice made strictly before 15:00:00 of the record date; of one instant, the later in the list."""
    made = [one for one in choices if one.at < cut_off_at(record_on)]
    return max(reversed(made), key=lambda one: one.at).mode if made else default


def dividend(units: Decimal, per_unit: Decimal, mode: DividendMode, ex_nav: Decimal) -> Dividend:
    """`per_unit` in yuan with six places at most; `ex_nav` is the value of a unit after the dividend."""
    if whole(per_unit, PER_UNIT_PLACES, "per_unit") <= 0:
        raise RuleFault("per_unit", "每份分红必须大于零。")
    above, below = per_unit.as_integer_ratio()
    due = Fen(half_up(hundredths(units) * above, below))
    if mode == DividendMode.CASH:
        return Dividend(due, due, units_of(0))
    return Dividend(due, Fen(0), units_for(due, ex_nav))
