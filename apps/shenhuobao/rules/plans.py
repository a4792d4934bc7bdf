"""Plans: when the next purchase is due, when a plan ends by itself, what share of a salary goes in, how long a goal
takes (WM-13). Nothing here reckons with a yield: a forecast is not allowed (WM-6)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from apps.core.money import Fen

from ..choices import Rhythm
from .exact import RuleFault
from .trade_days import ONE_DAY, Market, trading_day_from

WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)
LAST_MONTH_DAY = 28  # one that every month has
YUAN = 100  # 分


@dataclass(frozen=True, slots=True)
class Terms:
    """`day` is that of the week (1 Monday to 7 Sunday) or of the month (1 to 28); nothing is due before `starts_on`,
    from which the fortnights are counted."""

    rhythm: Rhythm
    day: int
    starts_on: date

    def __post_init__(self) -> None:
        last = LAST_MONTH_DAY if self.rhythm == Rhythm.MONTHLY else WEEK.days
        if not 1 <= self.day <= last:
            raise RuleFault("day", f"日期必须在 1 到 {last} 之间。")


@dataclass(frozen=True, slots=True)
class Due:
    """`agreed_on` by the calendar; `runs_on` that day, or the next trading day."""

    agreed_on: date
    runs_on: date


def next_due(terms: Terms, after: date, market: Market) -> Due:
    """The first purchase agreed for a day after `after`: the day of the last run, of signing or of resuming. Of days
    that the same rest moves together only one purchase is made, since `after` is the day it ran."""
    agreed_on = next_agreed(terms, after)
    return Due(agreed_on, trading_day_from(agreed_on, market))


def next_agreed(terms: Terms, after: date) -> date:
    """The same without the calendar: whoever runs on the first trading day from it on runs on the day of `next_due`."""
    return _agreed_after(terms, max(after, terms.starts_on - ONE_DAY))


def _agreed_after(terms: Terms, after: date) -> date:
    if terms.rhythm == Rhythm.MONTHLY:
        this_month = after.replace(day=terms.day)
        return this_month if this_month > after else (after.replace(day=1) + timedelta(days=31)).replace(day=terms.day)
    first = terms.starts_on + timedelta(days=(terms.day - terms.starts_on.isoweekday()) % WEEK.days)
    step = WEEK if terms.rhythm == Rhythm.WEEKLY else FORTNIGHT
    return first + max(0, (after - first) // step + 1) * step


def failures_after(failures: int, *, bought: bool) -> int:
    """How many runs in a row have failed."""
    return 0 if bought else failures + 1


def has_ended(failures: int, most: int) -> bool:
    """Whether a plan ends by itself: the `most`-th failure in a row."""
    return failures >= most


def share_of_pay(pay: int, percent: Decimal, *, step: int = 1, cap: int | None = None) -> Fen:
    """What of a net pay in 分 goes into the plan: so many percent, at most `cap`, cut down to a 分 (`step` 1) or to a
    yuan (`step` YUAN)."""
    if pay < 0 or (cap is not None and cap < 0):
        raise RuleFault("pay", "金额不能小于零。")
    if not 0 < percent <= 100:
        raise RuleFault("percent", "比例必须大于零,不超过 100%。")
    above, below = percent.as_integer_ratio()
    share = pay * above // (100 * below)
    share = share if cap is None else min(share, cap)
    return Fen(share - share % step)


def months_to_goal(target: int, saved: int, monthly: int) -> int:
    """After how many monthly payments the sum is there, by payments alone; 0 when it is there already."""
    if target <= saved:
        return 0
    if monthly <= 0:
        raise RuleFault("monthly", "每月金额必须大于零。")
    return -(-(target - saved) // monthly)
