"""A reviewer decides on ten cases with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from fixtures.cast import PIN

from .browser import DESK, Person

Window = Callable[..., Person]
pytestmark = pytest.mark.slow
CASES, EVERY_THIRD = 10, 3


def test_ten_cases_by_keyboard(person: Window) -> None:
    """N takes the next, A accepts and asks for the PIN, R goes to the ready sentences; no key of the mouse."""
    reviewer = person(DESK)
    reviewer.become("B1001", "console")
    reviewer.go("/console/reviews/")
    keys, page = reviewer.page.keyboard, reviewer.page
    for number in range(CASES):
        with page.expect_navigation():
            keys.press("n")
        if number == 0:
            reviewer.look("console-review")
        if number % EVERY_THIRD == EVERY_THIRD - 1:
            keys.press("r")
            expect(page.get_by_label("退回事由与补正办法")).to_be_focused()
            keys.press("ArrowDown")
            keys.press("Tab")
            keys.press("Tab")
            with page.expect_navigation():
                keys.press("Enter")
            expect(page.locator("main")).to_contain_text("已退回")
        else:
            with page.expect_navigation():
                keys.press("a")
            expect(page.locator("input[name=step_up_pin]")).to_be_focused()
            with page.expect_navigation():
                keys.type(PIN)
            expect(page.locator("main")).to_contain_text("意见已提交")
    reviewer.go("/console/reviews/figures/")
    reviewer.look("console-review-figures")
    reviewer.go("/console/reviews/team/")
    reviewer.look("console-review-team")
