"""Trading days, the cut-off at 15:00:00 of Shanghai, and the days that follow from them (WM-7).

`market` says of each day whether there is trading (`core.calendar.trading_days`). A day that it does not know is one of
a year that nobody has loaded: CalendarYearNotLoaded. A 调休 weekend day is a workday, never a trading day (G-3).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from apps.core.clock import SHANGHAI
from apps.core.errors import CalendarYearNotLoaded

CUT_OFF = time(15)
CONFIRM_DAYS = 1  # T+1
MOST_CASH_DAYS = 3  # T+3
SPAN = timedelta(days=40)  # how far the calendar is asked for: the rests of a year, and the cash of T+3
ONE_DAY = timedelta(days=1)

Market = Mapping[date, bool]


def trades(day: date, market: Market) -> bool:
    try:
        return market[day]
    except KeyError:
        raise CalendarYearNotLoaded(day.year) from None


def trading_day_from(day: date, market: Market) -> date:
    """The day itself when there is trading, else the next trading day."""
    while not trades(day, market):
        day += ONE_DAY
    return day


def trading_day_after(day: date, count: int, market: Market) -> date:
    """The `count`-th trading day after `day`, which need not be one itself."""
    for _ in range(count):
        day = trading_day_from(day + ONE_DAY, market)
    return day


def trade_date(ordered_at: datetime, market: Market) -> date:
    """T. Strictly before the cut-off of a trading day it is that day, else the next trading day."""
    local = shanghai(ordered_at)
    if trades(local.date(), market) and local.time() < CUT_OFF:
        return local.date()
    return trading_day_after(local.date(), 1, market)


def confirm_date(traded_on: date, market: Market) -> date:
    """T+1: units are there, or are gone."""
    return trading_day_after(traded_on, CONFIRM_DAYS, market)


def cash_date(traded_on: date, days: int, market: Market) -> date:
    """T+n, as the product says: the money of a redemption is there."""
    if not 1 <= days <= MOST_CASH_DAYS:
        raise ValueError("cash comes on T+1 to T+3")
    return trading_day_after(traded_on, days, market)


def cut_off_at(traded_on: date) -> datetime:
    """Until just before this instant an order of `traded_on` may be taken back."""
    return datetime.combine(traded_on, CUT_OFF, SHANGHAI)


def shanghai(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without its zone is no moment")
    return at.astimezone(SHANGHAI)
