"""Every page of every surface in every mode and width, with what is wrong with it: nothing, or the test says what."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from apps.core.errors import AppError
from fixtures.generators import id_number, mobile
from fixtures.world_accounts import special_card

from .browser import DESK, PHONE, Person, phone_of
from .gallery import PEOPLE, pages_of, photograph, stroll
from .stack import House
from .test_enterprise import register

Window = Callable[..., Person]
pytestmark = pytest.mark.slow
REFUSALS = {409: "现在还不能这样做。", 429: "操作过于频繁,请 60 秒后再试。", 503: "银行系统暂时无法连接,请稍后再试。"}
REFUSED = {"office": "/office/payroll/import/", "console": "/console/audit/"}  # to a pay clerk, to a reviewer
SPROUT = id_number(date(1987, 2, 3), female=True, sequence=52)
ROSTER = (
    "姓名,身份证号,工号,手机号,部门,入职日期,合同类型\n"
    "李新,110101199003070000,CX9001,19900009001,生产部,2026-02-01,劳动合同\n"
)


@pytest.mark.parametrize("surface", PEOPLE)
def test_every_page_in_every_mode_and_width(person: Window, surface: str) -> None:
    """Links lead to every page of the URL conf, none of them to a refusal."""
    wanted, faults = pages_of(surface), []
    left = set(wanted)
    for login in PEOPLE[surface]:
        visitor = person(DESK)
        visitor.become(login, surface)
        for route in stroll(visitor, surface, wanted):
            if route in left:
                left.remove(route)
                faults += photograph(visitor.page, route, visitor.axe)
    assert left == set(), "no link leads there"
    assert faults == []


def test_the_doors(person: Window) -> None:
    """Signing in, and what is said when a field is empty."""
    faults = []
    for surface in PEOPLE:
        visitor = person(DESK)
        visitor.go(f"/{surface}/sign-in/")
        faults += photograph(visitor.page, f"{surface}-sign-in", visitor.axe)
        visitor.page.locator("main form button").first.click()
        expect(visitor.page.locator(".error-summary")).to_be_focused()
        faults += photograph(visitor.page, f"{surface}-sign-in-refused", visitor.axe)
    for surface, name in (("mobile", "yiming"), ("office", "admin")):
        visitor = person(PHONE)
        visitor.go(f"/{surface}/sign-in/")
        visitor.type("手机号", phone_of(name))
        visitor.click("获取验证码")
        faults += photograph(visitor.page, f"{surface}-sign-in-code", visitor.axe)
    visitor.page.locator("input[name=code]").fill(visitor.caught_code())
    visitor.click("下一步")
    faults += photograph(visitor.page, "office-second-factor", visitor.axe)
    assert faults == []


def test_the_refusals(person: Window, house: House) -> None:
    """Not found, not allowed, not now, and the page of last resort."""
    faults = []
    for surface, login in (("mobile", "xiaowen"), ("office", "hr"), ("console", "B1001")):
        visitor = person(DESK)
        visitor.become(login, surface)
        for name, path in {"404": f"/{surface}/nowhere/", "403": REFUSED.get(surface, "")}.items():
            if path:
                visitor.page.goto(house.url + path)
                faults += photograph(visitor.page, f"{surface}-{name}", visitor.axe)
        for status, words in REFUSALS.items():
            faults += _drawn(visitor, f"errors/{surface}.html", surface, status, words)
    faults += _drawn(visitor, "errors/500.html", "last", 500, "系统出了点问题。")
    assert faults == []


def test_the_roster_before_it_is_imported(person: Window) -> None:
    hr = person(DESK)
    hr.become("hr", "office")
    hr.go("/office/members/roster/")
    upload = {"name": "roster.csv", "mimeType": "text/csv", "buffer": ROSTER.encode("utf-8-sig")}
    hr.page.locator("input[type=file]").set_input_files(upload)  # type: ignore[arg-type]
    hr.click("上传并核对")
    expect(hr.page.locator("tr.row-bad")).to_have_count(1)
    assert photograph(hr.page, "office-roster-preview", hr.axe) == []


def test_the_way_of_a_new_enterprise(person: Window) -> None:
    """Each section of an application as its administrator first meets it, and what an empty one is told."""
    admin = person(DESK)
    admin.go("/office/register/")
    faults = photograph(admin.page, "office-register", admin.axe)
    register(admin, number=92, name="新芽电子(演示)有限公司", mobile=mobile(8_120), id_number=SPROUT)
    for part in ("company", "papers", "account", "operators"):
        admin.go(f"/office/membership/{part}/")
        faults += photograph(admin.page, f"office-onboarding-{part}", admin.axe)
        admin.page.locator("main form button.btn-main").last.click()
        expect(admin.page.locator(".error-summary")).to_be_focused()
        faults += photograph(admin.page, f"office-onboarding-{part}-refused", admin.axe)
    admin.go("/office/membership/")
    faults += photograph(admin.page, "office-onboarding-tasks", admin.axe)
    assert faults == []


def _drawn(visitor: Person, template: str, surface: str, status: int, words: str) -> list[str]:
    """A refusal that cannot be had by asking, drawn from its template into the browser."""
    error = AppError("REFUSED", words)
    error.status = status
    html = render_to_string(template, {"error": error, "surface": surface if surface != "last" else "mobile"})
    address = f"{visitor.url}/drawn/{surface}/{status}"
    visitor.page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    visitor.page.goto(address)
    return photograph(visitor.page, f"{surface}-{status}", visitor.axe)


@pytest.mark.parametrize(("key", "label"), [("class_two", "II类户"), ("class_three", "III类户")])
def test_the_limits_desk(person: Window, key: str, label: str) -> None:
    """An account found by the end of its number, and what of its limits is taken."""
    visitor = person(DESK)
    visitor.become("B1005", "console")
    visitor.go(f"/console/risk/limits/?q={special_card(key)[-4:]}")
    faults = photograph(visitor.page, f"console-limits-{key}", visitor.axe)
    visitor.page.locator("tbody tr", has_text=label).first.get_by_role("link").click()
    expect(visitor.page.get_by_role("heading", name="额度使用")).to_be_visible()
    faults += photograph(visitor.page, f"console-limit-use-{key}", visitor.axe)
    assert faults == []


def test_from_a_code_to_a_journal(person: Window) -> None:
    """From the trial balance down to the legs: the wages of the story stand in the accounts of code 2011.02."""
    visitor = person(DESK)
    visitor.become("B1005", "console")
    visitor.go("/console/books/")
    visitor.page.locator("tbody a", has_text="2011.02").first.click()
    visitor.page.locator("tbody a").first.click()
    visitor.page.locator("tbody a").first.click()
    expect(visitor.page).to_have_url(re.compile("/console/books/journals/"))
    assert photograph(visitor.page, "console-books-journal", visitor.axe) == []


def test_statements(person: Window) -> None:
    """Issued from what the page shows, and then asked about by somebody who has nothing but the code."""
    operator = person(DESK)
    operator.become("maker", "office")
    operator.go("/office/accounts/")
    operator.page.locator("tbody a").first.click()
    operator.click("上月")
    faults = photograph(operator.page, "office-account-february", operator.axe)
    operator.page.locator("tbody a").first.click()
    expect(operator.page.get_by_role("heading", name="业务详情")).to_be_visible()
    faults += photograph(operator.page, "office-entry", operator.axe)
    operator.page.go_back()
    operator.click("出具对账单")
    expect(operator.page.get_by_role("link", name="下载 PDF")).to_be_visible()
    faults += photograph(operator.page, "office-statement", operator.axe)
    code = operator.page.locator("dd", has_text=re.compile(r"^(\w{4} ?){4}$")).first.inner_text()
    employee = person(PHONE)
    employee.become("xiaowen", "mobile")
    employee.go("/mobile/accounts/")
    employee.page.locator("a.asset-more").first.click()
    employee.page.locator("a", has_text="月度对账单").click()
    employee.click("显示余额")
    faults += photograph(employee.page, "mobile-statement-open", employee.axe)
    employee.click("出具对账单")
    expect(employee.page.get_by_role("link", name="下载 PDF")).to_be_visible()
    faults += photograph(employee.page, "mobile-statement-issued", employee.axe)
    stranger = person(PHONE)
    stranger.go("/verify/")
    stranger.page.locator("textarea").fill(code)
    stranger.click("查验")
    expect(stranger.page.get_by_text("真实")).to_be_visible()
    faults += photograph(stranger.page, "verify-statement", stranger.axe)
    assert faults == []
