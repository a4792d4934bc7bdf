"""The wealth home keeps its amounts until it is asked; the days of the calendar add up to their month and year."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from apps.shenhuobao.contracts import DayShare, UnitMove
from apps.shenhuobao.models import Holding, Income, Price, RiskAssessment
from apps.shenhuobao.rules import pricing
from apps.shenhuobao.rules.months import day_named, month_named
from apps.shenhuobao.selectors.gains import gains_of, price_moves
from apps.shenhuobao.selectors.papers import paper_content, period_of
from apps.shenhuobao.selectors.wealth import income_calendar
from fixtures.cast import CAST
from fixtures.reference import on_day
from fixtures.world import World
from tests.api.callers import Person

TODAY = date(2026, 3, 2)
WORTH, FEBRUARY, YEAR = "36,047.49", 47_59, 108_23
HOME, CALENDAR = "/mobile/wealth/home/", "/mobile/wealth/calendar/"


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.django_db
def test_the_home_tells_no_amount_until_it_is_asked(world: World) -> None:
    xiaowen = browser("xiaowen")
    closed = read(xiaowen, HOME)
    assert WORTH not in closed and "108.23" not in closed and "3,071" not in closed
    assert "在途交易" in closed and "预计 03-03 到账" in closed and "还有 196 天" in closed
    opened = read(xiaowen, f"{HOME}assets/?open=1")
    assert WORTH in opened and "收益(03-01)" in opened and "108.23" in opened and "在途交易" in opened
    part = xiaowen.get(f"{HOME}assets/?open=1", headers={"HX-Request": "true"}).content.decode()
    assert WORTH in part and "<html" not in part


@pytest.mark.django_db
def test_the_first_page_of_all_knows_what_is_held(world: World) -> None:
    xiaowen, yiming = browser("xiaowen"), browser("yiming")
    assert WORTH not in read(xiaowen, "/mobile/")
    opened = read(xiaowen, "/mobile/assets/?open=1")
    assert "理财参考市值" in opened and WORTH in opened
    assert "理财参考市值" not in read(yiming, "/mobile/assets/?open=1")
    assert "还没有持有理财" in read(yiming, HOME)


@pytest.mark.django_db
def test_what_waits_is_the_assessment(world: World) -> None:
    assert "重新风险测评" in read(browser("fengqiang"), HOME)  # his year is over
    assert "完成风险测评" in read(browser("yiming"), HOME)
    xiaowen = browser("xiaowen")
    assert "风险测评即将到期" not in read(xiaowen, HOME)
    last = RiskAssessment.objects.scoped(world.actor("xiaowen")).get().valid_through
    with on_day(last - timedelta(29)):
        assert "风险测评即将到期" in read(xiaowen, HOME)


@pytest.mark.django_db
def test_the_days_add_up_to_the_month_and_the_months_to_the_year(world: World) -> None:
    found = income_calendar(world.actor("xiaowen"), date(2026, 2, 1), date(2026, 2, 27), world.now)
    days = [day for week in found.weeks for day in week if day is not None]
    assert [day.on for day in days] == [date(2026, 2, 1) + timedelta(count) for count in range(28)]
    assert sum(day.fen or 0 for day in days) == found.month_fen == FEBRUARY
    assert sum(one.fen for one in found.months) == found.year_fen == YEAR
    assert found.picked is not None and found.picked.fen == sum(line.fen for line in found.picked.lines)
    assert {line.product: line.is_income for line in found.picked.lines} == {
        "云岭天天现金管理 A": True, "云岭固收精选": False,
    }  # fmt: skip
    assert (found.before, found.after) == (date(2026, 1, 1), date(2026, 3, 1))


@pytest.mark.django_db
def test_the_days_of_all_time_are_what_the_holdings_have_gained(world: World) -> None:
    """To the 分, and the months are those of the papers."""
    who = world.actor("xiaowen")
    gains = gains_of(who, date(2025, 11, 1), TODAY)
    sums: dict[str, int] = {}
    for day in gains.by_day.values():
        for product_id, fen in day.items():
            sums[gains.names[product_id]] = sums.get(gains.names[product_id], 0) + fen
    cash = Holding.objects.scoped(who).get(product__code="YL1001")
    assert sums["云岭天天现金管理 A"] == cash.income_fen
    assert sum(Income.objects.scoped(who).values_list("income_fen", flat=True)) == cash.income_fen
    held = Holding.objects.scoped(who).get(product__code="YL2001")
    worth = pricing.worth(held.units, Price.objects.get(product__code="YL2001", on=date(2026, 2, 27)).nav)
    assert sums["云岭固收精选"] == worth + 3_071_10 - 10_000_00  # now, what comes back, what was paid with its fee
    months = [(2025, 11), (2025, 12), (2026, 1), (2026, 2), (2026, 3)]
    for year, month in months:
        first, last, _ = period_of(f"{year}-{month:02d}", TODAY)
        said = paper_content(who.person, first, last, is_running=False).gain_fen
        assert gains.of_month(year, month) == said, (year, month)


@pytest.mark.django_db
def test_the_calendar_works_by_links_alone(world: World) -> None:
    xiaowen = browser("xiaowen")
    page = read(xiaowen, f"{CALENDAR}?month=2026-02")
    days = re.findall(r'href="\?month=2026-02&amp;day=(2026-02-\d\d)#split"', page)
    assert len(days) == 28
    split = read(xiaowen, f"{CALENDAR}?month=2026-02&day=2026-02-27")
    assert "云岭固收精选" in split and "净值损益" in split and "当日收益" in split
    for asked in ("?month=2026-13", "?month=x", "?month=2099-01", "?day=2026-02-30", "?month=2026-02&day=2025-01-01"):
        assert xiaowen.get(CALENDAR + asked).status_code == 200, asked
    assert "这个月还没有收益" in read(browser("yiming"), CALENDAR)


@pytest.mark.django_db
def test_programs_read_the_same(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    home = xiaowen.get("/shenhuobao/home/").json()
    assert home["sums"]["value_fen"] == 36_047_49 and home["sums"]["year_fen"] == YEAR
    month = xiaowen.get("/shenhuobao/incomes/", month="2026-02").json()
    assert (month["month_fen"], month["year_fen"], len(month["days"])) == (FEBRUARY, YEAR, 28)
    assert xiaowen.get("/shenhuobao/incomes/", month="2026-2").status_code == 422
    assert Person.of("maker").get("/shenhuobao/home/").status_code == 403


def test_what_is_bought_gains_from_its_confirmation_and_what_is_redeemed_up_to_its_price() -> None:
    days = [TODAY + timedelta(count) for count in range(4)]
    prices = list(zip(days, map(Decimal, ("1.0000", "1.0100", "1.0300", "1.0200")), strict=True))
    bought = UnitMove(days[1], Decimal(1000), 1_000_00)  # at the price of the first day
    sold = UnitMove(days[3], Decimal(-400), -412_00)  # at the price of the third
    assert price_moves(prices, [bought, sold], days[0]) == [(days[1], 10_00), (days[2], 20_00), (days[3], -6_00)]
    assert price_moves(prices, [bought, sold], days[3]) == [(days[3], -6_00)]
    assert price_moves(prices, [], days[0]) == []


@pytest.mark.parametrize(
    ("fen", "short"),
    [(0, "0.00"), (97, "+0.97"), (-1_91, "-1.91"), (999_99, "+999.99"), (1_234_56, "+1,235"), (9_999_999, "+10万"),
     (-12_345_678_90, "-1,235万")],
)  # fmt: skip
def test_a_sum_fits_into_a_day(fen: int, short: str) -> None:
    assert DayShare(TODAY, fen, ()).short == short


def test_months_are_read_leniently() -> None:
    assert month_named("2026-02", TODAY) == date(2026, 2, 1)
    assert {month_named(text, TODAY) for text in ("", "2026-00", "2026-04", "二〇二六")} == {date(2026, 3, 1)}
    assert day_named("2026-02-28") == date(2026, 2, 28) and day_named("2026-02-30") is None and day_named("") is None
