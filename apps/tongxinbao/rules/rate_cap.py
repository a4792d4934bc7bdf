"""How high a rate may be: four times the LPR by law, less by the bank's policy (TX-6)."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from ..choices import LEGAL_MULTIPLE, OVERDUE_PERCENT, DayCount
from .interest import BASE, RATE_PLACES

PUBLISHED_ON, PUBLISHED_HOUR = 20, 9  # of each month, or the next workday; 09:00
_LEAST = Decimal(1) / RATE_PLACES


def legal_cap(lpr: Decimal) -> Decimal:
    """The highest true rate a year, in %."""
    return lpr * LEGAL_MULTIPLE


def nominal_cap(true_cap: Decimal, day_count: DayCount) -> Decimal:
    """The highest rate that may stand in a contract: on 360 days a rate is really x 365/360, so the cap shrinks,
    cut to four decimals, never rounded up. 12.00 % is 11.8356 % on 360."""
    return (true_cap * BASE[day_count] / 365).quantize(_LEAST, rounding=ROUND_DOWN)


def overdue_rate(rate: Decimal, true_cap: Decimal, day_count: DayCount, agreed: Decimal | None = None) -> Decimal:
    """The rate on principal that is late: as agreed, else one and a half times the contract's, never above the cap of
    its formation (TX-26)."""
    wanted = rate * OVERDUE_PERCENT / 100 if agreed is None else agreed
    return min(wanted, nominal_cap(true_cap, day_count)).quantize(_LEAST, rounding=ROUND_DOWN)


def last_publication(day: date) -> date:
    """The 20th on or before `day`: the month whose quote must be there. Its workday is the calendar's to say."""
    month = day if day.day >= PUBLISHED_ON else day.replace(day=1) - timedelta(days=1)
    return month.replace(day=PUBLISHED_ON)
