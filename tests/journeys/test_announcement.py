"""A maintenance is written by one, let out by another with the PIN, and stands above everybody's pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from .browser import DESK, PHONE, Person

Window = Callable[..., Person]
pytestmark = pytest.mark.slow
TITLE = "今晚系统维护"


def test_a_maintenance_from_the_desk_to_the_phone(person: Window) -> None:
    writer = person(DESK)
    writer.become("B1005", "console")
    writer.go("/console/news/new/")
    writer.page.locator("select[name=kind]").select_option("MAINTENANCE")
    writer.type("标题", TITLE)
    writer.type("正文", "23:00 至次日 1:00 暂停跨行代发。")
    start = datetime.fromisoformat(writer.page.locator("input[name=starts_at]").input_value())
    writer.page.locator("input[name=ends_at]").fill((start + timedelta(days=1)).isoformat(timespec="minutes"))
    writer.look("console-announcement-new")
    writer.click("提交复核")
    expect(writer.page.get_by_text("等待另一人复核")).to_be_visible()
    checker = person(DESK)
    checker.become("B1007", "console")
    checker.go("/console/")
    checker.page.keyboard.press("/")
    expect(checker.page.locator("#side-q")).to_be_focused()
    checker.go("/console/news/")
    checker.look("console-announcement-desk")
    checker.click("同意")
    checker.pin()
    employee = person(PHONE)
    employee.become("xiaowen", "mobile")
    banner = employee.page.locator(".banner", has_text=TITLE)
    for _ in range(20):  # the pages keep what they know for twenty seconds
        employee.go("/mobile/inbox/")
        if banner.count():
            break
        employee.page.wait_for_timeout(2_000)
    expect(banner).to_be_visible()
    expect(employee.page.locator(".notice-cell", has_text=TITLE)).to_be_visible()
    employee.look("mobile-inbox-banner")
