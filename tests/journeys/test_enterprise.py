"""A new enterprise, as a new user would try it: registered, filled in, sent back for one field, certified."""

import base64
import hashlib
import hmac
import io
import struct
import time
from collections.abc import Callable
from datetime import date

import pytest
import segno
from playwright.sync_api import expect

from fixtures.cast import PIN
from fixtures.generators import id_number, mobile, uscc_code

from .browser import DESK, Person
from .stack import House

Window = Callable[..., Person]
pytestmark = pytest.mark.slow
NAME, PHONE_OF_ADMIN = "新苗电子(演示)有限公司", mobile(8_100)
LEGAL = id_number(date(1975, 8, 8), female=True, sequence=51)
OPERATORS = (("maker", "白露"), ("checker", "夏至"), ("authoriser", "秋分"))


def test_a_new_enterprise_becomes_a_member(person: Window, house: House) -> None:
    admin = person(DESK)
    admin_registers_and_signs_in(admin)
    admin_fills_in(admin)
    admin_signs(admin)
    admin.go("/office/membership/")
    admin.look("membership-complete")
    admin.click("提交银行审核")
    expect(admin.page.get_by_text("资料已提交")).to_be_visible()

    reviewer, approver = person(DESK), person(DESK)
    reviewer.become("B1001", "console")
    open_case(reviewer)
    reviewer.look("console-application")
    reviewer.page.locator("select[name=field]").select_option("licence")
    reviewer.type("补充说明", "执照照片模糊,请重新拍照上传")
    reviewer.click("退回")
    admin.go("/office/membership/")
    expect(admin.page.get_by_text("营业执照影像需要更正")).to_be_visible()
    admin.look("membership-sent-back")
    admin.click("更正")
    upload(admin, ["licence"], scale=9)
    admin.click("提交银行审核")

    for staff, login in ((reviewer, "B1001"), (approver, "B1002")):
        staff.become(login, "console")
        open_case(staff)
        staff.click("通过")
        staff.pin()
    admin.go("/office/membership/")
    expect(admin.page.get_by_text("认证已通过")).to_be_visible()
    admin.look("membership-certified")
    assert "全部一致" in house.manage("verify_money")


def admin_registers_and_signs_in(admin: Person) -> None:
    admin.go("/office/sign-in/")
    admin.click("注册企业")
    admin.look("membership-register")
    number = id_number(date(1988, 2, 3), female=True, sequence=50)
    register(admin, number=91, name=NAME, mobile=PHONE_OF_ADMIN, id_number=number)
    admin.look("membership-first-home")


def register(admin: Person, *, number: int, name: str, mobile: str, id_number: str) -> None:
    """From the open form of registration to the first sign-in, with a second factor."""
    admin.type("统一社会信用代码", uscc_code(number))
    admin.type("企业名称", name)
    admin.page.locator("select[name=unit]").select_option(label="演示农商银行城东支行")
    admin.type("您的姓名", "苗青")
    admin.type("您的证件号", id_number)
    admin.type("您的手机号", mobile)
    admin.click("注册")
    admin.phone_and_code("office", mobile)
    secret = admin.page.locator(".totp-secret").inner_text().replace(" ", "")
    admin.page.locator("input[name=code]").fill(code_of(secret))
    admin.click("绑定并登录")


def code_of(secret: str) -> str:
    """What an authenticator shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def admin_fills_in(admin: Person) -> None:
    admin.go("/office/membership/company/")
    fields = {
        "name": NAME, "address": "演示市城东区科技路 1 号", "business_scope": "电子产品制造", "legal_name": "苗秀英",
        "legal_id_number": LEGAL, "owner_1_name": "苗秀英", "owner_1_id": LEGAL, "owner_1_percent": "80",
    }  # fmt: skip
    for name, text in fields.items():
        admin.page.locator(f"[name={name}]").fill(text)
    admin.page.locator("[name=established_on]").fill("2019-09-09")
    admin.look("membership-company")
    admin.click("保存")
    admin.go("/office/membership/papers/")
    upload(admin, ["licence", "letter"])
    admin.go("/office/membership/account/")
    admin.page.locator("[name=account_number]").fill("6291000000000001")
    admin.page.locator("[name=bank]").fill("999890100017")
    admin.click("发起打款验证")
    amount = admin.page.get_by_text("到账 ¥").inner_text().split("¥")[1].strip()
    admin.look("membership-amount")
    admin.page.locator("[name=amount]").fill("0.00")
    admin.click("确认金额")
    expect(admin.page.get_by_text("金额不一致").first).to_be_visible()
    admin.page.locator("[name=amount]").fill(amount)
    admin.click("确认金额")
    admin.go("/office/membership/operators/")
    for place, (role, name) in enumerate(OPERATORS):
        number = id_number(date(1991, 4, 4), female=True, sequence=60 + 2 * place)
        for part, text in (("name", name), ("id", number), ("mobile", mobile(8_110 + place))):
            admin.page.locator(f"[name={role}_{part}]").fill(text)
    admin.look("membership-operators")
    admin.click("保存")


def upload(admin: Person, kinds: list[str], scale: int = 8) -> None:
    for kind in kinds:
        out = io.BytesIO()
        segno.make(f"演示 {kind}").save(out, kind="png", scale=scale)
        picture = {"name": f"{kind}.png", "mimeType": "image/png", "buffer": out.getvalue()}
        admin.page.locator(f"input[name={kind}]").set_input_files(picture)  # type: ignore[arg-type]
    admin.look("membership-papers")
    admin.click("上传")


def admin_signs(admin: Person) -> None:
    admin.go("/office/security/pin/")
    admin.click("获取验证码")
    while admin.page.get_by_text(
        "秒后再获取"
    ).count():  # a number gets one code a minute, and this one has just signed in
        time.sleep(5)
        admin.go("/office/security/pin/")
        admin.click("获取验证码")
    admin.page.locator("[name=code]").fill(admin.caught_code())
    admin.page.locator("[name=pin]").fill(PIN)
    admin.page.locator("[name=again]").fill(PIN)
    admin.page.locator("main form button").last.click()
    admin.page.wait_for_load_state()
    for code in ("enterprise_service", "enterprise_settlement"):
        admin.go(f"/office/agreements/{code}/")
        admin.page.locator("[name=agreed]").check()
        admin.click("签署")
        admin.pin()
        expect(admin.page.get_by_text("已签署").first).to_be_visible()


def open_case(staff: Person) -> None:
    staff.go("/console/reviews/?show=mine&kind=ENTERPRISE")
    staff.click(NAME)
