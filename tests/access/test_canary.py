"""Known numbers of one person, looked for wherever they must not be: pages, API, logs, audit, events, jobs, tables."""

import logging
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from apps.identity import api as identity
from apps.identity.models import Person
from apps.notify import api as notify
from fixtures.cast import CAST, PIN

from .browser import Answer, Browser
from .expected import ROLES, TABLE, surface_of
from .matrix import body_of, browser_of, url_of
from .pages import pages_of, within_reach
from .stage import Stage

pytestmark = pytest.mark.django_db

HEROINE = "xiaowen"
PLACES = ("audit_auditrow", "core_outboxevent", "core_job", "core_idempotencyrecord", "notify_notice", "cases_case")


@pytest.fixture
def canaries(stage: Stage) -> dict[str, str]:
    """Her ID number, her telephone, her card: in clear here and nowhere else."""
    clear = identity.person_clear(stage.world.person(HEROINE))
    return {"id number": clear.id_number, "mobile": clear.mobile, "card": stage.world.card(HEROINE)}


def hits(text: str, canaries: dict[str, str]) -> list[str]:
    return [kind for kind, number in canaries.items() if number in text]


def answers_to(stage: Stage, title: str, browser: Browser) -> Iterator[tuple[str, Answer]]:
    """Everything that a role is told: pages and documents, and the answers to what it may send."""
    for name, _, answer in pages_of(stage, title, browser):
        yield name, answer
    role = ROLES[title]
    for name, line in TABLE.items():
        if role.holds & line.who and surface_of(name) in (role.surface, "api"):
            url = url_of(name, within_reach(stage, role, name))
            for method in line.answers.keys() - {"GET"}:
                yield f"{method} {name}", browser.ask(method, url, **body_of(name, method))


# Who sees nothing of her, as test_matrix.py proves; the same pages are looked at by somebody of her own enterprise.
ELSEWHERE = {title for title in ROLES if "elsewhere" in title or "other branch" in title}
EVERYBODY = [
    pytest.param(title, marks=[pytest.mark.slow] if title in ELSEWHERE else [])
    for title in ROLES
    if title != "anonymous"
]


@pytest.mark.parametrize("title", EVERYBODY)
def test_no_answer_tells_a_number(stage: Stage, canaries: dict[str, str], title: str, caplog, settings) -> None:
    settings.DEMO = True  # with the story bar and its caught messages
    caplog.set_level(logging.DEBUG)
    browser = browser_of(stage, title)
    told = {name: found for name, answer in answers_to(stage, title, browser) if (found := hits(answer.text, canaries))}
    assert told == {}
    assert hits(caplog.text, canaries) == []


def test_her_numbers_are_shown_masked_where_they_are_shown(stage: Stage, canaries: dict[str, str]) -> None:
    """The control: those pages do speak of her numbers."""
    accounts = browser_of(stage, "employee").ask("GET", url_of("mobile:account_list")).text
    assert canaries["card"][-4:] in accounts and canaries["card"] not in accounts
    pin = browser_of(stage, "employee").ask("GET", url_of("mobile:pin_forgotten")).text
    assert canaries["mobile"][-4:] in pin and canaries["mobile"] not in pin


def test_a_reveal_shows_them_once_with_reason_pin_and_record(stage: Stage) -> None:
    """The one exception: after a reason and step-up the desk shows the numbers of its own applicant."""
    certification = stage.thing("certification", "morningstar")
    clear = identity.person_clear(stage.login("auditor").person_id)  # stands on the stage's desk
    browser, url = browser_of(stage, "reviewer"), url_of("console:certification_reveal", certification)
    sheet = browser.do("POST", url, form={"reason": "核对证件"})
    digest = sheet.text.partition('name="step_up_digest" value="')[2].partition('"')[0]
    assert sheet.status == 403 and clear.id_number not in sheet.text
    shown = browser.do("POST", url, form={"reason": "核对证件", "step_up_digest": digest, "step_up_pin": PIN})
    assert shown.status == 200 and clear.id_number in shown.text
    assert clear.id_number not in browser.do("GET", url_of("console:certification_detail", certification)).text
    assert hits(dump("audit_auditrow"), {"id number": clear.id_number, "mobile": clear.mobile}) == []


def dump(table: str) -> str:
    """A table as text, every column, as a dump would hold it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
        return cursor.fetchone()[0] or ""


def test_the_numbers_lie_encrypted_in_the_tables(stage: Stage, canaries: dict[str, str]) -> None:
    row = Person.objects.system("test").filter(pk=stage.world.person(HEROINE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, mobile FROM identity_person WHERE id = %s", [row.get().pk])
        stored = [bytes(value) for value in cursor.fetchone()]
    assert [value[3:8] for value in stored] == [b"demo1"] * 2, "format, algorithm, key id, then ciphertext"
    assert not any(number.encode() in value for value in stored for number in canaries.values())
    assert row.get().id_number.clear() == canaries["id number"]


def _a_day_of_hers(stage: Stage, canaries: dict[str, str]) -> None:
    """Deeds that carry her numbers through the house: sign-in, a PIN's code, a line to her card, her certification."""
    assert Browser().do("POST", url_of("mobile:sign_in"), form={"mobile": canaries["mobile"]}).status == 302
    assert browser_of(stage, "employee").do("POST", url_of("mobile:pin_code")).status == 302
    line = {"name": CAST[HEROINE].name, "account": canaries["card"], "amount": "1.00"}
    row = url_of("office:row_amend", stage.thing("row", "morningstar"))
    assert browser_of(stage, "maker").do("POST", row, form=line).status == 302
    batch = url_of("office:batch_submit", stage.thing("batch", "morningstar"))
    assert browser_of(stage, "maker").do("POST", batch, form={"idempotency_key": "k"}).status in (302, 422)


def test_no_table_holds_a_number_in_clear(stage: Stage, canaries: dict[str, str]) -> None:
    _a_day_of_hers(stage, canaries)
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    assert set(PLACES) <= set(tables)
    found = {table: told for table in tables if (told := hits(dump(table), canaries | _in_hex(canaries)))}
    assert found == {}


def _in_hex(canaries: dict[str, str]) -> dict[str, str]:
    """As a binary column would show them if they were not encrypted."""
    return {f"{kind} as bytes": number.encode().hex() for kind, number in canaries.items()}


LEAKS: dict[str, Callable[[Stage, dict[str, str]], str]] = {
    "page": lambda stage, canaries: browser_of(stage, "employee").ask("GET", "/mobile/inbox/").text,
    "table": lambda stage, canaries: dump("notify_notice"),
}


@pytest.mark.parametrize("place", LEAKS)
def test_a_deliberate_leak_is_found(stage: Stage, canaries: dict[str, str], place: str) -> None:
    notify.tell(
        person_id=stage.world.person(HEROINE), kind="approvals.lapsed", title="泄漏", body=f"卡号 {canaries['card']}",
        link="", key="leak", now=stage.now,
    )  # fmt: skip
    assert hits(LEAKS[place](stage, canaries), canaries) == ["card"]
