"""The calendar without a database, and the reference that rounds by whole fractions."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import floor

import chinese_calendar


def _days(first: int, last: int) -> Iterator[tuple[date, bool]]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day, day.weekday() < 5 and not chinese_calendar.is_holiday(day)
        day += timedelta(days=1)


MARKET = dict(_days(2025, 2026))  # 2027 is not loaded


def plain_market(first: date, days: int) -> dict[date, bool]:
    """Years without a holiday."""
    span = (first + timedelta(days=count) for count in range(days))
    return {day: day.weekday() < 5 for day in span}


def rounded(exact: Fraction) -> int:
    """To a whole number; half of one goes away from zero."""
    up = floor(abs(exact) + Fraction(1, 2))
    return up if exact >= 0 else -up


def text(number: int, places: int) -> str:
    sign, digits = "-" if number < 0 else "", str(abs(number)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
