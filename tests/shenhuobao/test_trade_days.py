"""WM-7 to the microsecond of the cut-off, AT-12; which days bring income (WM-9)."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from apps.core.calendar import trading_days
from apps.core.clock import SHANGHAI
from apps.core.errors import CalendarYearNotLoaded
from apps.shenhuobao.rules import trade_days
from apps.shenhuobao.rules.income import earns, earns_from, earns_until
from fixtures.world import World

from .market import MARKET, plain_market

VECTORS = [
    ("2026-02-13 14:59:59", "2026-02-13", "2026-02-24"),
    ("2026-02-13 14:59:59.999999", "2026-02-13", "2026-02-24"),
    ("2026-02-13 15:00:00", "2026-02-24", "2026-02-25"),
    ("2026-02-13 15:00:00.000001", "2026-02-24", "2026-02-25"),
    ("2026-02-14 10:00:00", "2026-02-24", "2026-02-25"),  # a Saturday on which people work
    ("2026-09-30 14:00:00", "2026-09-30", "2026-10-08"),
    ("2026-05-09 09:00:00", "2026-05-11", "2026-05-12"),  # another
    ("2026-06-18 14:59:59", "2026-06-18", "2026-06-22"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("ordered", "traded", "confirmed"), VECTORS)
def test_wm_7(ordered: str, traded: str, confirmed: str) -> None:
    for moment in (at(ordered), at(ordered).astimezone(UTC)):
        found = trade_days.trade_date(moment, MARKET)
        assert (found, trade_days.confirm_date(found, MARKET)) == (day(traded), day(confirmed))


@pytest.mark.django_db
@pytest.mark.parametrize(("ordered", "traded", "confirmed"), VECTORS)
def test_wm_7_by_the_calendar_that_is_loaded(world: World, ordered: str, traded: str, confirmed: str) -> None:
    market = trading_days(at(ordered).date(), at(ordered).date() + trade_days.SPAN)
    found = trade_days.trade_date(at(ordered), market)
    assert (found, trade_days.confirm_date(found, market)) == (day(traded), day(confirmed))


def test_cash_comes_on_t_1_to_t_3() -> None:
    assert [trade_days.cash_date(day("2026-09-29"), days, MARKET) for days in (1, 2, 3)] == [
        day("2026-09-30"), day("2026-10-08"), day("2026-10-09"),
    ]  # fmt: skip
    for days in (0, 4):
        with pytest.raises(ValueError, match="T"):
            trade_days.cash_date(day("2026-09-29"), days, MARKET)


def test_an_order_is_taken_back_until_its_day_s_cut_off() -> None:
    assert trade_days.cut_off_at(day("2026-02-24")) == datetime(2026, 2, 24, 7, tzinfo=UTC)


def test_the_span_reaches_over_every_rest_of_the_years() -> None:
    for first in (one for one in MARKET if one < date(2026, 12, 25)):
        last = trade_days.cash_date(trade_days.trading_day_from(first, MARKET), trade_days.MOST_CASH_DAYS, MARKET)
        assert last <= first + trade_days.SPAN


def test_a_year_without_a_calendar_is_an_error_with_a_code() -> None:
    """AT-12."""
    with pytest.raises(CalendarYearNotLoaded) as caught:
        trade_days.trade_date(at("2026-12-31 15:00:00"), MARKET)
    assert (caught.value.code, "2027年" in caught.value.message) == ("CALENDAR_YEAR", True)
    traded = trade_days.trade_date(at("2026-12-31 14:59:59.999999"), MARKET)
    with pytest.raises(CalendarYearNotLoaded, match="2027"):
        trade_days.confirm_date(traded, MARKET)


def test_a_moment_without_its_zone_is_none() -> None:
    with pytest.raises(ValueError, match="zone"):
        trade_days.trade_date(datetime.fromisoformat("2026-02-13T12:00:00"), MARKET)


def test_any_moment_of_ten_years_against_a_list() -> None:
    first = date(2020, 1, 1)
    market = plain_market(first, 3_700)
    trading = [one for one, trades in market.items() if trades]
    draw = random.Random(7)
    for _ in range(3_650):
        moment = datetime.combine(first + timedelta(draw.randrange(3_650)), time(), SHANGHAI) + timedelta(
            hours=draw.choice((0, 14, 15, 23)), minutes=draw.choice((0, 59)), microseconds=draw.choice((0, 59_999_999))
        )
        late = moment.hour * 3_600 + moment.minute * 60 >= 54_000
        place = next(n for n, one in enumerate(trading) if one > moment.date() or (one == moment.date() and not late))
        traded = trade_days.trade_date(moment, market)
        assert traded == trading[place]
        assert trade_days.confirm_date(traded, market) == trading[place + 1]


def test_who_buys_on_a_friday_has_no_weekend_and_who_buys_on_a_thursday_has() -> None:
    friday, monday = day("2026-03-06"), day("2026-03-09")
    weekend = [friday, day("2026-03-07"), day("2026-03-08")]
    since = earns_from(trade_days.trade_date(at("2026-03-06 14:59:59"), MARKET), MARKET)
    assert ([earns(one, since) for one in weekend], since) == ([False] * 3, monday)
    since = earns_from(trade_days.trade_date(at("2026-03-05 14:59:59"), MARKET), MARKET)
    assert ([earns(one, since) for one in weekend], since) == ([True] * 3, friday)
    since = earns_from(trade_days.trade_date(at("2026-03-05 15:00:00"), MARKET), MARKET)
    assert since == monday, "after the cut-off Thursday is a Friday"


def test_who_redeems_on_a_friday_has_the_weekend_and_quickly_not_even_the_day() -> None:
    friday, saturday, sunday, monday = (day(f"2026-03-0{n}") for n in (6, 7, 8, 9))
    until = earns_until(friday, MARKET)
    assert [earns(one, day("2026-03-02"), until) for one in (friday, saturday, sunday, monday)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert not earns(friday, day("2026-03-02"), friday)
