"""The core flows in a browser without JavaScript: signing in, paying a payroll, reading a payslip."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from fixtures.generators import card_number

from .browser import DESK, PHONE, Person, phone_of

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
# the second line names the wrong holder of a card
LINES = f"""工号,姓名,卡号,实发工资
CX0001,李晓雯,{card_number(1)},888.00
CX0002,王桂花,{card_number(2)},666.00
"""


def test_a_payroll_is_paid_without_javascript(person: Window, tmp_path: Path) -> None:
    bonus = tmp_path / "bonus.csv"
    bonus.write_text(LINES, encoding="utf-8-sig")
    maker = person(DESK, script=False)
    maker.become("maker", "office")
    maker.go("/office/payroll/import/")
    maker.type("批次名称", "无脚本奖金")
    maker.page.locator("input[type=file]").set_input_files(bonus)
    maker.click("上传并校验")
    bad = maker.page.locator("tr.row-bad")
    expect(bad).to_have_count(1)
    bad.locator("input[name=name]").fill("王桂兰")
    bad.get_by_role("button", name="保存").click()
    confirm = maker.page.locator("input[name=warnings_confirmed]")
    if confirm.count():
        confirm.check()
    maker.click("提交复核")
    expect(maker.page.locator("main")).to_contain_text("待复核")

    checker = person(DESK, script=False)
    checker.sign_in_by_phone("office", phone_of("checker"))  # phone, code, one-time password
    expect(checker.page.get_by_role("heading", name="工作台")).to_be_visible()
    checker.page.goto(maker.page.url)
    checker.click("复核通过")
    checker.look("office-step-up-no-script")
    checker.pin()
    expect(checker.page.locator("main")).to_contain_text("已复核")


def test_a_payslip_is_read_without_javascript(person: Window) -> None:
    """Signed in by phone and code."""
    qiang = person(PHONE, script=False)
    qiang.sign_in_by_phone("mobile", phone_of("fengqiang"))
    qiang.go("/mobile/payslips/")
    qiang.page.locator("main a.weui-cell").last.click()
    qiang.click("查看金额")
    qiang.look("mobile-step-up-no-script")
    qiang.pin()
    expect(qiang.page.locator(".asset-total")).to_contain_text("¥")


def test_a_wrong_pin_is_told_without_javascript(person: Window) -> None:
    guilan = person(PHONE, script=False)
    guilan.become("guilan", "mobile")
    guilan.go("/mobile/payslips/")
    guilan.page.locator("main a.weui-cell").last.click()
    guilan.click("查看金额")
    guilan.page.locator("input[name=step_up_pin]").fill("135790")
    guilan.click("确认")
    expect(guilan.page.locator("#pin-error")).to_be_visible()
    assert "¥" not in guilan.page.content()
    guilan.look("mobile-wrong-pin")
