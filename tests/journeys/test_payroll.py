"""Three journeys through the payroll: a large list with mistakes, a change after an approval, a disputed payslip.

Every button here is a person's; only the files are made, as an accountant's would be.
"""

import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter
from playwright.sync_api import FilePayload, expect
from python_calamine import CalamineWorkbook

from fixtures.generators import OTHER_BIN, card_number
from fixtures.payroll import PayLine, made_up_lines, payroll_xlsx

from .browser import DESK, PATIENCE, PHONE, Person, phone_of
from .stack import House

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
ROWS, ALIKE, TYPED, UNNAMED = 5_000, 20, 12, 5  # 37 lines are wrong, in three ways
WAGE = 10_00  # 分: many lines, little money
PERSON_SECONDS = 300
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def farmhands() -> list[PayLine]:
    """People of a season, paid to another bank; some lines are wrong as an accountant's are."""
    lines = [
        replace(line, account=card_number(700_000 + at, bin_prefix=OTHER_BIN), amount=WAGE)
        for at, line in enumerate(made_up_lines(ROWS))
    ]
    for at in range(ALIKE):
        lines[100 + at] = replace(lines[100 + at], amount="10.005")  # a formula's third decimal, twenty times
    for at in range(TYPED):
        lines[1_000 + at] = replace(lines[1_000 + at], amount=f"1O.{at:02d}")  # a letter for a nought, each another
    for at in range(UNNAMED):
        lines[3_000 + at] = replace(lines[3_000 + at], name="")
    return lines


def test_five_thousand_rows_with_37_bad_ones_cost_a_person_less_than_five_minutes(person: Window, house: House) -> None:
    content = payroll_xlsx(farmhands(), company="晨星精密制造(演示)有限公司", month=date(2026, 2, 1))
    maker = person(DESK)
    maker.become("maker", "office")
    began = time.monotonic()
    maker.go("/office/payroll/import/")
    maker.page.locator("input[type=file]").first.set_input_files(
        {"name": "季节工.xlsx", "mimeType": XLSX, "buffer": content}
    )
    maker.type("批次名称", "2026年2月季节工")
    maker.page.locator("select[name=kind]").select_option("SUPPLEMENT")
    maker.click("上传并校验")
    expect(maker.page.locator(".tabs")).to_contain_text(f"错误{ALIKE + TYPED + UNNAMED}", timeout=2 * PATIENCE)
    maker.look("payroll-bad-rows")
    mend_alike(maker)
    mend_by_sheet(maker)
    mend_by_hand(maker)
    maker.page.locator("input[name=warnings_confirmed]").check()
    maker.click("提交复核")
    expect(maker.page.locator("main")).to_contain_text("待复核")
    batch = maker.page.url

    checker = person(DESK)
    checker.become("checker", "office")
    checker.page.goto(batch)
    checker.look("payroll-large-check")
    checker.click("复核通过")
    checker.pin()
    took = time.monotonic() - began
    print(f"\n{ROWS} rows, {ALIKE + TYPED + UNNAMED} bad: {took:.0f} s from the file to the second person's PIN")
    assert took < PERSON_SECONDS

    stay_until_paid(maker, batch)
    maker.look("payroll-large-paid")
    assert "全部一致" in house.manage("verify_money")


def stay_until_paid(maker: Person, batch: str) -> None:
    """The live bar brings the end by itself; whoever looks on for longer than a session lasts signs in again."""
    end = time.monotonic() + 25 * PATIENCE / 1000
    maker.page.goto(batch)
    while "全部成功" not in maker.page.locator("main").inner_text():
        assert time.monotonic() < end, "it is not paid"
        maker.page.wait_for_timeout(PATIENCE / 18)
        if "/sign-in/" in maker.page.url:
            maker.become("maker", "office")
            maker.page.goto(batch)
    maker.page.wait_for_load_state()


def workbook(name: str, content: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType=XLSX, buffer=content)


def mend_alike(maker: Person) -> None:
    """Twenty lines by one answer."""
    form = maker.page.locator("form.alike", has_text="10.005")
    form.locator("input[name=value]").fill("10.00")
    form.get_by_role("button", name="全部更正").click()
    expect(maker.page.locator(".tabs")).to_contain_text(f"错误{TYPED + UNNAMED}")


def mend_by_sheet(maker: Person) -> None:
    """Twelve in the sheet of faults, which goes back as it came but for them."""
    with maker.page.expect_download() as asked:
        maker.page.get_by_role("button", name="下载错误清单").click()
    rows = CalamineWorkbook.from_path(asked.value.path()).get_sheet_by_index(0).to_python()
    header = rows[0].index("实发工资")
    mended = io.BytesIO()
    with xlsxwriter.Workbook(mended) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            cells = [str(cell) for cell in row]
            cells[header] = cells[header].replace("O", "0")
            for column, text in enumerate(cells):
                sheet.write_string(at, column, text)
    maker.page.locator("input[name=sheet]").set_input_files(workbook("错误清单.xlsx", mended.getvalue()))
    maker.click("上传更正")
    expect(maker.page.locator(".tabs")).to_contain_text(f"错误{UNNAMED}")
    maker.look("payroll-sheet-back")


