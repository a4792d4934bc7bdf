"""One house and one browser for all journeys, gone when the last of them is over.

The browser's driver keeps an event loop in this thread as long as it lives; Django's connections would be others there.
So the house is made before it, and no journey touches the database itself.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from .browser import DESK, PATIENCE, PHONE, PICTURES, Person, axe_source
from .stack import House, running_house

CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--lang=zh-CN"]  # fmt: skip


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, world_database: str) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "manifest.jsonl").unlink(missing_ok=True)
    with running_house(folder, world_database) as running:
        yield running


@pytest.fixture(scope="package")
def browser(house: House) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        assert CHROMIUM, "no Chromium: put `chromium` on PATH, or its path into CHROMIUM"
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def axe() -> str:
    return axe_source()


@pytest.fixture
def person(house: House, browser: Browser, axe: str) -> Iterator[Callable[..., Person]]:
    """Opens a window for somebody. At the end of the test all are closed, and no picture may have shown a fault."""
    windows: list[Person] = []

    def open_window(size: dict[str, int] | None = None, mode: str = "light", script: bool = True) -> Person:
        context = browser.new_context(
            viewport=size or DESK, locale="zh-CN", color_scheme="dark" if mode == "dark" else "light",  # type: ignore[arg-type]
            java_script_enabled=script, is_mobile=size is PHONE, has_touch=size is PHONE, reduced_motion="reduce",
        )  # fmt: skip
        windows.append(Person(context, house.url, axe, mode, script))
        return windows[-1]

    yield open_window
    for window in windows:
        window.page.context.close()
    assert [fault for window in windows for fault in window.faults] == []
