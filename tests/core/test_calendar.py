"""The two calendars: PY-8 and AT-12."""

from datetime import date

import pytest

from apps.core import calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def years() -> None:
    calendar.seed_from_library(2025, 2026)


@pytest.mark.parametrize(
    ("agreed", "paid"),
    [
        ("2026-10-05", "2026-09-30"),
        ("2026-10-10", "2026-10-10"),
        ("2026-02-20", "2026-02-14"),
        ("2026-05-03", "2026-04-30"),
        ("2026-01-04", "2026-01-04"),
        ("2026-06-20", "2026-06-18"),
    ],
)
def test_payday_is_the_nearest_earlier_workday(years: None, agreed: str, paid: str) -> None:
    assert calendar.payday(date.fromisoformat(agreed)) == date.fromisoformat(paid)


def test_a_makeup_saturday_is_a_workday_but_no_trading_day(years: None) -> None:
    saturday = date(2026, 2, 14)
    assert calendar.is_workday(saturday)
    assert not calendar.is_trading_day(saturday)


def test_a_year_that_is_not_loaded_is_an_error_with_a_code(years: None) -> None:
    with pytest.raises(calendar.CalendarYearNotLoaded) as caught:
        calendar.payday(date(2027, 1, 1))
    assert caught.value.code == "CALENDAR_YEAR"
    assert "2027年" in caught.value.message


def test_holidays_of_the_notice_of_2026(years: None) -> None:
    """G-4, day by day."""
    off = "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 "
    off += "06-19 09-25 10-01 10-02 10-05 10-06 10-07"
    made_up = "01-04 02-14 02-28 05-09 09-20 10-10"
    for text in off.split():
        assert not calendar.is_workday(date.fromisoformat(f"2026-{text}")), text
    for text in made_up.split():
        assert calendar.is_workday(date.fromisoformat(f"2026-{text}")), text
