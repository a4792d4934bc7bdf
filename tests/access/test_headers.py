"""What every answer tells the browser: run nothing of others, keep nothing, show me in no frame."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .browser import Answer, Browser
from .matrix import browser_of, url_of
from .pages import Page, pages_of
from .stage import Stage

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
WANTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce-N'",
    "style-src": "'self' 'nonce-N'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
NONCE = re.compile(r"'nonce-([A-Za-z0-9_-]{22})'")
WHO = ["anonymous", "employee", "maker", "pay clerk", "reviewer", "bank operator", "program"]


def faults_of(answer: Answer) -> list[str]:
    faults = [
        f"{name}: {answer.headers.get(name)}" for name, value in WANTED.items() if answer.headers.get(name) != value
    ]
    policy = answer.headers.get("Content-Security-Policy", "")
    rules = dict(part.split(" ", 1) for part in NONCE.sub("'nonce-N'", policy).split("; ") if part)
    if rules != POLICY:
        faults.append(f"policy {rules}")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        nonces = set(re.findall(r'nonce="([^"]*)"', answer.text))
        faults += [f"nonce {nonce} is not the policy's" for nonce in nonces if f"'nonce-{nonce}'" not in policy]
        faults += [f"inline {tag}" for tag in Page(answer.text).inline]
    if not re.fullmatch(r"[0-9a-f-]{36}", answer.headers.get("X-Request-Id", "")):
        faults.append("no request id")
    return faults


@pytest.mark.parametrize("title", WHO)
def test_every_page_says_so(stage: Stage, title: str) -> None:
    browser = browser_of(stage, title)
    found = {name: faults_of(answer) for name, _, answer in pages_of(stage, title, browser)}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) >= (3 if title == "anonymous" else 5)


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/office/nothing-here/", 404),
        ("GET", "/mobile/", 403),  # of another surface
        ("DELETE", "/office/", 405),
        ("POST", "/office/payroll/import/", 422),
        ("GET", "/api/v1/nothing-here/", 404),
        ("GET", "/api/v1/accounts/", 403),
        ("GET", "/healthz", 200),
        ("GET", "/", 302),
    ],
)
def test_errors_and_lamps_say_so_too(stage: Stage, method: str, url: str, status: int) -> None:
    answer = browser_of(stage, "maker").ask(method, url)
    assert (answer.status, faults_of(answer)) == (status, [])


def test_a_crash_says_so_too_and_says_nothing_else(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "秘密的变量"

    def crash(*args: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr("apps.portal.web.office.office_home", crash)
    answer = browser_of(stage, "maker").ask("GET", "/office/")
    assert (answer.status, faults_of(answer)) == (500, [])
    assert secret not in answer.text and "Traceback" not in answer.text


def test_two_answers_have_two_nonces(stage: Stage) -> None:
    answers = [Browser().ask("GET", url_of("mobile:sign_in")) for _ in range(2)]
    nonces = {NONCE.search(answer.headers["Content-Security-Policy"])[1] for answer in answers}  # type: ignore[index]
    assert len(nonces) == 2


def test_a_download_is_a_download(stage: Stage) -> None:
    browser = browser_of(stage, "admin elsewhere")
    for name in ("office:batch_template", "office:roster_template"):
        headers = browser.ask("GET", url_of(name)).headers
        assert headers["Content-Disposition"].startswith("attachment; "), name


ENVIRONMENT = {
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "FIELD_KEYS": "a:" + "11" * 32,
    "BLIND_INDEX_KEY": "22" * 32,
    "COREBANK_SECRET": "s" * 40,
    "COREBANK_URL": "https://core.bank.invalid",
    "TA_SECRET": "agent-secret-of-production",
    "TA_URL": "https://agent.bank.invalid",
    "SMS_SENDER": "apps.notify.adapters.CaughtSms",
    "BANK_NAME": "演示农商银行",
    "ALLOWED_HOSTS": "bank.invalid",
    "TRUSTED_PROXY_COUNT": "1",
}
PRODUCTION = """
import json, django
from django.conf import settings
from django.core.management import call_command
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
kept = ("SESSION_COOKIE", "CSRF_COOKIE", "DEVICE_COOKIE", "SECURE_")
names = [name for name in dir(settings) if name.startswith(kept)]
print(json.dumps({name: getattr(settings, name) for name in [*names, "DEBUG", "ALLOWED_HOSTS"]}))
"""


def production(**left_out: None) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in (os.environ | ENVIRONMENT).items() if name not in left_out}
    env["DJANGO_SETTINGS_MODULE"] = "efincloud.settings.prod"
    return subprocess.run([sys.executable, "-c", PRODUCTION], env=env, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def production_settings() -> dict[str, object]:
    done = production()
    assert (done.returncode, done.stderr) == (0, "")  # a warning of the check would be an error here
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_production_passes_the_deployment_check(production_settings: dict[str, object]) -> None:
    assert production_settings["DEBUG"] is False


def test_production_cookies_stay_on_this_host_and_on_https(
    stage: Stage, settings, production_settings: dict[str, object]
) -> None:
    for name, value in production_settings.items():
        setattr(settings, name, tuple(value) if isinstance(value, list) else value)
    browser = Browser()
    browser.defaults |= {"HTTP_HOST": "bank.invalid", "HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "https"}
    browser.sign_in("maker")
    page = browser.ask("GET", "/office/")
    assert (page.status, faults_of(page)) == (200, [])
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert set(browser.cookies) == {"__Host-session", "__Host-csrf", "__Host-device"}
    for name, cookie in browser.cookies.items():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name
        assert cookie["samesite"] in ("Lax", "Strict"), name
    assert browser.cookies["__Host-session"]["httponly"] is True


def test_production_leads_from_http_to_https(stage: Stage, settings, production_settings: dict[str, object]) -> None:
    for name, value in production_settings.items():
        setattr(settings, name, tuple(value) if isinstance(value, list) else value)
    browser = Browser()
    browser.defaults["HTTP_HOST"] = "bank.invalid"
    answer = browser.ask("GET", "/mobile/sign-in/")
    assert (answer.status, answer.location) == (301, "https://bank.invalid/mobile/sign-in/")
