"""同心宝 in one demo: an enterprise applies, two of its people lend, the days pass and everybody is paid back.

In a house of its own, since its days go on. The bank lets one person lend 40 % of a scale first: two people of the demo
may lend and have a browser.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from apps.core.files.pdf import Document, write_pdf
from fixtures.cast import MORNINGSTAR
from fixtures.world_tongxinbao import SAID

from .browser import DESK, PATIENCE, PHONE, Person
from .stack import House, running_house

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
TITLE = "备件采购借款"
OPENS, CLOSES, DUE = date(2026, 3, 4), date(2026, 3, 5), date(2026, 4, 8)
READ_SECONDS = 10  # the words of risk have to be open for so long (TX-12)
EACH, COMES_BACK = "2000", "2,008.05"  # 34 days at 5.40 %: interest 10.06, tax 2.01


@pytest.fixture(scope="module")
def lent_house(house: House, tmp_path_factory: pytest.TempPathFactory, world_database: str) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("lent"), world_database) as running:
        yield running


@pytest.fixture
def window(person: Window, lent_house: House) -> Window:
    """Opens a window for somebody in the house whose days go on, already signed in."""

    def open_window(login: str, surface: str, size: dict[str, int] = DESK) -> Person:
        somebody = person(size)
        somebody.url = lent_house.url
        somebody.become(login, surface)
        return somebody

    return open_window


def test_from_the_application_to_the_repayment(window: Window, lent_house: House) -> None:
    """One story, told in order: each chapter needs what the one before has done."""
    the_bank_sets_the_share(window)
    address = the_enterprise_applies(window)
    two_of_the_bank_list_it(window, address)
    lent_house.advance(OPENS)
    open_page = two_people_lend(window)
    nobody_else_sees_that_it_exists(window, open_page)
    lent_house.advance(CLOSES)
    the_money_is_lent(window, address)
    lent_house.advance(DUE + timedelta(days=1))
    everybody_is_paid_back(window, address, lent_house)
    assert "全部一致" in lent_house.manage("verify_money")


def the_bank_sets_the_share(window: Window) -> None:
    operator = window("B1005", "console")
    operator.go("/console/parameters/tongxinbao.person_share/new/")
    operator.page.locator("input[name=value]").fill("40")
    operator.page.locator("input[name=effective_from]").fill("2026-03-02")
    operator.page.locator("[name=reason]").fill("首期规模小,出借人少")
    operator.click("提交复核")
    approver = window("B1007", "console")
    approver.go("/console/parameters/")
    approver.page.locator("button[value=APPROVE]").first.click()
    approver.page.wait_for_load_state()
    if approver.page.locator("input[name=step_up_pin]").count():
        approver.pin()
    expect(approver.page.locator("main")).to_contain_text("40")


def the_enterprise_applies(window: Window) -> str:
    """The maker fills in section by section, the checker reads and signs; gives the issue's address in the office."""
    maker = window("maker", "office")
    maker.go("/office/tongxinbao/draft/")
    maker.page.locator("input[name=title]").fill(TITLE)
    maker.click("建立草稿")
    form = maker.page.url.partition("?")[0].removeprefix(maker.url)
    maker.go(f"{form}?part=terms")
    for name, text in {"scale_fen": "5000.00", "net_assets_fen": "42000000.00", "rate": "5.40"}.items():
        maker.page.locator(f"input[name={name}]").fill(text)
    maker.page.locator("select[name=proceeds]").select_option("MATERIALS")
    maker.look("loan-terms")
    maker.click("保存")
    maker.page.locator("input[name=open_at]").fill(f"{OPENS}T00:00")
    maker.page.locator("input[name=close_at]").fill(f"{CLOSES}T00:00")
    maker.page.locator("input[name=maturity_date]").fill(str(DUE))
    maker.click("保存")
    for one, text in SAID.items():
        maker.page.locator(f"textarea[name={one.value}]").fill(text)
    maker.click("保存")
    for kind in ("RESOLUTION", "FINANCIALS"):
        maker.go(f"{form}?part=papers")
        maker.page.locator("select[name=kind]").select_option(kind)
        maker.page.locator("input[type=file]").set_input_files(
            {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": paper(kind)}
        )
        maker.click("上传")
    maker.go(f"{form}?part=account")
    maker.page.locator("input[name=account_id]").first.check()
    maker.click("保存")
    maker.look("loan-application")
    maker.click("提交复核")
    expect(maker.page.locator("main")).to_contain_text("待企业复核")
    address = maker.page.url.removeprefix(maker.url)

    checker = window("checker", "office")
    checker.go(address)
    checker.look("loan-check")
    checker.click("复核通过")
    checker.pin()
    expect(checker.page.locator("main")).to_contain_text("待银行")
    return address


def paper(kind: str) -> bytes:
    facts = (("企业", MORNINGSTAR.name), ("说明", "演示文件,没有效力"))
    return write_pdf(Document(kind, facts, foot="演示文件", seal=MORNINGSTAR.short_name))


def two_of_the_bank_list_it(window: Window, address: str) -> None:
    desk = address.replace("/office/", "/console/")
    reviewer = window("B1001", "console")
    reviewer.go(desk)
    reviewer.look("loan-review")
    reviewer.page.locator("textarea[name=opinion]").fill("材料齐全,用途真实,规模合理。")
    reviewer.click("提交审批")
    approver = window("B1002", "console")
    approver.go(desk)
    approver.click("同意发行")
    approver.pin()
    approver.look("loan-listed")


def two_people_lend(window: Window) -> str:
    """By their phones, each after reading: the money is held on the own account. Gives the issue's address there."""
    address = ""
    for login in ("xiaowen", "yiming"):
        lender = window(login, "mobile", PHONE)
        lender.go("/mobile/tongxinbao/")
        expect(lender.page.locator("main")).to_contain_text(TITLE)
        lender.page.locator("a.weui-cell", has_text=TITLE).click()
        expect(lender.page.locator("main")).to_contain_text("认购中", timeout=PATIENCE)
        address = lender.page.url.removeprefix(lender.url)
        lender.look(f"loan-open-{login}")
        lender.click("阅读风险揭示书并认购")
        lender.page.locator("input[name=amount]").fill(EACH)
        lender.page.locator("input[name=is_own_money]").check()
        lender.page.locator("input[name=agreed]").check()
        lender.look(f"loan-sign-{login}")
        lender.page.wait_for_timeout(READ_SECONDS * 1000)
        lender.click("确认出借")
        lender.pin()
        expect(lender.page.locator("main")).to_contain_text("认购成功")
        lender.look(f"loan-held-{login}")
    return address


def nobody_else_sees_that_it_exists(window: Window, address: str) -> None:
    """A colleague of a labour agency, one who left, one who was hired again after retiring: neither link nor home."""
    for login in ("fengqiang", "qianduo", "guilan"):
        stranger = window(login, "mobile", PHONE)
        for place in (address, f"{address}place/"):
            answer = stranger.page.goto(stranger.url + place)
            assert answer is not None and answer.status == 404, (login, place)
        stranger.look(f"loan-hidden-{login}")
        stranger.go("/mobile/")
        assert "企业借款" not in stranger.page.content()


def the_money_is_lent(window: Window, address: str) -> None:
    approver = window("B1002", "console")
    approver.go(address.replace("/office/", "/console/"))
    settle = approver.page.get_by_role("button", name="确认结算")
    while not settle.count():  # the sweep closes it within a quarter of a minute
        approver.page.wait_for_timeout(PATIENCE / 60)
        approver.page.reload()
    approver.look("loan-settle")
    settle.click()
    approver.pin()
    lender = window("xiaowen", "mobile", PHONE)
    lender.go("/mobile/tongxinbao/holdings/")
    found = lender.page.locator("a.weui-cell", has_text=TITLE)
    while not found.count():  # a worker moves the money
        lender.page.wait_for_timeout(PATIENCE / 60)
        lender.page.reload()
    found.click()
    expect(lender.page.locator("main")).to_contain_text("2,000.00")
    lender.look("loan-lent")
    with lender.page.expect_download() as asked:
        lender.page.get_by_text("下载借款合同").click()
    assert Path(asked.value.path()).read_bytes().startswith(b"%PDF")


def everybody_is_paid_back(window: Window, address: str, house: House) -> None:
    lender = window("xiaowen", "mobile", PHONE)
    lender.go("/mobile/tongxinbao/holdings/")
    lender.page.locator("a.weui-cell", has_text=TITLE).click()
    expect(lender.page.locator("main")).to_contain_text(COMES_BACK)
    lender.look("loan-repaid")
    maker = window("maker", "office")
    maker.go(address)
    expect(maker.page.locator("main")).to_contain_text(re.compile("4,016.10|已还清|已结清|到期"))
    maker.look("loan-over")
