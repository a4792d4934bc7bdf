"""A message leaves by a job, outside any transaction; a gateway that is down breaks no page and says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.core import clock, jobs
from apps.core.clock import Moment
from apps.core.models import BankDay, Job
from apps.notify import api as notify
from apps.notify.models import SmsMessage
from apps.notify.rules import SMS_TRIES
from apps.notify.selectors import caught_messages
from fixtures.generators import mobile

pytestmark = pytest.mark.django_db(transaction=True)


class Gateway:
    """Refuses as often as it is told to, then accepts; notes what it was sent, and whether a transaction was open."""

    refusals: ClassVar[int] = 0
    sent: ClassVar[list[UUID]] = []
    in_transaction: ClassVar[set[bool]] = set()

    def send(self, *, mobile: str, text: str, reference: UUID) -> None:
        Gateway.sent.append(reference)
        Gateway.in_transaction.add(connection.in_atomic_block)
        if len(Gateway.sent) <= Gateway.refusals:
            raise TimeoutError(mobile)


@pytest.fixture(autouse=True)
def _gateway(settings, db: None) -> Iterator[None]:  # type: ignore[no-untyped-def]
    settings.SMS_SENDER = "tests.notify.test_sms.Gateway"
    BankDay.objects.get_or_create(state="OPEN", defaults={"business_date": date(2026, 3, 2), "opened_at": clock.wall()})
    yield
    Gateway.refusals = 0
    Gateway.sent.clear()
    Gateway.in_transaction.clear()


def send_code(life: timedelta = timedelta(minutes=5)) -> Moment:
    """Gives the moment at which the message was written."""
    now = clock.read()
    with transaction.atomic():
        notify.send_code(mobile=mobile(1), purpose="sign_in", code="123456", expires_at=now.wall + life, now=now)
    return now


def work(times: int = 1) -> None:
    """Lets the job run so many times, its delays over each time."""
    for _ in range(times):
        Job.objects.filter(state="DUE").update(due_at=clock.wall(), woken_at=None)
        for job_id in jobs.due(10):
            jobs.run(job_id)


def message() -> SmsMessage:
    return SmsMessage.objects.system("test").get()


def test_a_code_names_its_purpose_and_nothing_leaves_before_the_commit() -> None:
    send_code()
    assert "123456" in caught_messages()[0].text and "用于登录" in caught_messages()[0].text
    assert (message().state, Gateway.sent) == ("WAITING", [])
    work()
    assert (message().state, Gateway.sent, Gateway.in_transaction) == ("SENT", [message().pk], {False})
    work(3)
    assert len(Gateway.sent) == 1, "a repeat sends nothing"


def test_a_gateway_that_fails_is_asked_again_under_the_same_reference() -> None:
    Gateway.refusals = 2
    send_code()
    work(2)
    assert (message().state, Job.objects.get().state) == ("WAITING", "DUE")
    work()
    assert (message().state, Gateway.sent) == ("SENT", [message().pk] * 3)


def test_a_message_is_given_up_in_the_end_and_its_job_is_done() -> None:
    Gateway.refusals = 99
    send_code()
    work(SMS_TRIES + 3)
    assert (message().state, message().sent_at, len(Gateway.sent)) == ("FAILED", None, SMS_TRIES)
    assert Job.objects.get().state == "DONE"


def test_a_code_that_nobody_wants_any_more_is_not_sent() -> None:
    send_code(life=timedelta(seconds=-1))
    work()
    assert (message().state, Gateway.sent) == ("FAILED", [])


def test_the_channel_is_in_trouble_when_the_newest_message_has_not_left() -> None:
    assert not notify.sms_is_in_trouble(clock.read()), "nothing was sent"
    now = send_code()

    def later(seconds: int) -> bool:
        return notify.sms_is_in_trouble(replace(now, wall=now.wall + timedelta(seconds=seconds)))

    assert (later(5), later(16), later(601)) == (False, True, False)
    work()
    assert not later(16)
    SmsMessage.objects.system("test").update(state="FAILED")
    assert later(1)
