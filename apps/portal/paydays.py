"""When wages are due next, reckoned from the last time."""

import calendar as months
from datetime import date

from apps.core import calendar

MONTHS = 12


def next_payday(last: date, on: date) -> date:
    """The next day on which wages like those of `last` are due: the same day of a later month, on the workday before
    it where that is none (PY-8), not before `on`. The plain day where the year's calendar is not loaded."""
    year, month = last.year, last.month
    while True:
        year, month = (year + month // MONTHS, month % MONTHS + 1)
        plain = date(year, month, min(last.day, months.monthrange(year, month)[1]))
        if plain < on:
            continue
        try:
            due = calendar.payday(plain)
        except calendar.CalendarYearNotLoaded:
            return plain
        if due >= on:
            return due
