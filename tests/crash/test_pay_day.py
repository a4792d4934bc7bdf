"""Kill −9 while a business date opens on which approved wages are due: each is paid once, on that day."""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.core.events import DayOpened
from apps.core.invariants import faults
from apps.core.models import Job
from apps.core.outbox import publish
from apps.daifutong.models import Batch, Payslip
from apps.ledger import api as ledger
from tests.daifutong.cast import House, work
from tests.daifutong.test_scheduled import MONDAY, approved

from .conftest import run, settle
from .points import PAY_DAY_POINTS

pytestmark = pytest.mark.slow


def opened_pay_day(house: House) -> Batch:
    """A wage that was approved for the day that opens now."""
    day = MONDAY + timedelta(days=1)
    batch = approved(house, day)
    work()
    assert Batch.objects.system("crash").get(pk=batch.pk).state == "SCHEDULED"
    Job.objects.all().delete()  # what led here is another flow
    with transaction.atomic():
        publish(DayOpened(day.isoformat()))
    return batch


@pytest.mark.parametrize("point", PAY_DAY_POINTS)
def test_the_wages_of_the_day_are_paid_once(house: House, point: str) -> None:
    batch = opened_pay_day(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    batch.refresh_from_db()
    assert batch.state == "DONE"
    assert ledger.balance(house.staff[0].ledger_id) == 500_000
    assert house.payer_balance() == 100_000_000 - 500_000
    assert ledger.balance(batch.transit_ledger_id) == 0
    assert Payslip.objects.system("crash").count() == 1
    assert list(Job.objects.exclude(state="DONE")) == []