def mend_by_hand(maker: Person) -> None:
    """Five names, in their own cells."""
    for at in range(UNNAMED):
        row = maker.page.locator("tr.row-bad").first
        number = row.get_attribute("id")
        row.locator("input[name=name]").fill(f"补名{'甲乙丙丁戊'[at]}")
        row.get_by_role("button", name="保存").click()
        expect(maker.page.locator(f"#{number}.row-bad")).to_have_count(0)
    maker.page.goto(maker.page.url.partition("?")[0])
    expect(maker.page.locator("main")).to_contain_text("0 错误")


def test_a_checker_finds_that_the_list_was_changed_after_an_approval(person: Window, house: House) -> None:
    """The maker takes an approved list back and changes a line: every word given on it is void, an old page too."""
    maker, checker, authoriser = person(DESK), person(DESK), person(PHONE)
    maker.become("maker", "office")
    batch = pasted(maker, "300000.00")
    checker.become("checker", "office")
    checker.page.goto(batch)
    checker.click("复核通过")
    checker.pin()
    expect(checker.page.locator("main")).to_contain_text("待授权")

    authoriser.become("authoriser", "office")
    authoriser.page.goto(batch)  # the page stays open while the list changes behind it
    maker.page.goto(batch)
    maker.page.get_by_role("button", name="撤回").click()
    maker.page.locator("dialog[open]").get_by_role("button", name="撤回").click()
    maker.page.wait_for_load_state()
    row = maker.page.locator("tr[id^=row-]").first
    row.locator("input[name=amount]").fill("400000.00")
    row.get_by_role("button", name="保存").click()
    expect(maker.page.locator("input[name=amount][value='400,000.00']")).to_have_count(1)
    maker.page.reload()
    submit(maker)

    authoriser.click("授权发放")
    expect(authoriser.page.locator("main")).not_to_contain_text("交易密码")
    authoriser.look("payroll-changed-refused")

    checker.page.goto(batch)
    expect(checker.page.locator("main")).to_contain_text("¥700,000.00")
    checker.look("payroll-changed-check")
    checker.click("复核通过")
    checker.pin()
    authoriser.page.goto(batch)
    authoriser.click("授权发放")
    authoriser.pin()
    maker.page.goto(batch)
    expect(maker.page.locator("main")).to_contain_text("全部成功", timeout=2 * PATIENCE)
    assert "全部一致" in house.manage("verify_money")


def pasted(maker: Person, amount: str) -> str:
    """A list of two people, typed into the page; gives the batch's address."""
    cards = [card_number(790_000 + at, bin_prefix=OTHER_BIN) for at in (1, 2)]
    lines = ["姓名\t卡号\t实发工资", f"演示甲\t{cards[0]}\t{amount}", f"演示乙\t{cards[1]}\t300000.00"]
    maker.go("/office/payroll/import/")
    maker.page.locator("details.paste > summary").click()
    maker.page.locator("textarea[name=pasted]").fill("\n".join(lines))
    maker.type("批次名称", "2026年2月项目奖金")
    maker.page.locator("select[name=kind]").select_option("BONUS")
    maker.look("payroll-paste")
    maker.click("上传并校验")
    submit(maker)
    return maker.page.url


def submit(maker: Person) -> None:
    confirm = maker.page.locator("input[name=warnings_confirmed]")
    if confirm.count():
        confirm.check()
    maker.click("提交复核")
    expect(maker.page.locator("main")).to_contain_text("待复核")


def test_a_payslip_is_disputed_on_the_phone_and_answered_in_the_office(person: Window, house: House) -> None:
    xiaowen, specialist = person(PHONE), person(DESK)
    xiaowen.sign_in_by_phone("mobile", phone_of("xiaowen"))
    xiaowen.go("/mobile/payslips/")
    xiaowen.look("payroll-payslips")
    xiaowen.page.get_by_role("link").filter(has_text="未查看").first.click()
    xiaowen.page.wait_for_load_state()
    closed = xiaowen.page.url
    opened(xiaowen)
    xiaowen.page.locator("details.dispute > summary").click()
    xiaowen.page.locator("textarea[name=text]").fill("12 月有两天加班,没有看到加班费。")
    xiaowen.look("payroll-dispute")
    xiaowen.click("提交异议")
    expect(xiaowen.page.locator("main")).to_contain_text("有异议")

    specialist.become("hr", "office")
    specialist.go("/office/payroll/disputes/")
    expect(specialist.page.locator("main")).to_contain_text("没有看到加班费")
    assert "¥" not in specialist.page.locator("main").inner_text(), "the desk shows what is said, no wage"
    specialist.page.locator("textarea[name=text]").first.fill("已核对,加班费 2 月 27 日补发。")
    specialist.look("payroll-reply")
    specialist.click("发送答复")
    expect(specialist.page.locator("main")).to_contain_text("已答复")

    xiaowen.page.goto(closed)
    expect(xiaowen.page.locator("main")).to_contain_text("企业已答复")
    opened(xiaowen)
    expect(xiaowen.page.locator("main")).to_contain_text("2 月 27 日补发")
    xiaowen.look("payroll-answered")
    xiaowen.click("确认无误")
    expect(xiaowen.page.locator("main")).to_contain_text("已确认")


def opened(employee: Person) -> None:
    employee.click("查看金额")
    employee.pin()
    expect(employee.page.locator(".asset-total")).to_contain_text("¥")
