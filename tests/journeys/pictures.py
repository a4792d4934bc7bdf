"""The pictures of the README, put together from those that the journeys have left: python -m tests.journeys.pictures.

Run `./dev test tests/journeys` before; look at them before they are committed.
"""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from .browser import PICTURES
from .conftest import CHROMIUM, QUIET

OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTH = 840
DESK_PICTURES = {
    "office-errors.png": "office-errors-1440-light.png",
    "office-paid.png": "office-paid-1440-light.png",
    "console-certification.png": "console-certification-1440-light.png",
}
PHONES = ("mobile-home", "mobile-payslip-closed", "mobile-step-up", "mobile-payslip-open")
MOBILE = tuple(f"{name}-390-light.png" for name in PHONES)
WEALTH = tuple(f"pages/wealth-{name}-390-light.png" for name in ("home", "open", "days", "month"))
KILOBYTES = 100


def draw(page: Page, name: str, sources: tuple[str, ...], height: int) -> None:
    """The sources side by side in one picture, WIDTH wide."""
    pictures = "".join(f"<img src='{(PICTURES / source).as_uri()}'>" for source in sources)
    style = "<style>body{margin:0;display:flex;gap:12px;background:#d5dae3}img{flex:1;min-width:0}</style>"
    board = PICTURES / "board.html"
    board.write_text(style + pictures)
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.goto(board.as_uri())
    page.screenshot(path=OUT / name)
    board.unlink()
    size = (OUT / name).stat().st_size // 1024
    print(f"{name}: {size} KB")
    assert size < KILOBYTES, f"{name} is too heavy"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page()
        for name, source in DESK_PICTURES.items():
            draw(page, name, (source,), WIDTH * 900 // 1440)
        draw(page, "mobile.png", MOBILE, (WIDTH - 3 * 12) // 4 * 844 // 390)
        draw(page, "shenhuobao.png", WEALTH, (WIDTH - 3 * 12) // 4 * 844 // 390)
        browser.close()


if __name__ == "__main__":
    main()
