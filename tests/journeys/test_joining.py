"""Fifty people join: a roster with faults is mended and taken, one of them is certified in three steps (ID-9)."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from fixtures.generators import id_number, mobile

from .browser import DESK, PHONE, Person
from .stack import House

Window = Callable[..., Person]
pytestmark = pytest.mark.slow
HEADER = ("姓名", "身份证号", "工号", "手机号", "部门", "入职日期", "合同类型")
PEOPLE, BIRTH, FIRST_MOBILE = 50, date(1997, 7, 7), 96_500_000
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈", "子文思雨嘉"
FAULTS = {  # row of the people, from 0: what the file says wrongly
    3: {"部门": ""},
    7: {"合同类型": "正式工"},
    8: {"合同类型": "正式工"},
    9: {"合同类型": "正式工"},
    20: {"手机号": "1996500"},
    30: {"工号": "J0031"},
}
HER = 0


def line_of(number: int) -> dict[str, str]:
    row = (
        FAMILY[number % 10] + GIVEN[number // 10] + "宁",
        id_number(BIRTH, female=True, sequence=number),
        f"J{number:04d}",
        mobile(FIRST_MOBILE + number),
        "研发部",
        "2026-02-24",
        "劳动合同",
    )
    return dict(zip(HEADER, row, strict=True))


def roster() -> bytes:
    lines = [line_of(number) | FAULTS.get(number, {}) for number in range(PEOPLE)]
    return "\n".join(",".join(line) for line in (HEADER, *(line.values() for line in lines))).encode("utf-8-sig")


def test_fifty_people_join_and_one_is_certified_in_three_steps(person: Window, house: House) -> None:
    hr = person(DESK)
    hr.become("hr", "office")
    hr_brings_the_list_in(hr)

    her = person(PHONE)
    she_claims_in_three_steps(her)

    hr.go(f"/office/members/?q={line_of(HER)['工号']}")
    expect(hr.page.get_by_text("本人已认领")).to_be_visible()
    hr.page.locator("input[name=member]").check()
    agree(hr, "确认并提交认证")
    expect(hr.page.locator("main")).to_contain_text("已提交 1 名员工的认证")

    for login, told in (("B1001", "意见已提交"), ("B1002", "员工已成为认证成员")):
        staff = person(DESK)
        staff.become(login, "console")
        staff_passes(staff)
        expect(staff.page.locator("main")).to_contain_text(told)
    her.go("/mobile/certification/")
    expect(her.page.get_by_text("您已是认证成员,可以使用全部员工服务。")).to_be_visible()
    her.look("certification-done")
    her.go("/mobile/")
    expect(her.page.get_by_role("link", name="工资条").first).to_be_visible()
    assert "全部一致" in house.manage("verify_money")


def agree(who: Person, name: str) -> None:
    """A button that asks first."""
    who.page.get_by_role("button", name=name).first.click()
    with who.page.expect_navigation():
        who.page.locator("dialog.confirm .btn-main").click()


def hr_brings_the_list_in(hr: Person) -> None:
    """Row by row, all alike together, one dropped; what is good is taken and invited."""
    page = hr.page
    hr.go("/office/members/roster/")
    page.locator("input[type=file]").set_input_files(
        {"name": "新员工.csv", "mimeType": "text/csv", "buffer": roster()}  # type: ignore[arg-type]
    )
    hr.click("上传并核对")
    bad = page.locator("tr.row-bad")
    expect(bad).to_have_count(7)  # the number that stands twice is wrong in both
    hr.look("roster-faults")
    page.locator("section", has_text="同样的错误").get_by_label("合同类型「正式工」 3 行,改为").select_option(
        "劳动合同"
    )
    hr.click("全部更正")
    expect(bad).to_have_count(4)
    for name, value in (("department", "研发部"), ("mobile", line_of(20)["手机号"])):
        row = page.locator("tr.row-bad", has=page.locator(f"[name={name}].is-invalid")).first
        row.locator(f"[name={name}]").fill(value)
        row.get_by_role("button", name="保存").click()
        expect(page.locator("tr.row-ok")).to_have_count(1 if name == "department" else 2)
    hr.look("roster-mended")
    row = page.locator("tr.row-bad").first
    row.get_by_role("button", name="移出").click()
    with page.expect_navigation():
        page.locator("dialog.confirm .btn-main").click()
    expect(page.locator("#roster-state")).to_contain_text("共 49 行 · 有错误 0 行")
    hr.click("导入 49 名员工")
    expect(page.locator("main")).to_contain_text("已导入:新增 49 人")


def she_claims_in_three_steps(her: Person) -> None:
    one = line_of(HER)
    her.go("/mobile/join/")
    her.type("身份证号", one["身份证号"])
    her.type("手机号", one["手机号"])
    her.look("join")
    her.click("获取验证码")
    her.page.locator("input[name=code]").fill(her.caught_code())
    her.page.locator("main form button").first.click()
    expect(her.page.get_by_text("企业登记的信息")).to_be_visible()
    her.page.get_by_label("信息无误").check()
    her.page.get_by_label("我单独同意").check()
    her.look("join-confirm")
    her.click("确认并提交")
    expect(her.page.get_by_text("您已认领,等待企业人事确认并提交银行审核。")).to_be_visible()
    her.look("join-waiting")


def staff_passes(staff: Person) -> None:
    """The machine has answered meanwhile, or does so while one waits."""
    staff.go("/console/reviews/?kind=EMPLOYEE")
    staff.page.locator("tr", has_text=line_of(HER)["工号"]).get_by_role("link").first.click()
    for _ in range(20):
        if staff.page.get_by_text("核验中").count() == 0:
            break
        staff.page.wait_for_timeout(500)
        staff.page.reload()
    staff.click("通过")
    staff.pin()
