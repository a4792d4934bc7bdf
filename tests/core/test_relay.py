"""The relay wakes workers, and a backlog does not flood the broker."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction

from apps.core import clock, jobs
from apps.core.management.commands import relay
from apps.core.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker() -> Iterator[relay.Command]:
    """A relay on the real broker, whose queue is empty before and after."""
    current_app.control.purge()
    yield relay.Command()
    current_app.control.purge()


def test_a_backlog_waits_in_the_database_and_not_in_the_broker(
    broker: relay.Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "WAITING_MOST", 3)
    with transaction.atomic():
        for number in range(3):
            jobs.add("tests.backlog", str(number), {})
    assert (broker._waiting(), broker._wake(), broker._waiting()) == (0, 3, 3)
    Job.objects.update(woken_at=clock.wall() - timedelta(seconds=jobs.WAKE_BUSY_SECONDS + 1))
    assert (broker._wake(), broker._waiting()) == (0, 3), "nobody has taken a message: no more are sent"
    current_app.control.purge()
    assert (broker._wake(), broker._waiting()) == (3, 3), "they were lost: each job is woken again"
