"""Events: written with the deed, handed on afterwards, each to each subscriber with exactly one effect."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
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
Only = str | re.Pattern[str]  # what a field of the payload is, or looks like from end to end


@dataclass(frozen=True, slots=True)
class _Subscription:
    handler: Subscriber
    only: dict[str, Only]

    def hears(self, payload: dict[str, Any]) -> bool:
        return all(
            payload[field] == wanted if isinstance(wanted, str) else bool(wanted.fullmatch(payload[field]))
            for field, wanted in self.only.items()
        )


_subscribers: dict[str, dict[str, _Subscription]] = {}


def subscriber(event_name: str, name: str, **only: Only) -> Callable[[Subscriber], Subscriber]:
    """Declares a handler in a `subscribers.py`. It runs inside a transaction that also finishes its job.

    `only` names fields of the payload and what they must be: for other events no job is written.
    """

    def decorate(function: Subscriber) -> Subscriber:
        _subscribers.setdefault(event_name, {})[name] = _Subscription(function, only)
        return function

    return decorate


def publish(*events: Any) -> None:
    """Writes events in the caller's transaction. Ids and sums only: no 证件号, card or phone number."""
    require_transaction()
    OutboxEvent.objects.bulk_create(OutboxEvent(name=event.name, payload=_jsonable(asdict(event))) for event in events)


def _jsonable(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, UUID) else value for key, value in payload.items()}


def relay(limit: int) -> int:
    """Turns waiting events into one job for each subscriber that hears them; gives the number of events taken."""
    with transaction.atomic(durable=True):
        events = list(
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(relayed_at__isnull=True)
            .order_by("pk")[:limit]
        )
        for event in events:
            for name, subscription in _subscribers.get(event.name, {}).items():
                if subscription.hears(event.payload):
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
        subscription = _subscribers[event.name][lease.payload["subscriber"]]
        subscription.handler(event.payload | {"event_id": str(event.pk)})
        lease.finish()
        failpoints.reach(failpoints.before_commit(deliver.__name__))
    failpoints.reach(failpoints.after_commit(deliver.__name__))
