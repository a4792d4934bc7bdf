"""Months as addresses name them."""

import re
from datetime import date

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")


def month_named(text: str, today: date) -> date:
    """The first day of "2026-03"; of this month for what names none, and for one that is still to come."""
    found = _MONTH.fullmatch(text)
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    return min(first, today.replace(day=1))


def day_named(text: str) -> date | None:
    """The day "2026-03-02", or None for what names none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
