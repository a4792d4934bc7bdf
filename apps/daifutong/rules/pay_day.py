"""When a batch is paid: at once, or on a workday that was agreed on (PY-8, PY-9)."""

from datetime import date, time


def is_due(pay_on: date | None, *, today: date, at: time, cut_off: time) -> bool:
    """Whether an approved batch is paid now. `at` is Shanghai time of `today`, the open business date.

    One without a day never waits. One of today waits for the next workday when it is approved at or after the cut-off;
    one whose day is over is treated as one of today.
    """
    return pay_on is None or (pay_on <= today and at < cut_off)
