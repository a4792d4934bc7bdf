"""Events: written with the deed, handed on afterwards, each to each subscriber with exactly one effect."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import transaction

from . import clock, jobs
from .db import require_transaction
from .models import OutboxEvent
from .testing import failpoints

RELAY_KIND = "core.event"


class Event(Protocol):
    """A frozen dataclass of JSON values with a class variable `name` = "app.noun.verbed"."""

    name: ClassVar[str]


Subscriber = Callable[[dict[str, Any]], None]
_subscribers: dict[str, dict[str, Subscriber]] = {}


def subscriber(event_name: str, name: str) -> Callable[[Subscriber], Subscriber]:
    """Declares a handler in a `subscribers.py`. It runs inside a transaction that also finishes its job."""

    def decorate(function: Subscriber) -> Subscriber:
        _subscribers.setdefault(event_name, {})[name] = function
        return function

    return decorate


def subscribers_of(event_name: str) -> dict[str, Subscriber]:
    return dict(_subscribers.get(event_name, {}))


def publish(*events: Any) -> None:
    """Writes events in the caller's transaction. Ids and sums only: no 证件号, card or phone number."""
    require_transaction()
    OutboxEvent.objects.bulk_create(OutboxEvent(name=event.name, payload=_jsonable(asdict(event))) for event in events)


def _jsonable(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, UUID) else value for key, value in payload.items()}


def relay(limit: int) -> int:
    """Turns waiting events into one job per subscriber; gives the number of events taken."""
    with transaction.atomic(durable=True):
        events = list(
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(relayed_at__isnull=True)
            .order_by("pk")[:limit]
        )
        for event in events:
            for name in _subscribers.get(event.name, {}):
                jobs.add(RELAY_KIND, f"{name}:{event.pk}", {"event_id": str(event.pk), "subscriber": name})
        OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(relayed_at=clock.wall())
        if events:
            failpoints.reach(failpoints.EVENTS_TAKEN)
    if events:
        failpoints.reach(failpoints.EVENTS_RELAYED)
    return len(events)


@jobs.handler(RELAY_KIND)
def deliver(lease: jobs.Lease) -> None:
    """Runs one subscriber for one event; its effect and the job's end commit together.

    A subscriber gets the event's payload and its `event_id`: the same at every delivery, another for every happening.
    """
    event = OutboxEvent.objects.get(pk=lease.payload["event_id"])
    with transaction.atomic(durable=True):
        _subscribers[event.name][lease.payload["subscriber"]](event.payload | {"event_id": str(event.pk)})
        lease.finish()
        failpoints.reach(failpoints.before_commit(deliver.__name__))
    failpoints.reach(failpoints.after_commit(deliver.__name__))
