"""One house and one browser for all journeys."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .browser import DESK, PHONE, PICTURES, Person, axe_source
from .stack import House, running_house

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys stand in the slow tier: they run the whole house beside the browser, and want a quiet machine."""
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    (PICTURES / "manifest.jsonl").unlink(missing_ok=True)
    with running_house(folder) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The driver keeps an event loop in this thread to the end of the run; Django would refuse it the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def axe() -> str:
    return axe_source()


@pytest.fixture
def person(house: House, browser: Browser, axe: str) -> Iterator[Callable[..., Person]]:
    """Opens a window for somebody; all are closed at the end of the test."""
    contexts = []

    def open_window(size: dict[str, int] | None = None, mode: str = "light", script: bool = True) -> Person:
        context = browser.new_context(
            viewport=size or DESK, locale="zh-CN", color_scheme="dark" if mode == "dark" else "light",  # type: ignore[arg-type]
            java_script_enabled=script, is_mobile=size is PHONE, has_touch=size is PHONE, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        return Person(context, house.url, axe, mode, script)

    yield open_window
    for context in contexts:
        context.close()
