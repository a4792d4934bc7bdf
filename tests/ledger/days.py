"""Small words for tests about bank days."""

from datetime import date, timedelta

from apps.core import bankday, clock
from apps.core.actors import Actor
from apps.ledger.services.day_close import day_advance, day_cut_off

SYSTEM = Actor.system("测试日终")


def open_day() -> date:
    return clock.read().business_date


def advance(to: date | None = None) -> bool:
    """One move of the close."""
    return day_advance(to=to or open_day(), actor=SYSTEM, now=clock.read())


def cut_off() -> date:
    """The day that is being closed afterwards."""
    day = open_day()
    day_cut_off(actor=SYSTEM, now=clock.read())
    return day


def close_days(count: int = 1) -> date:
    """Closes so many days, after what is being closed already; gives the open one."""
    while bankday.closing_day():
        advance()
    to = open_day() + timedelta(days=count)
    while advance(to):
        pass
    return open_day()
