"""Queries without a scope raise; a relation that was not declared shows nothing."""

from dataclasses import replace

import pytest

from apps.audit.models import AuditRow
from apps.cases.models import Case
from apps.core import clock
from apps.core.access import Access, authorise, page
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.db import NoTransaction, Unscoped, require_transaction
from apps.core.errors import Forbidden, SignInRequired
from apps.core.http.urls import path
from apps.core.ids import new_id

STAFF = Actor(
    person_id=new_id(),
    user_id=new_id(),
    surface=Surface.CONSOLE,
    roles=frozenset({Role.AUDITOR}),
    unit_path="/head/east/",
)


@pytest.fixture
def cases(db: None) -> None:
    for key, unit in (("east", "/head/east/"), ("west", "/head/west/")):
        Case.objects.create(
            key=key, kind="tests", subject_kind="tests", subject_id=new_id(), title=key, detail="", unit_path=unit,
            opened_at=clock.wall(),
        )  # fmt: skip


@pytest.mark.parametrize("verb", ["all", "filter", "first", "count", "exists", "values"])
def test_an_unscoped_query_raises(cases: None, verb: str) -> None:
    with pytest.raises(Unscoped):
        getattr(Case.objects, verb)()


def test_a_system_query_must_say_why(cases: None) -> None:
    with pytest.raises(Unscoped):
        Case.objects.system("")


@pytest.mark.parametrize(
    ("relation", "unit", "seen"),
    [
        (Relation.UNIT, "/head/east/", ["east"]),
        (Relation.UNIT, "/head/", ["east", "west"]),
        (Relation.UNIT, None, []),
        (None, "/head/", []),
        (Relation.SELF, "/head/", []),
        (Relation.PUBLIC, "/head/", []),
    ],
)
def test_the_relation_decides_what_is_seen(
    cases: None, relation: Relation | None, unit: str | None, seen: list[str]
) -> None:
    actor = Actor(person_id=new_id(), relation=relation, unit_path=unit)
    assert sorted(case.key for case in Case.objects.scoped(actor)) == seen


def test_a_view_without_access_stops_the_start() -> None:
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured):
        path("x/", lambda request: None, "x")  # type: ignore[arg-type, return-value]


def test_anonymous_is_asked_to_sign_in_and_the_wrong_role_is_refused_by_name(db: None) -> None:
    access = Access(Surface.CONSOLE, "approvals.parameters.propose", Relation.UNIT)
    with pytest.raises(SignInRequired):
        authorise(Actor(surface=Surface.CONSOLE), access)
    with pytest.raises(Forbidden) as caught:
        authorise(STAFF, access)
    assert "银行运营岗" in caught.value.message


def test_a_denial_leaves_one_audit_row_a_minute_and_nothing_else(db: None) -> None:
    auditor = replace(STAFF, user_id=new_id())
    for _ in range(3):
        with pytest.raises(Forbidden):
            authorise(auditor, Access(Surface.CONSOLE, "approvals.parameters.propose", Relation.UNIT))
    rows = AuditRow.objects.system("test").filter(user_id=auditor.user_id)
    assert [(row.action, row.detail) for row in rows] == [
        ("access.denied", {"permission": "approvals.parameters.propose"})
    ]


@pytest.mark.django_db(transaction=True)
def test_money_functions_refuse_to_run_alone() -> None:
    with pytest.raises(NoTransaction):
        require_transaction()


def test_page_narrows_the_actor_to_its_relation() -> None:
    view = page("console", permission="approvals.parameters.view", relation=Relation.UNIT)(lambda request: None)  # type: ignore[arg-type, return-value]
    assert view.access == Access(Surface.CONSOLE, "approvals.parameters.view", Relation.UNIT)  # type: ignore[attr-defined]
