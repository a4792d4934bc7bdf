"""A phone that loses its network shows our page, and has kept nothing of anybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .browser import PHONE, Person

pytestmark = pytest.mark.slow
Window = Callable[..., Person]
KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((request) => new URL(request.url).pathname).sort();
}"""


def test_a_phone_without_a_network(person: Window) -> None:
    xiaowen = person(PHONE)
    xiaowen.become("xiaowen", "mobile")
    xiaowen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    xiaowen.go("/mobile/payslips/")  # the worker watches from the next page on
    for path in ("/mobile/", "/mobile/accounts/"):
        xiaowen.go(path)
    assert xiaowen.page.evaluate(KEPT) == ["/mobile/offline/", "/static/shared/icon.svg", "/static/vendor/mobile.css"]

    xiaowen.page.context.set_offline(True)
    xiaowen.page.goto(f"{xiaowen.url}/mobile/security/")
    expect(xiaowen.page.locator("main")).to_contain_text("没有网络")
    expect(xiaowen.page.locator("main .btn-main")).to_have_css("min-height", "48px")  # the style sheet was kept as well
    xiaowen.look("mobile-offline")

    xiaowen.page.context.set_offline(False)
    xiaowen.click("重试")
    expect(xiaowen.page.locator("h1")).to_have_text("安全中心")
