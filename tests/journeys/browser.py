"""A person at a browser: signs in like a person, and leaves a picture of every page with what is wrong with it."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from devtool import assets
from devtool.places import ROOT
from fixtures.cast import CAST, PASSWORD, PIN, TOTP_SECRET
from fixtures.generators import mobile

HERE = Path(__file__).resolve().parent
PICTURES = ROOT / "test-results" / "journeys"
PATIENCE = 90_000  # ms for what is bound to come: on a machine taken by others a page has needed 15 s
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def node_file(path: str) -> Path:
    """A file of the packages that only journeys and benches use, brought from the registry when it is not there."""
    assets.bring_packages(ROOT, HERE)
    return HERE / "node_modules" / path


def axe_source() -> str:
    """The accessibility rules."""
    return node_file("axe-core/axe.min.js").read_text()


def phone_of(key: str) -> str:
    """The mobile number of somebody of the cast."""
    return mobile(list(CAST).index(key) + 1)


def totp_now() -> str:
    """The demo's one-time password of this half minute (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(TOTP_SECRET), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def axe_findings(page: Page, axe: str) -> list[str]:
    """What breaks WCAG 2.2 AA, a sentence each: the rule, the first element and why.

    At the end of the page: a row that shows nine pixels above a sticky bar would count as a target that is too small.
    """
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    if not page.evaluate("!!window.axe"):
        page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, rules)", AXE_RULES)["violations"]
    page.evaluate("scrollTo(0, 0)")
    first = ((rule["id"], rule["nodes"][0]) for rule in found)
    return [f"{name}: {node['html'][:160]} {node['failureSummary'][:200]}" for name, node in first]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return max(0, page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def examine(page: Page, file: str, mode: str, axe: str) -> list[str]:
    """A line of the manifest for the picture `file` of the open page; gives what is wrong with it, a sentence each.

    Without `axe` (a window without JavaScript) only the overflow is measured.
    """
    width = page.viewport_size["width"] if page.viewport_size else 0
    wide, found = overflow(page), axe_findings(page, axe) if axe else []
    row = {"file": file, "url": page.url, "width": width, "mode": mode, "overflow": wide,
           "axe": len(found), "faults": found}  # fmt: skip
    with (PICTURES / "manifest.jsonl").open("a") as manifest:
        manifest.write(json.dumps(row, ensure_ascii=False) + "\n")
    return [f"{file}: {fault}" for fault in found] + [f"{file}: overflow {wide}"] * bool(wide)


class Person:
    """Somebody with a browser window of a size. `look` leaves a picture; what is wrong with it stands in `faults`."""

    def __init__(
        self, context: BrowserContext, house_url: str, axe: str, mode: str = "light", has_script: bool = True
    ) -> None:
        self.page: Page = context.new_page()
        self.url, self.axe, self.mode, self.has_script = house_url, axe, mode, has_script
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []

    def go(self, path: str) -> None:
        answer = self.page.goto(self.url + path)
        assert answer is not None and answer.status < 400, f"{path} answered {answer and answer.status}"

    def click(self, name: str) -> None:
        """The button or link that a person would see under this name."""
        seen = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        seen.first.click()
        self.page.wait_for_load_state()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(text)

    def caught_code(self) -> str:
        """The newest code among the caught messages of the story bar; loads the page until there is one."""
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end:
            texts = " ".join(self.page.locator(".story-sms li").all_text_contents())
            found = re.search(r"验证码 (\d{6})", texts)
            if found:
                return found[1]
            self.page.reload()
        raise AssertionError(f"no code was caught: {texts}")

    def pin(self) -> None:
        """The sixth digit sends the form; without JavaScript the button does."""
        field = self.page.locator("input[name=step_up_pin]")
        with self.page.expect_navigation():
            field.fill(PIN)
            if not self.has_script:
                self.click("确认")

    def become(self, login: str, surface: str) -> None:
        """By the demo's story bar, in one click: where the sign-in itself is not the point."""
        self.go(f"/{surface}/sign-in/")
        self.page.locator("details.story > summary").click()
        self.page.locator(f"button[name=person][value={login}]").click()
        self.page.wait_for_load_state()

    def phone_and_code(self, surface: str, mobile: str) -> None:
        self.go(f"/{surface}/sign-in/")
        self.type("手机号", mobile)
        self.click("获取验证码")
        while self.page.get_by_text("秒后再获取").count():  # a number gets one code a minute, for whatever it is asked
            time.sleep(5)
            self.click("获取验证码")
        self.page.locator("input[name=code]").fill(self.caught_code())
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()

    def sign_in_by_phone(self, surface: str, mobile: str) -> None:
        self.phone_and_code(surface, mobile)
        if surface == "office":
            self.second_factor()

    def sign_in_by_number(self, number: str) -> None:
        self.go("/console/sign-in/")
        self.type("工号", number)
        self.type("密码", PASSWORD)
        self.click("下一步")
        self.second_factor()

    def second_factor(self) -> None:
        self.page.locator("input[name=code]").fill(totp_now())
        self.click("登录")

    def look(self, name: str) -> None:
        """Takes the picture, and notes overflow and findings in the manifest and in `faults`."""
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        file = f"{name}-{width}-{self.mode}.png"
        self.page.screenshot(path=PICTURES / file)
        self.faults += examine(self.page, file, self.mode, self.axe if self.has_script else "")
