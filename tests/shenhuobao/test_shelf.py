"""The shelf: figures of the past with their day, both institutions, a drawn line with its words, nothing personal."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from apps.shenhuobao.choices.product import ProductState
from apps.shenhuobao.models import Product
from apps.shenhuobao.rules.chart import SEEN, chart_of, thinned
from apps.shenhuobao.rules.facts import fee_steps
from apps.shenhuobao.rules.words import banned_in
from apps.shenhuobao.selectors.shelf import Wanted, prices_since, product_on_shelf, products_beside, shelf
from fixtures.cast import CAST
from fixtures.reference import on_day
from fixtures.world import World

TAG = re.compile(r"<[^>]+>")
FIRST = date(2026, 1, 1)


def test_a_line_is_drawn_inside_its_box_and_said_in_words() -> None:
    figures = [(FIRST + timedelta(day), Decimal(10_000 + 7 * day % 50).scaleb(-4)) for day in range(400)]
    chart = chart_of(figures, "单位净值")
    assert chart is not None
    assert len(chart.dots) == SEEN
    assert all(chart.left <= dot.x <= chart.right and 0 <= dot.y <= chart.floor for dot in chart.dots)
    assert (chart.dots[0].x, chart.dots[-1].x) == (chart.left, chart.right)
    assert chart.summary.startswith("单位净值走势:2026-01-01 为 1.0000,2027-02-04 为 ")
    assert "期间最低 1.0000,最高 1.0049" in chart.summary


def test_higher_figures_stand_higher_and_a_flat_line_is_one() -> None:
    rising = chart_of([(FIRST, Decimal("1.0")), (FIRST + timedelta(1), Decimal("1.1"))], "")
    flat = chart_of([(FIRST, Decimal("1.0")), (FIRST + timedelta(1), Decimal("1.0"))], "")
    assert rising and flat
    assert rising.dots[0].y > rising.dots[1].y
    assert flat.dots[0].y == flat.dots[1].y
    assert chart_of([(FIRST, Decimal(1))], "") is None


def test_thinning_keeps_both_ends() -> None:
    points = [(FIRST + timedelta(day), Decimal(day)) for day in range(1000)]
    kept = thinned(points)
    assert (len(kept), kept[0], kept[-1]) == (SEEN, points[0], points[-1])
    assert kept == sorted(set(kept))


def test_the_steps_of_a_fee_cover_every_day_once() -> None:
    steps = fee_steps(((7, Decimal("1.50")), (30, Decimal("0.10"))))
    assert steps == (("持有少于 7 天", "1.50%"), ("持有 7–29 天", "0.10%"), ("持有 30 天及以上", "0.00%"))
    assert fee_steps(()) == (("任何时候", "0.00%"),)


def ids(world: World) -> dict[str, Product]:
    return {one.code: one for one in Product.objects.all()}


@pytest.mark.django_db
def test_the_shelf_goes_from_the_least_risk_up_and_the_seven_days_are_those_of_the_rule_book(world: World) -> None:
    cash, value, fixed = shelf(Wanted())
    assert [line.code for line in cash.lines] == ["YL1001", "JH1001"]
    assert [line.rating for line in value.lines] == [2, 3, 4]
    assert cash.lines[0].figure == "1.887%"
    assert value.lines[0].figure == "1.0237"
    assert fixed.lines[0].figure == "182 天"
    assert [line.code for group in shelf(Wanted()) for line in group.lines if line.is_sold_out] == ["JH3001"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (Wanted(kind="CASH"), {"YL1001", "JH1001"}),
        (Wanted(risk=1), {"YL1001"}),
        (Wanted(risk=3, kind="NET_VALUE"), {"YL2001", "JH3001"}),
        (Wanted(term="FIXED"), {"JH2001"}),
        (Wanted(term="HELD"), {"YL2001", "JH3001"}),
        (Wanted(term="ANY_DAY"), {"YL1001", "JH1001", "YL4001"}),
        (Wanted(words="江海"), {"JH1001", "JH2001", "JH3001"}),
        (Wanted(words="%"), set()),
    ],
)
def test_what_is_looked_for_is_found(world: World, wanted: Wanted, codes: set[str]) -> None:
    assert {line.code for group in shelf(wanted) for line in group.lines} == codes


@pytest.mark.django_db
def test_a_product_that_is_sold_out_or_stopped_takes_no_order_and_a_draft_is_not_there(world: World) -> None:
    products = ids(world)
    assert product_on_shelf(products["YL1001"].pk, world.now).may_buy
    assert not product_on_shelf(products["JH3001"].pk, world.now).may_buy
    Product.objects.filter(code="YL4001").update(
        state=ProductState.SUSPENDED, reason="核对净值", suspended_by=world.person("xiaowen")
    )
    stopped = product_on_shelf(products["YL4001"].pk, world.now)
    assert (stopped.may_buy, stopped.reason, stopped.line.state_label) == (False, "核对净值", "暂停交易")
    Product.objects.filter(code="YL2001").update(state=ProductState.DRAFT)
    beside = products_beside([products["YL2001"].pk, products["YL1001"].pk, products["YL1001"].pk])
    assert [one.line.code for one in beside] == ["YL1001"]


@pytest.mark.django_db
def test_the_dates_of_an_order_are_those_of_the_market(world: World) -> None:
    product = ids(world)["YL2001"]
    with on_day(date(2026, 2, 14)):  # a Saturday on which people work, before the Spring Festival (WM-7)
        now = replace(world.now, business_date=date(2026, 2, 14))
        dates = product_on_shelf(product.pk, now).dates
    assert dates is not None
    assert (dates.trade_on, dates.confirm_on) == (date(2026, 2, 24), date(2026, 2, 25))


@pytest.mark.django_db
def test_prices_begin_on_their_day_and_each_yield_stands_on_seven_days(world: World) -> None:
    prices = prices_since(ids(world)["YL1001"].pk, date(2026, 2, 1))
    assert [one.on for one in prices] == [date(2026, 2, 1) + timedelta(day) for day in range(29)]
    assert all(one.yield_7d is not None for one in prices)
    assert prices[-1].yield_7d == Decimal("1.887")
    whole = prices_since(ids(world)["YL1001"].pk, date(2024, 1, 1))
    assert [one.yield_7d is None for one in whole[:8]] == [True] * 6 + [False] * 2


# ---- pages


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


@pytest.mark.django_db
def test_every_page_says_who_issues_and_that_nothing_is_promised(world: World) -> None:
    client, products = browser("xiaowen"), ids(world)
    shelf_page = read(client, reverse("mobile:product_list"))
    for url in [
        reverse("mobile:product_list") + "?kind=FIXED_TERM&risk=2&q=江海",
        reverse("mobile:product_list") + "?kind=nonsense&risk=nine&term=never",
        reverse("mobile:product_compare") + "?" + "&".join(f"id={one.pk}" for one in products.values()) + "&id=none",
        *(reverse("mobile:product", args=[one.pk]) for one in products.values()),
        reverse("mobile:product", args=[products["YL1001"].pk]) + "?span=1Y&show=income",
    ]:
        page = unescape(TAG.sub(" ", read(client, url)))
        assert "理财非存款" in page and "演示" in page and "理财(演示)有限责任公司" in page, url
        assert list(banned_in(page)) == [], url
    for one in products.values():
        assert reverse("mobile:product", args=[one.pk]) in shelf_page
    assert shelf_page.count("不构成承诺") == 4


@pytest.mark.django_db
def test_the_line_is_there_without_a_script_and_has_words(world: World) -> None:
    page = read(browser("xiaowen"), reverse("mobile:product", args=[ids(world)["YL2001"].pk]) + "?span=6M")
    assert re.search(r'<svg class="trend"[^>]* role="img" aria-label="单位净值走势:', page)
    assert "<polyline" in page and '<p class="trend-words">单位净值走势:' in page
    fixed = read(browser("xiaowen"), reverse("mobile:product", args=[ids(world)["JH2001"].pk]))
    assert '<svg class="trend"' not in fixed and "公布后在这里展示" in fixed


@pytest.mark.django_db
def test_the_shelf_is_the_same_for_everybody(world: World) -> None:
    pages = [read(browser(key), reverse("mobile:product_list")) for key in ("xiaowen", "yiming")]
    mains = {re.search(r"<main.*</main>", page, re.S).group() for page in pages}  # type: ignore[union-attr]
    assert len(mains) == 1


@pytest.mark.django_db
def test_a_program_reads_the_same_shelf(world: World) -> None:
    client = browser("xiaowen")
    answer = client.get("/api/v1/shenhuobao/products/", {"risk": "2", "kind": "CASH"})
    assert answer.status_code == 200, answer.content
    (group,) = answer.json()["groups"]
    assert [line["code"] for line in group["lines"]] == ["YL1001", "JH1001"]
    one = client.get(f"/api/v1/shenhuobao/products/{ids(world)['YL2001'].pk}/").json()
    assert one["redemption_fees"][0] == ["持有少于 7 天", "1.50%"]
    assert one["prices"][0] == {"on": "2026-02-27", "nav": "1.0237", "income_per_10k": None, "yield_7d": None}
    assert one["may_buy"] is True
