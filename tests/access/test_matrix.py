"""Every address × method × role × relation, against the table that was written by hand."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from apps.audit.models import AuditRow
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from .browser import new_writes
from .expected import ABSENT, INVALID, NOBODY, ROLES, SIGN_IN, TABLE, surface_of
from .matrix import body_of, browser_of, check_declarations, outcome, role_faults, url_of
from .stage import HOUSE, Stage

pytestmark = pytest.mark.django_db


def assert_none(faults: Iterable[str]) -> None:
    assert not (found := list(faults)), "\n".join(found)


def test_every_address_stands_in_the_table_with_its_relation() -> None:
    assert_none(check_declarations())


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(3, id="third")])
@pytest.mark.parametrize("title", ROLES)
def test_everybody_gets_what_the_table_says(stage: Stage, title: str, every: int) -> None:
    """The quick tier asks for a third of what lies beyond a role's surface or reach, the slow one for all of it."""
    assert_none(role_faults(stage, title, ROLES[title], browser_of(stage, title), every=every))


ENDS = {
    "disabled": lambda stage, user: identity.login_disable(user_id=user.pk, reason="离行", actor=HOUSE, now=stage.now),
    "expired": lambda stage, user: Session.objects.update(expire_date=stage.now.wall - timedelta(seconds=1)),
    "role changed": lambda stage, user: identity.sessions_end(
        person_id=user.person_id, kind=LoginKind(user.kind), reason="调岗", actor=HOUSE, now=stage.now
    ),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("title", ["employee", "maker", "reviewer"])
def test_an_ended_session_opens_nothing(stage: Stage, title: str, end: str) -> None:
    role, browser = ROLES[title], browser_of(stage, title)
    ENDS[end](stage, stage.login(role.login))
    assert outcome(browser.do("GET", f"/{role.surface}/")) == SIGN_IN
    names = [name for name in TABLE if surface_of(name) in (role.surface, "api")]
    assert_none(role_faults(stage, end, NOBODY, browser, names))


@pytest.mark.parametrize("title", ["employee", "maker", "reviewer"])
def test_no_other_site_can_make_a_signed_in_browser_do_anything(stage: Stage, title: str) -> None:
    browser = browser_of(stage, title)
    new_writes()
    browser.handler.enforce_csrf_checks = True
    for name, line in TABLE.items():
        thing = stage.things(line.thing)[0] if line.thing else None
        for method in line.answers.keys() - {"GET"}:
            answer = browser.ask(method, url_of(name, thing), **body_of(name, method))
            assert (answer.status, "页面已过期" in answer.text, answer.writes) == (403, True, {}), (method, name)


def test_a_denial_is_on_record_once_a_minute(stage: Stage) -> None:
    browser = browser_of(stage, "maker")
    for _ in range(3):
        assert browser.do("POST", url_of("office:member_submit")).status == 403
    assert browser.do("GET", url_of("office:roster_new")).status == 403
    rows = AuditRow.objects.system("test").filter(action="access.denied", user_id=stage.login("maker").pk)
    permissions = [row.detail["permission"] for row in rows.order_by("pk")]
    assert permissions == ["members.certification.submit", "members.roster.import"]


def test_a_denial_behind_the_door_is_on_record_too(stage: Stage) -> None:
    certification = stage.thing("certification", "morningstar")
    browser = browser_of(stage, "approver")  # it is the reviewer's turn
    assert browser.do("POST", url_of("console:certification_pass", certification)).status == 403
    row = AuditRow.objects.system("test").get(action="access.denied", user_id=stage.login("approver").pk)
    assert row.detail == {"permission": "members.certification.decide"}


FOREIGN_FIELDS = [
    ("maker", "office:batch_import", "payer_account_id", "payer", INVALID),
    ("pay clerk", "office:member_submit", "member", "invited", ABSENT),
    ("pay clerk", "office:member_invite", "member", "invited", ABSENT),
]


@pytest.mark.parametrize(("title", "name", "field", "kind", "refused"), FOREIGN_FIELDS)
def test_an_id_in_a_form_reaches_no_further_than_one_in_an_address(
    stage: Stage, title: str, name: str, field: str, kind: str, refused: str
) -> None:
    browser = browser_of(stage, title)
    new_writes()
    own, foreign = stage.thing(kind, "morningstar"), stage.thing(kind, "bedrock")
    for thing in (foreign, foreign.absent()):
        answer = browser.ask("POST", url_of(name), form={field: [own.args[0], thing.args[0]]})
        assert (outcome(answer), answer.writes) == (refused, {}), thing.whose


def test_a_payer_in_a_document_reaches_no_further(stage: Stage) -> None:
    """api:batches names its payer in the body: another enterprise's is not found, as one that does not exist."""
    browser = browser_of(stage, "maker")
    new_writes()
    foreign = stage.thing("payer", "bedrock")
    for thing in (foreign, foreign.absent()):
        body = dict(TABLE["api:batches"].form) | {"payer_account_id": str(thing.args[0])}
        answer = browser.ask("POST", url_of("api:batches"), json=body, HTTP_IDEMPOTENCY_KEY="k")
        assert (outcome(answer), answer.writes) == (ABSENT, {}), thing.whose
