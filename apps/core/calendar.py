"""The two calendars: workdays (banking, payroll) and trading days (G-3). A year that is not loaded is an error."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import CalendarYearNotLoaded as CalendarYearNotLoaded
from .models import CalendarDay, CalendarYear

ONE_DAY = timedelta(days=1)
LONGEST_REST = timedelta(days=15)  # what is asked for in one query


def _day(day: date) -> CalendarDay:
    row = CalendarDay.objects.filter(pk=day).first()
    if row is None:
        raise CalendarYearNotLoaded(day.year)
    return row


def is_workday(day: date) -> bool:
    return _day(day).is_workday


def is_trading_day(day: date) -> bool:
    return _day(day).is_trading_day


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `name` is that of a holiday, or 调休上班."""

    day: date
    is_workday: bool
    name: str


def days_between(first: date, last: date) -> tuple[Day, ...]:
    """The days of a span, both ends included; those of a year that is not loaded are missing."""
    rows = CalendarDay.objects.filter(pk__range=(first, last)).order_by("pk")
    return tuple(Day(row.day, row.is_workday, row.name) for row in rows)


def trading_days(first: date, last: date) -> dict[date, bool]:
    """Whether there is trading, by day of a span, both ends included; those of a year that is not loaded are missing.
    One query."""
    return dict(CalendarDay.objects.filter(pk__range=(first, last)).values_list("day", "is_trading_day"))


def rest_days(days: Iterable[date]) -> list[date]:
    """Those of the days that are no workdays, in their order. One query, or none."""
    wanted = list(days)
    known = {row.pk: row.is_workday for row in CalendarDay.objects.filter(pk__in=wanted)} if wanted else {}
    for day in wanted:
        if day not in known:
            raise CalendarYearNotLoaded(day.year)
    return [day for day in wanted if not known[day]]


def next_workday(day: date) -> date:
    """The first workday after `day`."""
    day += ONE_DAY
    while not is_workday(day):
        day += ONE_DAY
    return day


def workday_after(day: date, count: int) -> date:
    """The `count`-th workday after `day`; 0 is `day` itself. One query."""
    if not count:
        return day
    last = day + 2 * count * ONE_DAY + LONGEST_REST
    days = days_between(day + ONE_DAY, last)
    workdays = [one.day for one in days if one.is_workday]
    if len(workdays) < count or days[0].day != day + ONE_DAY:
        raise CalendarYearNotLoaded(last.year if days and days[0].day == day + ONE_DAY else day.year)
    return workdays[count - 1]


def previous_workday(day: date) -> date:
    """The last workday before `day`."""
    day -= ONE_DAY
    while not is_workday(day):
        day -= ONE_DAY
    return day


def payday(agreed: date) -> date:
    """The day on which wages due on `agreed` are paid: that day, else the nearest earlier workday (PY-8). One query."""
    days = list(CalendarDay.objects.filter(pk__gt=agreed - LONGEST_REST, pk__lte=agreed).order_by("-pk"))
    if not days or days[0].pk != agreed:
        raise CalendarYearNotLoaded(agreed.year)
    return next((day.pk for day in days if day.is_workday), None) or previous_workday(days[-1].pk)


def load_year(year: int, *, source: str, holidays: dict[date, str], makeup_workdays: frozenset[date]) -> None:
    """Writes a year: Monday to Friday minus holidays; 调休 weekend days are workdays but no trading days."""
    record, _ = CalendarYear.objects.update_or_create(
        year=year, defaults={"state": CalendarYear.State.LOADED, "source": source}
    )
    day, rows = date(year, 1, 1), []
    while day.year == year:
        ordinary = day.weekday() < 5 and day not in holidays
        rows.append(
            CalendarDay(
                day=day,
                year=record,
                is_workday=ordinary or day in makeup_workdays,
                is_trading_day=ordinary,
                name=holidays.get(day, "调休上班" if day in makeup_workdays else ""),
            )
        )
        day += ONE_DAY
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["is_workday", "is_trading_day", "name"]
    )


def seed_from_library(first: int, last: int) -> None:
    """Loads years that the chinesecalendar package knows; ValueError for a year beyond it."""
    import chinese_calendar

    for year in range(first, last + 1):
        start, end = date(year, 1, 1), date(year, 12, 31)
        holidays = dict.fromkeys(chinese_calendar.get_holidays(start, end, include_weekends=False), "节假日")
        makeup = {day for day in chinese_calendar.get_workdays(start, end) if day.weekday() >= 5}
        load_year(year, source="国务院办公厅放假通知", holidays=holidays, makeup_workdays=frozenset(makeup))
