"""A passkey instead of the one-time password: made once, then the second factor of a sign-in.

By a virtual authenticator of Chromium, on localhost: a browser makes no passkey for an address of digits.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .browser import DESK, Person, phone_of

pytestmark = pytest.mark.slow
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_an_operator_signs_in_by_passkey(person: Callable[..., Person]) -> None:
    hr = person(DESK)
    hr.url = hr.url.replace("127.0.0.1", "localhost")
    devtools = hr.page.context.new_cdp_session(hr.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    hr.become("hr", "office")
    hr.go("/office/security/passkeys/new/")
    hr.type("名称", "办公电脑")
    hr.click("在本机添加")
    hr.pin()  # what opens the account is added by who can already confirm
    expect(hr.page.locator("main")).to_contain_text("办公电脑")
    hr.look("office-security-passkey")
    hr.click("退出登录")

    hr.phone_and_code("office", phone_of("hr"))
    hr.click("使用通行密钥")
    expect(hr.page.get_by_role("heading", name="工作台")).to_be_visible()
