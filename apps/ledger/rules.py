"""Demand interest (AC-11)."""

from datetime import date
from decimal import Decimal

INTEREST_MONTHS = (3, 6, 9, 12)
PPM_OF_PERCENT = 10_000


def is_interest_day(day: date) -> bool:
    """结息: on the 21st of each quarter's last month what was earned through the 20th is paid."""
    return day.day == 21 and day.month in INTEREST_MONTHS


def rate_ppm(percent: Decimal) -> int:
    """A yearly rate in % with at most four decimals, as whole parts per million. ValueError for a finer one."""
    ppm = percent * PPM_OF_PERCENT
    if ppm != int(ppm):
        raise ValueError(f"{percent}% has more than four decimals")
    return int(ppm)
