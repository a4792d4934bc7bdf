"""When a batch is paid: at once, or on a workday that was agreed on (PY-8, PY-9)."""

import calendar
from datetime import date, datetime, time, timedelta

from apps.core.clock import SHANGHAI


def is_due(pay_on: date | None, *, today: date, at: time, cut_off: time) -> bool:
    """Whether an approved batch is paid now. `at` is Shanghai time of `today`, the open business date.

    One without a day never waits. One of today waits for the next workday when it is approved at or after the cut-off;
    one whose day is over is treated as one of today.
    """
    return pay_on is None or (pay_on <= today and at < cut_off)


def month_days(month: str) -> tuple[date, date]:
    """The first and the last day of a month ("2026-02")."""
    year, number = map(int, month.split("-"))
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first instant of `first` up to that after `last`, in Shanghai."""
    return datetime.combine(first, time(), SHANGHAI), datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
