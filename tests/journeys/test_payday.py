"""The first journey: certify an employee, pay a payroll from a real file, read the payslip on a phone.

Nothing is prepared but the demo story. The reviewer, the maker and the employee sign in with all their factors, the
others by the story bar.
"""

from collections.abc import Callable

from playwright.sync_api import expect

from devtool.places import ROOT

from .browser import DESK, PATIENCE, PHONE, Person, phone_of
from .stack import House

PAYROLL = ROOT / "fixtures" / "payroll" / "2026-03.xlsx"
Window = Callable[..., Person]
XUJING = "CX0006"  # her employee number


def test_payday(person: Window, house: House) -> None:
    """One story, told in order: each chapter needs what the one before has done."""
    two_bank_people_certify_an_employee(person)
    a_payroll_is_paid_from_a_real_file(person)
    the_payslip_opens_for_its_employee_alone(person)
    the_trail_tells_the_story(person)
    assert "全部一致" in house.manage("verify_money")


def find_in_list(staff: Person, emp_no: str) -> None:
    """Opens the case of an employee, page by page if need be."""
    row = staff.page.locator("tr", has_text=emp_no)
    while not row.count():
        staff.click("下一页")
    row.get_by_role("link").first.click()
    staff.page.wait_for_load_state()


def two_bank_people_certify_an_employee(person: Window) -> None:
    """Reviewer and approver are two persons; the employee sees the result on her phone."""
    reviewer = person(DESK)
    reviewer.sign_in_by_number("B1001")
    reviewer.look("console-home")
    reviewer.go("/console/reviews/?show=mine")
    reviewer.look("console-certifications")
    find_in_list(reviewer, XUJING)
    reviewer.look("console-certification")
    reviewer.click("通过")
    reviewer.pin()
    expect(reviewer.page.locator("main")).to_contain_text("审")

    approver = person(DESK)
    approver.become("B1002", "console")
    approver.go("/console/reviews/?show=mine")
    find_in_list(approver, XUJING)
    approver.click("通过")
    approver.look("console-step-up")
    approver.pin()

    xujing = person(PHONE)
    xujing.become("xujing", "mobile")
    xujing.go("/mobile/certification/")
    expect(xujing.page.locator("main")).to_contain_text("您已是认证成员")
    xujing.look("mobile-certified")


def a_payroll_is_paid_from_a_real_file(person: Window) -> None:
    maker = person(DESK)
    maker.sign_in_by_phone("office", phone_of("maker"))
    maker.look("office-home")
    maker.go("/office/payroll/import/")
    maker.look("office-upload")
    maker.page.locator("input[type=file]").set_input_files(PAYROLL)
    maker.click("上传并校验")
    expect(maker.page.locator("tr.row-bad")).to_have_count(2)
    maker.look("office-errors")
    mend(maker)
    maker.look("office-mended")
    confirm = maker.page.locator("input[name=warnings_confirmed]")
    if confirm.count():
        confirm.check()
    maker.click("提交复核")
    expect(maker.page.locator("main")).to_contain_text("待复核")
    batch = maker.page.url

    checker = person(DESK)
    checker.become("checker", "office")
    checker.page.goto(batch)
    checker.look("office-check")
    checker.click("复核通过")
    checker.look("office-step-up")
    checker.pin()

    authoriser = person(PHONE)
    authoriser.become("authoriser", "office")
    authoriser.page.goto(batch)
    authoriser.look("office-authorise")
    authoriser.click("授权发放")
    authoriser.pin()

    maker.page.goto(batch)  # its live bar fetches the page anew when all are paid
    expect(maker.page.locator("main")).to_contain_text("全部成功", timeout=2 * PATIENCE)
    maker.page.wait_for_load_state()
    maker.look("office-paid")


def mend(maker: Person) -> None:
    """Puts right what the two bad rows say: a letter O for a zero, and two characters of a name swapped."""
    for _ in range(2):
        row = maker.page.locator("tr.row-bad").first
        column = "amount" if "金额" in row.locator(".cell-error").first.inner_text() else "name"
        field = row.locator(f"input[name={column}]")
        typed = field.input_value()
        field.fill(typed.replace("O", "0") if column == "amount" else typed[0] + typed[:0:-1])
        number = row.get_attribute("id")
        row.get_by_role("button", name="保存").click()
        expect(maker.page.locator(f"#{number}")).to_have_class("row-ok")
    maker.page.reload()


def the_payslip_opens_for_its_employee_alone(person: Window) -> None:
    xiaowen = person(PHONE)
    xiaowen.sign_in_by_phone("mobile", phone_of("xiaowen"))
    expect(xiaowen.page.locator("main")).to_contain_text("3月工资已到账")
    xiaowen.look("mobile-home")
    xiaowen.click("查看")
    assert "¥" not in xiaowen.page.content(), "no amount is in the page before step-up"
    xiaowen.look("mobile-payslip-closed")
    xiaowen.click("查看金额")
    xiaowen.look("mobile-step-up")
    xiaowen.pin()
    expect(xiaowen.page.locator(".asset-total")).to_contain_text("¥")
    xiaowen.look("mobile-payslip-open")
    xiaowen.click("确认无误")
    expect(xiaowen.page.locator("main")).to_contain_text("已确认")
    address = xiaowen.page.url

    guilan = person(PHONE)
    guilan.become("guilan", "mobile")
    answer = guilan.page.goto(address)
    assert answer is not None and answer.status == 404
    guilan.look("mobile-not-found")


def the_trail_tells_the_story(person: Window) -> None:
    auditor = person(DESK)
    auditor.become("B1004", "console")
    auditor.go("/console/audit/?action=daifutong")
    expect(auditor.page.locator("main")).to_contain_text("批次")
    auditor.look("console-audit")
