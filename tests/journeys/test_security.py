"""A lost phone and a lost authenticator, each mended by its owner in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from fixtures.generators import mobile

from .browser import DESK, PHONE, Person, phone_of
from .stack import House

Window = Callable[..., Person]
pytestmark = pytest.mark.slow
NEW_PHONE = mobile(8890)
WHO = """
from apps.bankaccounts import api as b
from apps.bankaccounts.contracts import HolderKind
from apps.identity import api as i
from apps.identity.models import User
p = i.person_clear(User.objects.get(login_name='guilan').person_id)
account = b.accounts_of(holder_kind=HolderKind.PERSON, holder_id=p.id)[0]
print('|'.join([p.name, p.id_number, b.account_number(account.id)]))
"""


def test_a_lost_phone(person: Window, house: House) -> None:
    """Name, ID number and own card bind a new number."""
    name, id_number, card = house.manage("shell", "-v", "0", "-c", WHO).strip().splitlines()[-1].split("|")
    lost = person(PHONE)
    lost.go("/mobile/sign-in/")
    lost.click("手机号不能用了?找回账号")
    for label, text in (("姓名", name), ("身份证号", id_number), ("本行银行卡号", card), ("新手机号", NEW_PHONE)):
        lost.type(label, text)
    lost.look("security-recover")
    lost.click("获取验证码")
    lost.page.locator("input[name=code]").fill(lost.caught_code())
    lost.look("security-recover-code")
    lost.click("确认换绑")
    expect(lost.page.get_by_text("手机号已更换")).to_be_visible()
    lost.look("security-recovered")


def test_recovery_codes(person: Window) -> None:
    """Made with the PIN, shown once, and used in place of the authenticator."""
    desk = person(DESK)
    desk.become("checker", "office")
    desk.go("/office/security/recovery-codes/")
    desk.click("生成恢复码")
    desk.pin()
    codes = desk.page.locator(".recovery-codes code")
    expect(codes).to_have_count(10)
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", codes.first.inner_text())
    code = codes.first.inner_text()
    desk.look("security-codes")
    lost = person(DESK)
    lost.phone_and_code("office", phone_of("checker"))
    lost.page.locator("summary", has_text="使用恢复码").click()
    lost.type("恢复码", code)
    lost.look("security-second-factor")
    lost.click("用恢复码登录")
    expect(lost.page.get_by_text("您使用了恢复码")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_text("在另一台设备")).to_be_visible()
    desk.look("security-displaced")
