"""Events: no effect before the commit, one effect for each subscriber, whatever is repeated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import transaction

from apps.core import jobs, outbox
from apps.core.db import NoTransaction
from apps.core.ids import new_id
from apps.core.models import Job, OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class ThingDone:
    name: ClassVar[str] = "tests.thing.done"
    thing_id: UUID
    count: int


def _say(said: list[tuple[str, dict[str, Any]]], name: str, payload: dict[str, Any]) -> None:
    said.append((name, payload))


@pytest.fixture
def heard() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Two subscribers of the event."""
    said: list[tuple[str, dict[str, Any]]] = []
    for name in ("first", "second"):
        outbox.subscriber(ThingDone.name, name)(partial(_say, said, name))
    yield said
    del outbox._subscribers[ThingDone.name]


def run_all() -> None:
    for job_id in jobs.due(100):
        jobs.run(job_id)


def test_an_event_needs_the_transaction_of_its_deed() -> None:
    with pytest.raises(NoTransaction):
        outbox.publish(ThingDone(new_id(), 1))


def test_a_rolled_back_deed_tells_nobody(heard: list[Any]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.publish(ThingDone(new_id(), 1))
        raise RuntimeError
    assert outbox.relay(10) == 0


def test_each_subscriber_hears_an_event_once_though_everything_is_repeated(heard: list[Any]) -> None:
    thing = new_id()
    with transaction.atomic():
        outbox.publish(ThingDone(thing, 2))
    assert outbox.relay(10) == 1
    assert outbox.relay(10) == 0
    OutboxEvent.objects.update(relayed_at=None)  # as if the relay had been killed after its work
    outbox.relay(10)
    run_all()
    run_all()
    event_id = str(OutboxEvent.objects.get().pk)
    said = {"thing_id": str(thing), "count": 2, "event_id": event_id}
    assert sorted(heard, key=lambda one: one[0]) == [(name, said) for name in ("first", "second")]


def test_a_subscriber_hears_only_what_it_asked_for(heard: list[Any]) -> None:
    outbox.subscriber(ThingDone.name, "ours", kind="a", thing_id=re.compile("0.*"))(partial(_say, heard, "ours"))
    for kind, thing in (("a", "0-1"), ("b", "0-2"), ("a", "9-3"), ("a", "1-0")):
        with transaction.atomic():
            OutboxEvent.objects.create(name=ThingDone.name, payload={"kind": kind, "thing_id": thing})
    outbox.relay(10)
    run_all()
    assert [payload["thing_id"] for name, payload in heard if name == "ours"] == ["0-1"]
    assert Job.objects.filter(key__startswith="ours:").count() == 1, "no job for what it does not hear"


def test_one_subscriber_that_fails_does_not_stop_the_other(heard: list[Any]) -> None:
    def broken(payload: dict[str, Any]) -> None:
        raise ValueError

    outbox.subscriber(ThingDone.name, "broken")(broken)
    with transaction.atomic():
        outbox.publish(ThingDone(new_id(), 3))
    outbox.relay(10)
    run_all()
    assert sorted(name for name, _ in heard) == ["first", "second"]
    assert Job.objects.get(key__startswith="broken:").state == Job.State.DUE
