"""Twenty-five nasty texts in every field of every form that anybody is shown, and in every query: no answer is a 500.

Each form is sent with one bad field and the others as the page filled them. The quick tier gives each field, and each
page's query, every fifth of the texts, beginning with another one each time; the slow tier gives all to all.
"""

import re
from collections.abc import Iterator
from itertools import cycle, islice
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.files import read_table
from fixtures.cast import PIN

from .browser import Answer, Browser
from .matrix import browser_of, url_of
from .nasty import NASTY, SIGNS
from .pages import Form, Page, pages_of
from .stage import Stage

pytestmark = pytest.mark.django_db

WHO = {  # between them they are shown every form of their surface
    "mobile": ["anonymous", "employee", "uncertified"],
    "office": ["anonymous", "maker", "checker", "pay clerk"],
    "console": ["anonymous", "reviewer", "approver", "bank operator", "auditor"],
}
QUERY = ["page", "find", "show", "before", "subject_id", "action", "q", "status", "department", "open", "hide", "next",
         "first", "last", "month"]  # fmt: skip
EVERY = pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(5, id="fifth")]
)
PLACE = re.compile(r"/[0-9a-f-]{36}/|/\d+/")


def test_there_are_twenty_five_of_them() -> None:
    assert len(NASTY) == 25


def faults_of(answer: Answer) -> list[str]:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    faults = [f"says {sign!r}" for sign in SIGNS if is_page and sign in answer.text]
    return faults + ([f"status {answer.status}"] if answer.status >= 500 else [])


Forms = dict[tuple[str, ...], Form]


def forms_of(stage: Stage, title: str, browser: Browser, surface: str) -> Forms:
    """The different forms that a role is shown there, on pages and on the sheets that their forms lead to."""
    found: Forms = {}
    for _, url, answer in [*pages_of(stage, title, browser), *_sheets(stage, title, browser)]:
        for form in Page(answer.text, url).forms if url.startswith(f"/{surface}/") else ():
            names = sorted({one.name for one in form.fields})
            place = PLACE.sub("/-/", form.action.partition("?")[0]).removeprefix(f"/{surface}")
            found.setdefault((form.method, place, *names), form)
    return found


def _sheets(stage: Stage, title: str, browser: Browser) -> Iterator[tuple[str, str, Answer]]:
    """Pages that only a POST shows: the sheet of a step-up, the open payslip."""
    if title == "employee":
        slip = stage.thing("payslip", "xiaowen")
        url = url_of("mobile:payslip_view", slip)
        yield "sheet", url, browser.ask("POST", url)
        confirmed = {"step_up_digest": f"payslip-{slip.args[0]}", "step_up_pin": PIN}
        yield "payslip", url, browser.ask("POST", url, form=confirmed)
    if title == "reviewer":
        certification = stage.thing("certification", "morningstar")
        for name, form in (("console:certification_reveal", {"reason": "核对"}), ("console:certification_pass", {})):
            url = url_of(name, certification)
            yield "sheet", url, browser.ask("POST", url, form=form)


@EVERY
def test_no_field_of_any_form_breaks_anything(stage: Stage, every: int) -> None:
    """A form that stands on several pages or surfaces with the same fields is tried once."""
    faults, known, turns = [], set[tuple[str, ...]](), cycle(range(every))
    for surface, titles in WHO.items():
        for title in titles:
            browser = browser_of(stage, title)
            for key, form in forms_of(stage, title, browser, surface).items():
                if key not in known:
                    faults += [f"{title}: {fault}" for fault in _tried(browser, form, every, turns)]
                    known.add(key)
    assert not faults, "\n".join(faults)
    assert len(known) >= 40


def _tried(browser: Browser, form: Form, every: int, turns: Iterator[int]) -> Iterator[str]:
    values = {name: value for name, value in form.values.items() if name != "csrfmiddlewaretoken"}
    for name in values:
        for kind, text in islice(NASTY.items(), next(turns), None, every):
            for fault in faults_of(_send(browser, form, values | {name: text})):
                yield f"{form.method} {form.action} {name}: {kind}: {fault}"


