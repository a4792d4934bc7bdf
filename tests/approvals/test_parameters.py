"""Dated parameters: proposed by one, decided by another, in force from their day (RC-8)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from apps.approvals import api as approvals
from apps.approvals.services.parameter_change import KIND, parameter_decide, parameter_propose
from apps.core import clock, params
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.core.errors import Forbidden, InvalidInput, StepUpRequired, Unavailable
from apps.core.models import Parameter
from apps.identity import api as identity

from .people import PIN, somebody

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 3, 2)
NOW = Moment(clock.wall(), TODAY)
KEY = "tests.limit"


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
    """A parameter of the tests' own, without any value."""
    params.define(KEY, "fen", "测试限额", rule="PY-6")
    yield
    del params._definitions[KEY]


def by_law(value: str) -> None:
    """The parameter as a number of the law, loaded with the reference data."""
    params.define(KEY, "fen", "测试限额", rule="AC-1", is_statutory=True)
    Parameter.objects.create(
        key=KEY, value=value, effective_from=date(2020, 1, 1), state=Parameter.State.ACTIVE, created_at=NOW.wall
    )


@pytest.fixture
def maker() -> Actor:
    return replace(somebody(0, Role.BANK_OPERATOR), surface=Surface.CONSOLE, unit_path="/head/", relation=Relation.UNIT)


@pytest.fixture
def checker() -> Actor:
    return replace(somebody(1, Role.APPROVER), surface=Surface.CONSOLE, unit_path="/head/", relation=Relation.UNIT)


def propose(maker: Actor, value: str = "50000", start: date = TODAY) -> Parameter:
    pk = parameter_propose(key=KEY, value=value, effective_from=start, reason="年度调整", actor=maker, now=NOW)
    return Parameter.objects.get(pk=pk)


def approve(row: Parameter, actor: Actor) -> None:
    """The first try names the digest to sign; the second one signs it."""
    try:
        parameter_decide(parameter_id=row.pk, verdict="APPROVE", reason="", actor=actor, now=NOW)
    except StepUpRequired as needed:
        identity.step_up_confirm(actor=actor, digest=needed.digest, pin=PIN, now=NOW)
        parameter_decide(parameter_id=row.pk, verdict="APPROVE", reason="", actor=actor, now=NOW)


def test_a_value_counts_after_the_second_person_and_from_its_day(maker: Actor, checker: Actor) -> None:
    row = propose(maker, start=TODAY + timedelta(days=3))
    with pytest.raises(Unavailable):
        params.get(KEY, TODAY + timedelta(days=3))
    approve(row, checker)
    assert params.get(KEY, TODAY + timedelta(days=3)) == 50000
    with pytest.raises(Unavailable):
        params.get(KEY, TODAY + timedelta(days=2))


def test_the_latest_value_counts(maker: Actor, checker: Actor) -> None:
    approve(propose(maker, "1"), checker)
    approve(propose(maker, "2", TODAY + timedelta(days=1)), checker)
    assert [params.get(KEY, TODAY + timedelta(days=n)) for n in (0, 1, 9)] == [1, 2, 2]


def test_the_maker_cannot_decide(maker: Actor) -> None:
    row = propose(maker)
    with pytest.raises(Forbidden) as caught:
        approve(row, replace(maker, roles=frozenset({Role.APPROVER})))
    assert caught.value.code == "SAME_PERSON"


def test_a_branch_neither_proposes_nor_decides_for_the_whole_bank(maker: Actor, checker: Actor) -> None:
    row = propose(maker)
    branch = "/head/east/"
    for deed in (
        lambda: propose(replace(maker, unit_path=branch)),
        lambda: approve(row, replace(checker, unit_path=branch)),
    ):
        with pytest.raises(Forbidden) as refusal:
            deed()
        assert refusal.value.code == "OTHER_UNIT"
    assert (Parameter.objects.filter(key=KEY).get().state, pending_kinds(checker, branch)) == ("PROPOSED", [])
    assert pending_kinds(checker, "/head/") == [KIND]
    approve(row, checker)
    assert params.get(KEY, TODAY) == 50000


def pending_kinds(actor: Actor, unit_path: str) -> list[str]:
    return [request.kind for request in approvals.pending(replace(actor, unit_path=unit_path))]


def test_a_returned_value_never_counts(maker: Actor, checker: Actor) -> None:
    row = propose(maker)
    parameter_decide(parameter_id=row.pk, verdict="RETURN", reason="依据不足", actor=checker, now=NOW)
    row.refresh_from_db()
    assert row.state == Parameter.State.REJECTED
    with pytest.raises(Unavailable):
        params.get(KEY, TODAY)


@pytest.mark.parametrize(
    ("value", "start", "reason"),
    [("五千", TODAY, "x"), ("1.5", TODAY, "x"), ("1", TODAY - timedelta(days=1), "x"), ("1", TODAY, " ")],
)
def test_a_wrong_proposal_is_refused_in_words(maker: Actor, value: str, start: date, reason: str) -> None:
    with pytest.raises(InvalidInput):
        parameter_propose(key=KEY, value=value, effective_from=start, reason=reason, actor=maker, now=NOW)
    assert not Parameter.objects.filter(key=KEY).exists()


@pytest.mark.parametrize(("value", "is_refused"), [("1000001", True), ("1000000", False), ("1", False)])
def test_what_the_law_sets_may_be_lowered_and_never_raised(maker: Actor, value: str, is_refused: bool) -> None:
    """RC-1: what the law allows is what came with the reference data."""
    by_law("1000000")
    if not is_refused:
        assert propose(maker, value).value == value
        return
    with pytest.raises(InvalidInput) as caught:
        propose(maker, value)
    assert caught.value.code == "STATUTORY_LIMIT"
    assert caught.value.fields == {"value": "法定限额只能下调,不能高于 ¥10,000.00。"}


def test_what_was_lowered_goes_up_again_as_far_as_the_law_allows(maker: Actor, checker: Actor) -> None:
    by_law("1000000")
    approve(propose(maker, "5"), checker)
    approve(propose(maker, "1000000", TODAY + timedelta(days=1)), checker)
    assert [params.get(KEY, TODAY + timedelta(days=n)) for n in (0, 1)] == [5, 1000000]
    with pytest.raises(InvalidInput):
        propose(maker, "1000001")
