"""撤回: how long after it was sent a message may be taken back by its sender."""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=2)


def is_in_time(sent_at: datetime, now: datetime) -> bool:
    """Up to and with the last instant of the window: 1:59 may, 2:00 may, 2:01 may not."""
    return now - sent_at <= WINDOW
