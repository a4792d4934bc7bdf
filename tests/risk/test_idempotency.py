"""One key, one effect: sent again, with another body, at once, after a crash; for every verb of the limits centre."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction

from apps.core.ids import new_id
from apps.risk import api as risk
from apps.risk.contracts import Claim

from .stage import NOW, SOON, account, claim, counted, everything, faults, on, refused, release, reserve, rows

pytestmark = pytest.mark.django_db(transaction=True)

Verb = Callable[[Claim], None]


def _take(one: Claim) -> None:
    risk.take(claims=[one], now=NOW)


def _take_line(one: Claim) -> None:
    assert risk.take_lines(claims=[one], now=NOW) == {}


def _reserve(one: Claim) -> None:
    risk.reserve(claims=[one], expires_at=SOON, now=NOW)


def _commit(one: Claim) -> None:
    risk.commit(flow=one.flow, key=one.key, amount=one.amount, now=NOW)


def _release(one: Claim) -> None:
    risk.release(flow=one.flow, key=one.key, now=NOW)


OPENS = {"take": _take, "take_lines": _take_line, "reserve": _reserve}


def _give_back(one: Claim) -> None:
    risk.give_back(flow=one.flow, keys=[one.key], now=NOW)


SETTLES = {"commit": _commit, "release": _release, "give_back": _give_back}
VERBS = OPENS | SETTLES
AFTER = {
    "take": (0, 4_000_00, 0, 1),
    "take_lines": (0, 4_000_00, 0, 1),
    "reserve": (4_000_00, 0, 1, 0),
    "commit": (0, 4_000_00, 0, 1),
    "release": (0, 0, 0, 0),
    "give_back": (0, 0, 0, 0),
}


@pytest.fixture
def one() -> Claim:
    return claim(account(), 4_000_00)


def ready(verb: str, one: Claim) -> Verb:
    """The verb, with what must have gone before it."""
    if verb in SETTLES:
        reserve(one)
    if verb == "give_back":
        send(_commit, one)
    return VERBS[verb]


def send(verb: Verb, one: Claim) -> None:
    with transaction.atomic():
        verb(one)


@pytest.mark.parametrize("name", VERBS)
def test_sent_again_it_changes_nothing(one: Claim, name: str) -> None:
    verb = ready(name, one)
    send(verb, one)
    after = everything()
    send(verb, one)
    assert everything() == after
    assert counted(one.subjects[0]) == AFTER[name]


@pytest.mark.parametrize("name", [*OPENS, "commit"])
def test_with_another_body_it_is_refused(one: Claim, name: str) -> None:
    verb = ready(name, one)
    send(verb, one)
    with refused("LIMIT_KEY_REUSED"):
        verb(replace(one, amount=3_000_00))


@pytest.mark.parametrize("name", OPENS)
def test_the_body_is_more_than_the_amount(one: Claim, name: str) -> None:
    send(OPENS[name], one)
    with refused("LIMIT_KEY_REUSED"):
        OPENS[name](replace(one, subjects=(account(),)))
    for other in set(OPENS) - {name, {"take": "take_lines", "take_lines": "take"}.get(name)}:
        with refused("LIMIT_KEY_REUSED"):  # what is used at once is no reservation
            OPENS[other](one)


def test_a_key_belongs_to_its_flow(one: Claim) -> None:
    send(_take, one)
    send(_take, replace(one, flow="out.unbound.spend"))
    assert counted(one.subjects[0]) == (0, 8_000_00, 0, 2)


def test_twice_in_one_call_is_once(one: Claim) -> None:
    with transaction.atomic():
        risk.take(claims=[one, one], now=NOW)
    assert counted(one.subjects[0]) == AFTER["take"]
    with refused("LIMIT_KEY_REUSED"):
        key = new_id()
        risk.take(claims=[claim(account(), 1, key=key), claim(account(), 2, key=key)], now=NOW)


def test_a_repeat_on_a_later_day_is_a_repeat(one: Claim) -> None:
    send(_take, one)
    with transaction.atomic():
        risk.take(claims=[one], now=on(2026, 3, 3))
    assert rows("SELECT sum(used_fen)::bigint FROM risk_limituse WHERE period = 'DAY'") == [(4_000_00,)]


def test_what_was_given_back_is_not_reserved_again_under_its_key(one: Claim) -> None:
    reserve(one)
    release(one)
    with refused("ILLEGAL_MOVE"):
        _reserve(one)


def test_used_is_not_given_back_and_given_back_is_not_used(one: Claim) -> None:
    reserve(one)
    send(_commit, one)
    with refused("ILLEGAL_MOVE"):
        _release(one)
    send(_give_back, one)
    for verb in (_commit, _release, _reserve):
        with refused("ILLEGAL_MOVE"):
            verb(one)
    other = claim(account(), 1)
    reserve(other)
    release(other)
    with refused("ILLEGAL_MOVE"):
        _commit(other)


@pytest.mark.parametrize("name", VERBS)
def test_after_a_killed_backend_it_is_done_once(one: Claim, name: str) -> None:
    """The backend dies with everything written and nothing committed; the sender does not know, and sends again."""
    verb = ready(name, one)
    before = everything()

    def dies() -> None:
        try:
            with transaction.atomic():
                verb(one)
                rows("SELECT pg_terminate_backend(pg_backend_pid())")
        except Exception:  # whatever the driver makes of a lost connection
            connection.close()

    killed = threading.Thread(target=dies)
    killed.start()
    killed.join()
    assert everything() == before
    send(verb, one)
    send(verb, one)
    assert counted(one.subjects[0]) == AFTER[name]
    assert faults() == []


@pytest.mark.parametrize("name", VERBS)
def test_sent_at_once_by_many_it_counts_once(one: Claim, name: str) -> None:
    verb = ready(name, one)
    start, errors = threading.Barrier(6), []

    def sender() -> None:
        start.wait()
        try:
            send(verb, one)
        except Exception as error:  # shown by the assertion below
            errors.append(error)
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert counted(one.subjects[0]) == AFTER[name]
    assert faults() == []


def test_one_key_for_two_accounts_at_once_goes_to_one_of_them() -> None:
    """Nothing that they lock is the same: the key itself decides."""
    key, start, answers = new_id(), threading.Barrier(2), []

    def sender() -> None:
        start.wait()
        try:
            send(_reserve, claim(account(None), 1, key=key))
            answers.append("ok")
        except Exception as error:
            answers.append(getattr(error, "code", repr(error)))
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["LIMIT_KEY_REUSED", "ok"]
