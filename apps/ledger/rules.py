"""Demand interest (AC-11), and when a clearing account counts as reconciled."""

from datetime import date, timedelta
from decimal import Decimal

from apps.core.lifecycle import Lifecycle, Move

from .choices import ClearingState

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


CLEARING_RETRY = timedelta(minutes=15)  # how often a bank that owes us its day-end file is asked
CLEARING_CALL = timedelta(hours=24)  # then people are called; the asking goes on

CLEARING_DAY = Lifecycle(
    "ledger.clearing_day",
    "清算对账",
    (
        Move("wait", "", ClearingState.WAITING, "system", "the day is being closed", "asked for the bank's file"),
        Move(
            "reconcile",
            ClearingState.WAITING,
            ClearingState.RECONCILED,
            "system",
            "the file is here, and every earlier day is reconciled",
            "each difference is a case",
        ),
    ),
)
