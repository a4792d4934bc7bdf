"""One key, one effect: twice, at once, with another body, after a crash (model point 10)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction

from apps.core.actors import Actor
from apps.core.errors import Busy, InvalidInput, KeyReused
from apps.core.idempotency import once
from apps.core.ids import new_id
from apps.core.models import IdempotencyRecord

pytestmark = pytest.mark.django_db(transaction=True)

ALICE = Actor(person_id=new_id(), enterprise_id=new_id())
PATIENCE = 120  # seconds for what happens at once on a quiet machine


def call(key: str, body: dict[str, Any], effects: list[int], actor: Actor = ALICE) -> tuple[dict[str, Any], bool]:
    def effect() -> dict[str, Any]:
        effects.append(1)
        return {"number": len(effects)}

    with transaction.atomic():
        return once(actor=actor, route="tests.pay", key=key, body=body, effect=effect)


def test_the_same_request_again_gets_the_stored_answer() -> None:
    effects: list[int] = []
    assert call("k", {"a": 1}, effects) == ({"number": 1}, False)
    assert call("k", {"a": 1}, effects) == ({"number": 1}, True)
    assert effects == [1]


def test_the_same_key_with_another_body_is_refused() -> None:
    effects: list[int] = []
    call("k", {"a": 1}, effects)
    with pytest.raises(KeyReused):
        call("k", {"a": 2}, effects)
    assert effects == [1]


def test_a_key_belongs_to_its_person() -> None:
    effects: list[int] = []
    call("k", {"a": 1}, effects)
    call("k", {"a": 1}, effects, Actor(person_id=new_id(), enterprise_id=ALICE.enterprise_id))
    assert effects == [1, 1]


def test_a_failed_effect_does_not_burn_the_key() -> None:
    def fail() -> dict[str, Any]:
        raise InvalidInput("X", "不行")

    with pytest.raises(InvalidInput), transaction.atomic():
        once(actor=ALICE, route="tests.pay", key="k", body={}, effect=fail)
    assert not IdempotencyRecord.objects.exists()
    assert call("k", {}, []) == ({"number": 1}, False)


def test_a_missing_key_is_a_clear_error() -> None:
    with pytest.raises(InvalidInput) as caught:
        call("", {}, [])
    assert caught.value.code == "KEY_MISSING"


def test_two_at_once_have_one_effect_and_the_other_is_told_to_wait() -> None:
    effects: list[int] = []
    barrier, inside = Barrier(2), Event()

    def slow() -> dict[str, Any]:
        effects.append(1)
        inside.set()
        second.result(timeout=PATIENCE)  # the other request is answered while this one still runs
        return {"number": 1}

    def first_request() -> bool:
        barrier.wait(PATIENCE)
        try:
            with transaction.atomic():
                return once(actor=ALICE, route="tests.pay", key="k", body={}, effect=slow)[1]
        finally:
            connection.close()

    def second_request() -> str:
        barrier.wait(PATIENCE)
        inside.wait(PATIENCE)
        try:
            call("k", {}, effects)
        except Busy as busy:
            return f"{busy.code} {busy.retry_after}"
        finally:
            connection.close()
        return "had an effect"

    with ThreadPoolExecutor(2) as pool:
        second = pool.submit(second_request)
        first = pool.submit(first_request)
        assert first.result(timeout=PATIENCE) is False
        assert second.result(timeout=PATIENCE) == "BUSY 2"
    assert effects == [1]
