"""Reminders of maturity for the person's own calendar (RFC 5545)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from icalendar import Alarm, Calendar, Event

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.request import Request

from ..choices.product import BANNER
from ..contracts import DueLine
from ..selectors.wealth import due_lines

OWN, SELF = "shenhuobao.holding.own", Relation.SELF
AHEAD = timedelta(days=-1, hours=9)  # the day before at nine


@page("mobile", permission=OWN, relation=SELF)
def maturity_files(request: Request) -> HttpResponse:
    """Of every holding that ends; an empty calendar where none does."""
    now = clock.read()
    return _file(due_lines(request.actor, now), now.wall, "wealth-maturities")


@page("mobile", permission=OWN, relation=SELF)
def maturity_file(request: Request, holding_id: UUID) -> HttpResponse:
    """Of one holding. 404 for one that has no day on which it ends."""
    now = clock.read()
    found = [line for line in due_lines(request.actor, now) if line.holding_id == holding_id]
    if not found:
        raise NotFound("这笔持有没有到期日。")
    return _file(found, now.wall, f"wealth-{found[0].on}")


def _file(dues: "list[DueLine] | tuple[DueLine, ...]", at: datetime, name: str) -> HttpResponse:
    """No amount stands in it: a calendar is shown on many screens."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.BANK_NAME}//理财到期提醒//ZH")
    calendar.add("version", "2.0")
    for due in dues:
        calendar.add_component(_event(due, at))
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)


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
