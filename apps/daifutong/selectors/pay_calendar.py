"""The calendar of pay days: which batches leave or left on which day of a month."""

import calendar as months
from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q

from apps.core import calendar
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment

from ..choices import CONTRACTS_HELD, BatchState
from ..contracts import BatchLine, PayCalendar, PayDayCell
from ..models import Batch, Contract
from ..rules.pay_day import month_days
from .batches import line_of

UNUSED = (BatchState.CANCELLED, BatchState.REJECTED)


def pay_calendar(actor: Actor, month: str, now: Moment) -> PayCalendar:
    """A month ("2026-03") of the actor's enterprise. A batch stands on the day of its release, else on its pay day."""
    first, last = month_days(month)
    year, number = first.year, first.month
    known = {one.day: one for one in calendar.days_between(first, last)}
    batches, pay_day = _batches(actor, first, last), _pay_day(actor, last)

    def cell(day: date) -> PayDayCell | None:
        if day.month != number:
            return None
        of_day = known.get(day)
        return PayDayCell(
            day,
            of_day.is_workday if of_day else None,
            of_day.name if of_day else "",
            day == now.business_date,
            day == pay_day,
            tuple(batches[day]),
        )

    weeks = months.Calendar().monthdatescalendar(year, number)
    return PayCalendar(
        month=month,
        previous=f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}",
        next=f"{year + number // 12}-{number % 12 + 1:02d}",
        weeks=tuple(tuple(cell(day) for day in week) for week in weeks),
        pay_day=pay_day,
        is_loaded=len(known) == last.day,
    )


def next_pay_day(actor: Actor, on: date) -> tuple[date, int] | None:
    """When the actor's enterprise pays next, not before `on`, and the day of the month that it has agreed on (PY-8).

    None before it has signed; the plain day where the year's calendar is not loaded.
    """
    agreed = _agreed(actor)
    if agreed is None:
        return None
    month = on.replace(day=1)
    while True:
        last = months.monthrange(month.year, month.month)[1]
        plain = month.replace(day=min(agreed, last))
        try:
            due = calendar.payday(plain)
        except calendar.CalendarYearNotLoaded:
            due = plain
        if due >= on:
            return due, agreed
        month = month.replace(day=last) + timedelta(days=1)


def _agreed(actor: Actor) -> int | None:
    rows = Contract.objects.scoped(actor).filter(state__in=CONTRACTS_HELD)
    return rows.values_list("pay_day", flat=True).first()


def _batches(actor: Actor, first: date, last: date) -> dict[date, list[BatchLine]]:
    rows = Batch.objects.scoped(actor).exclude(state__in=UNUSED).select_related("enterprise").order_by("created_at")
    found: dict[date, list[BatchLine]] = defaultdict(list)
    for batch in rows.filter(
        Q(released_at__date__range=(first, last)) | Q(released_at=None, pay_on__range=(first, last))
    ):
        day = batch.released_at.astimezone(SHANGHAI).date() if batch.released_at else batch.pay_on
        if day:
            found[day].append(line_of(batch))
    return found


def _pay_day(actor: Actor, last: date) -> date | None:
    agreed = _agreed(actor)
    try:
        return calendar.payday(last.replace(day=min(agreed, last.day))) if agreed else None
    except calendar.CalendarYearNotLoaded:
        return None