def _send(browser: Browser, form: Form, values: dict[str, str | bytes]) -> Answer:
    if form.method == "GET":
        return browser.ask("GET", f"{form.action.partition('?')[0]}?{urlencode(values)}")
    return browser.ask("POST", form.action, form=values)


PAYROLL = "工号,姓名,银行卡号,实发金额\nCX0001,李晓雯,6290000000000000012,5000.00\n".encode()
ROSTER = (
    "姓名,身份证号,工号,手机号,部门,入职日期,合同类型\n李晓雯,890101199105180025,N1,19900000001,生产部,2026-01-05,劳动合同\n"
).encode()


@EVERY
@pytest.mark.parametrize(
    ("title", "name", "content", "reader"),
    [
        ("maker", "office:batch_import", PAYROLL, "apps.daifutong.services.batch_import.read_table"),
        ("pay clerk", "office:roster_new", ROSTER, "apps.members.services.roster_upload.read_table"),
    ],
    ids=["payroll", "roster"],
)
def test_no_field_beside_a_file_breaks_anything(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, title: str, name: str, content: bytes, reader: str, every: int
) -> None:
    """The file is good, and read once for all: what stands beside it, its name included, is nasty."""
    table = read_table(content, "名单.csv")
    monkeypatch.setattr(reader, lambda data, file_name: table)
    browser, url = browser_of(stage, title), url_of(name)
    (form,) = [
        form for form in Page(browser.ask("GET", url).text, url).forms if "file" in {f.type for f in form.fields}
    ]
    good = {**form.values, "file": SimpleUploadedFile("名单.csv", content)}
    assert browser.ask("POST", url, upload=_fresh(good)).status == 302
    faults = []
    for field, first in zip(good, cycle(range(every)), strict=False):
        for kind, text in islice(NASTY.items(), first, None, every):
            raw = text if isinstance(text, bytes) else text.encode()
            bad = SimpleUploadedFile(raw.decode("latin-1") or "x", content) if field == "file" else raw
            for fault in faults_of(browser.ask("POST", url, upload=_fresh(good) | {field: bad})):
                faults.append(f"{name} {field}: {kind}: {fault}")
    assert not faults, "\n".join(faults)


def _fresh(form: dict[str, object]) -> dict[str, object]:
    """The form with its file not yet read."""
    file = form["file"]
    assert isinstance(file, SimpleUploadedFile)
    file.seek(0)
    return dict(form)


@EVERY
@pytest.mark.parametrize("title", ["employee", "maker", "auditor"])
def test_no_query_breaks_any_page(stage: Stage, title: str, every: int) -> None:
    """Every parameter that any page knows, on every page; over 25 rounds each one takes each of the texts."""
    browser, faults, texts = browser_of(stage, title), [], list(NASTY.values())
    pages = [(url, name) for name, url, answer in pages_of(stage, title, browser)]
    for (url, name), first in zip(pages, cycle(range(every)), strict=False):
        for turn in range(first, len(texts), every):
            query = urlencode({known: texts[(turn + place) % len(texts)] for place, known in enumerate(QUERY)})
            answer = browser.ask("GET", f"{url.partition('?')[0]}?{query}")
            faults += [f"{name} ?{query[:80]}: {fault}" for fault in faults_of(answer)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("title", ["anonymous", "maker"])
def test_no_path_breaks_anything(stage: Stage, title: str) -> None:
    browser, faults = browser_of(stage, title), []
    for text in NASTY.values():
        raw = quote_from_bytes(text if isinstance(text, bytes) else text.encode(), safe="")
        for start in ("/mobile/", "/office/payroll/", "/console/parameters/", "/api/v1/", "/"):
            faults += [f"{start}{raw[:60]}: {fault}" for fault in faults_of(browser.ask("GET", f"{start}{raw}/"))]
    assert not faults, "\n".join(faults)


def test_the_checker_sees_a_fault(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a page that takes digits for numbers breaks on the first digit that is none."""
    monkeypatch.setattr("apps.approvals.web.console.parameters", lambda actor, on: int("²"))
    assert faults_of(browser_of(stage, "auditor").ask("GET", "/console/parameters/")) == ["status 500"]
