"""申活宝 on a phone: assessed, bought, confirmed the next day, income, redeemed at once and in order, paid.

In a house of its own, since its days go on. What is bought after 15:00 trades a day later: the days leave room for it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from fixtures.world_suitability import ANSWERS

from .browser import DESK, PHONE, Person
from .gallery import photograph
from .stack import House, running_house

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
CASH, LEVEL = "云岭天天现金管理 A", 3
BOUGHT, AT_ONCE, IN_ORDER = "5000", "1000", "2000"
CONFIRMED, EARNED, PAID = (date(2026, 3, day) for day in (4, 6, 11))
READ_SECONDS = 10  # the papers have to be open for so long (WM-5)
ANSWER_SECONDS = 20  # nobody reads ten questions faster
HOME = "/mobile/wealth/home/"
WAITS = 90  # seconds for what a worker has to do first


@pytest.fixture(scope="module")
def wealth_house(house: House, tmp_path_factory: pytest.TempPathFactory, world_database: str) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("wealth"), world_database) as running:
        yield running


@pytest.fixture
def window(person: Window, wealth_house: House) -> Window:
    """Opens a window for somebody in the house whose days go on, already signed in."""

    def open_window(login: str, surface: str, size: dict[str, int] = PHONE, mode: str = "light") -> Person:
        somebody = person(size, mode)
        somebody.url = wealth_house.url
        somebody.become(login, surface)
        return somebody

    return open_window


def test_from_the_assessment_to_the_money_back(window: Window, wealth_house: House) -> None:
    """One story, told in order: each chapter needs what the one before has done."""
    he_is_assessed(window)
    he_buys(window)
    wealth_house.advance(CONFIRMED)
    it_is_confirmed(window)
    wealth_house.advance(EARNED)
    he_earns_and_takes_back(window)
    wealth_house.advance(PAID)
    he_is_paid(window)
    the_bank_compares(window)
    assert "全部一致" in wealth_house.manage("verify_money")


def waited(person: Person, path: str, found: Callable[[], Locator]) -> Locator:
    """Opens a page until something stands on it: a worker has to have been there."""
    for _ in range(WAITS):
        person.go(path)
        if found().count():
            return found().first
        person.page.wait_for_timeout(1000)
    raise AssertionError(f"it never came at {path}: {person.page.locator('main').inner_text()[:500]}")


def he_is_assessed(window: Window) -> None:
    him = window("yiming", "mobile")
    him.go(HOME)
    expect(him.page.locator("main")).to_contain_text("还没有持有理财")
    him.look("wealth-nothing")
    him.click("去测评")
    for number, place in enumerate(ANSWERS[LEVEL], 2):
        him.page.locator(f"input[name=q{number}]").nth(int(place)).check(force=True)
    him.look("wealth-questions")
    him.page.wait_for_timeout(ANSWER_SECONDS * 1000)
    him.click("提交")
    expect(him.page.locator("main")).to_contain_text("C3")
    him.look("wealth-level")
    him.click("确认结果")


def he_buys(window: Window) -> None:
    """Four taps from the wealth home, the papers, and the PIN."""
    him = window("yiming", "mobile")
    him.go(HOME)
    him.click("理财产品")
    him.page.locator("a.shelf-line", has_text=CASH).click()
    him.page.locator("svg.trend").wait_for()
    him.page.locator("svg.trend").tap()
    expect(him.page.locator(".trend-now")).not_to_be_empty()
    him.look("wealth-product")
    him.click("买入")
    him.page.locator("input[name=amount]").fill(BOUGHT)
    him.page.locator("input[name=agreed]").check()
    him.look("wealth-sheet")
    him.page.wait_for_timeout(READ_SECONDS * 1000)
    him.click("确认购买")
    him.pin()
    expect(him.page.locator("main")).to_contain_text("申购已受理")
    him.look("wealth-held")
    expect(him.page.get_by_role("button", name="撤单")).to_be_visible()
    him.go(HOME)
    expect(him.page.locator("main")).to_contain_text("在途交易")


def it_is_confirmed(window: Window) -> None:
    him = window("yiming", "mobile")
    waited(him, "/mobile/wealth/positions/", lambda: him.page.locator("a.weui-cell", has_text=CASH)).click()
    expect(him.page.locator(".asset-total")).to_contain_text("5,000.00")
    him.look("wealth-confirmed")


def he_earns_and_takes_back(window: Window) -> None:
    him = window("yiming", "mobile")
    address = position_of(him)
    waited(him, address, lambda: him.page.get_by_role("heading", name="每日收益"))
    him.look("wealth-earned")
    him.go("/mobile/wealth/calendar/")
    expect(him.page.locator(".days-sums")).to_contain_text("+")
    him.look("wealth-calendar")
    him.go(f"{address}quick/redeem/")
    him.page.locator("input[name=units]").fill(AT_ONCE)
    him.look("wealth-quick")
    him.click("确认快速赎回")
    him.pin()
    expect(him.page.locator("main")).to_contain_text("款项已到账")
    him.look("wealth-quick-paid")
    him.go(f"{address}redemption/place/")
    him.page.locator("input[name=units]").fill(IN_ORDER)
    him.look("wealth-redeem")
    him.click("确认赎回")
    him.pin()
    expect(him.page.locator("main")).to_contain_text("赎回已受理")
    him.look("wealth-redeem-held")


def position_of(person: Person) -> str:
    person.go("/mobile/wealth/positions/")
    href = person.page.locator("a.weui-cell", has_text=CASH).first.get_attribute("href")
    assert href is not None
    return href


def he_is_paid(window: Window) -> None:
    him = window("yiming", "mobile")
    done = waited(
        him, "/mobile/wealth/trades/?kind=REDEMPTION", lambda: him.page.locator("a.weui-cell", has_text="已完成")
    )
    done.click()
    expect(him.page.locator("main")).to_contain_text("赎回已完成")
    him.look("wealth-redeemed")
    him.go(HOME)
    him.page.locator("a.eye").click()
    expect(him.page.locator(".asset-total")).to_contain_text(",")  # 2,000 and some income are left
    him.look("wealth-home")


def test_what_is_held_in_every_shape(window: Window, wealth_house: House) -> None:
    """The heroine's pages, normal, dark and for elders, from 320 to 1440; the paper and the day that ends, as files."""
    her = window("xiaowen", "mobile")
    faults = []
    for name, path in (
        ("wealth-home", HOME),
        ("wealth-open", f"{HOME}assets/?open=1"),
        ("wealth-days", "/mobile/wealth/calendar/?month=2026-02"),
        ("wealth-month", "/mobile/wealth/papers/?period=2026-02"),
        ("wealth-year", "/mobile/wealth/papers/?period=2026"),
        ("wealth-trades", "/mobile/wealth/trades/"),
        ("wealth-positions", "/mobile/wealth/positions/"),
    ):
        her.go(path)
        faults += photograph(her.page, name, her.axe)
    address = position_of(her)
    for name, path in (
        ("wealth-position", address), ("wealth-quick-sheet", f"{address}quick/redeem/"),
        ("wealth-redeem-sheet", f"{address}redemption/place/"),
    ):  # fmt: skip
        her.go(path)
        faults += photograph(her.page, name, her.axe)
    her.go("/mobile/wealth/papers/?period=2026-02")
    her.click("出具对账单")
    faults += photograph(her.page, "wealth-paper", her.axe)
    with her.page.expect_download() as asked:
        her.click("下载 PDF")
    assert Path(asked.value.path()).read_bytes().startswith(b"%PDF")
    her.go(HOME)
    with her.page.expect_download() as asked:
        her.page.get_by_role("link", name="存入手机日历").click()
    assert len(Calendar.from_ical(Path(asked.value.path()).read_bytes()).walk("VEVENT")) == 1
    assert faults == []


def the_bank_compares(window: Window) -> None:
    operator = window("B1005", "console", DESK)
    for name, path in (("files", "agents"), ("exceptions", "exceptions"), ("quotas", "quotas")):
        operator.go(f"/console/wealth/{path}/")
        assert "有差异" not in operator.page.locator("main").inner_text()
        operator.look(f"wealth-{name}")
