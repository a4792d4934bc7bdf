"""A payment that cannot leave: tried again for ever, people are called in time, and it may be given up (P5)."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import IllegalMove, NotFound
from apps.core.models import Job, OutboxEvent
from apps.corebank import api
from apps.corebank.adapters import SENDS
from apps.corebank.contracts import PaymentOutcome
from apps.corebank.rules.payments import RESEND_AFTER, SEND_FOR, UNSENT_RESEND_EVERY
from apps.corebank.services.payment_advance import payment_advance

from .conftest import MONDAY, intended, later, order

pytestmark = pytest.mark.django_db

REFERENCE = "WAGES-2026-03-0001"
STAFF = Actor.system("两名行员")
LONG = int(SEND_FOR.total_seconds())


@pytest.fixture
def nobody_there(client: None, settings: object) -> Iterator[None]:
    """The core's address answers to nobody."""
    settings.COREBANK_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    yield


def tried(now: Moment) -> PaymentOutcome:
    """One round of the payment's job at that time."""
    Job.objects.update(state="DUE", due_at=MONDAY.wall)
    lease = jobs.claim(Job.objects.get(kind="corebank.payment").pk)
    assert lease is not None
    return payment_advance(lease=lease, now=now)


def due_in(now: Moment) -> float:
    return (Job.objects.get(kind="corebank.payment").due_at - now.wall).total_seconds()


def unsent_events() -> int:
    return OutboxEvent.objects.filter(name="corebank.payment.unsent").count()


def cancel(reference: str = REFERENCE) -> PaymentOutcome:
    with transaction.atomic():
        return api.cancel_payment(reference=reference, actor=STAFF, now=later(MONDAY, seconds=LONG + 1))


@pytest.mark.parametrize("why", ["core down", "breaker open"])
def test_people_are_called_after_two_hours_and_it_is_tried_on(nobody_there: None, why: str) -> None:
    intended(order())
    if why == "breaker open":
        for _ in range(SENDS.failures):
            SENDS.record(answered=False)
    at_the_limit, late = later(MONDAY, seconds=LONG), later(MONDAY, seconds=LONG + 1)
    assert tried(at_the_limit).state == "INTENT"
    assert (unsent_events(), due_in(at_the_limit)) == (0, RESEND_AFTER.total_seconds())
    assert api.payments_unsent([REFERENCE], at_the_limit) == {}
    assert tried(late).state == "INTENT"
    assert (unsent_events(), due_in(late)) == (1, UNSENT_RESEND_EVERY.total_seconds())
    assert api.payments_unsent([REFERENCE, "WAGES-2026-03-9999"], late) == {REFERENCE: 650_000}


def test_the_core_may_come_back_before_anybody_decides(simulator: object) -> None:
    intended(order())
    assert tried(later(MONDAY, seconds=2 * LONG)).state == "SUCCEEDED"
    assert unsent_events() == 0
    with pytest.raises(IllegalMove):
        cancel()


def test_what_never_left_is_given_up_for_ever(simulator: object) -> None:
    intended(order())
    outcome = cancel()
    assert (outcome.state, outcome.code, outcome.final, outcome.sent_at) == ("CANCELLED", "P99", True, None)
    assert list(OutboxEvent.objects.values_list("name", "payload")) == [
        ("corebank.payment.resolved", {"reference": REFERENCE, "state": "CANCELLED", "code": "P99"})
    ]
    assert tried(later(MONDAY, seconds=2 * LONG)).state == "CANCELLED"
    assert Job.objects.get(kind="corebank.payment").state == "DONE"
    assert api.send_payment(reference=REFERENCE, now=MONDAY).state == "CANCELLED"
    assert api.query_payment(reference=REFERENCE, now=MONDAY).state == "CANCELLED"
    assert simulator.knows(REFERENCE) == "NOT_FOUND"  # type: ignore[attr-defined]
    deed = AuditRow.objects.system("test").get(action="corebank.payment.cancelled")
    assert (deed.from_state, deed.to_state) == ("INTENT", "CANCELLED")
    with pytest.raises(IllegalMove):
        cancel()


def test_what_was_sent_is_never_given_up(simulator: object) -> None:
    simulator.mode("timeout_applied")  # type: ignore[attr-defined]
    intended(order())
    assert api.send_payment(reference=REFERENCE, now=MONDAY).state == "UNKNOWN"
    with pytest.raises(IllegalMove):
        cancel()


def test_a_stranger_is_not_found(client: None) -> None:
    with pytest.raises(NotFound):
        cancel("WAGES-2026-03-9999")
