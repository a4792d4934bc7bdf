"""Reminders of maturity as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from ..choices.product import BANNER
from ..contracts import DueLine

ICS = "text/calendar; charset=utf-8"
AHEAD = timedelta(days=-1, hours=9)  # the day before at nine


def due_file(dues: Iterable[DueLine], at: datetime) -> bytes:
    """No amount stands in it: a calendar is shown on many screens."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.BANK_NAME}//理财到期提醒//ZH")
    calendar.add("version", "2.0")
    for due in dues:
        calendar.add_component(_event(due, at))
    return bytes(calendar.to_ical())


def _event(due: DueLine, at: datetime) -> Event:
    """A whole day, known by its holding: told again, a calendar moves it instead of doubling it."""
    event = Event()
    event.add("uid", f"{due.holding_id}@wealth")
    event.add("dtstamp", at)
    event.add("dtstart", due.on)
    event.add("dtend", due.on + timedelta(days=1))
    event.add("summary", f"理财到期:{due.product}")
    event.add("description", f"{due.product}于 {due.on} 到期,本息到账日以产品说明书为准。{BANNER}")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"明天理财到期:{due.product}")
    alarm.add("trigger", AHEAD)
    event.add_component(alarm)
    return event
