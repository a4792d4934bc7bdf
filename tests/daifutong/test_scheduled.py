"""Batches with a pay day: the earlier workday (PY-8), the cut-off (PY-9), what opens them, and the reminders before."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from apps.core.actors import Role
from apps.core.calendar import CalendarYearNotLoaded
from apps.core.clock import Moment
from apps.core.errors import InvalidInput
from apps.core.models import Job
from apps.daifutong.contracts import ImportAnswer
from apps.daifutong.models import Batch
from apps.daifutong.rules.pay_day import is_due
from apps.daifutong.selectors import batch_detail
from apps.daifutong.services.batch_decide import RELEASE_JOB
from apps.daifutong.services.batch_import import batch_import
from apps.daifutong.services.pay_day_open import pay_day_open, pay_days_remind
from apps.members.models import OperatorGrant
from apps.notify.models import Notice

from .cast import NOW, House, build_house, work

pytestmark = pytest.mark.django_db
MONDAY = NOW.business_date  # 2026-03-02
AFTERNOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai, the cut-off


def upload(house: House, wanted_on: date | None, amount: str = "5000.00") -> ImportAnswer:
    return batch_import(
        content=house.file([amount]), filename="工资.csv", pay_period="2026-02", title="2026年2月工资",
        payer_account_id=house.payer_id, wanted_on=wanted_on, key=house.key(), actor=house.as_("maker"), now=house.now,
    )  # fmt: skip


def approved(house: House, wanted_on: date | None, at: datetime = NOW.wall) -> Batch:
    batch_id = upload(house, wanted_on).batch_id
    house.submit(batch_id)
    house.now = Moment(at, house.now.business_date)
    house.check(batch_id)
    return reload(batch_id)


def reload(batch_id: UUID) -> Batch:
    return Batch.objects.system("test").get(pk=batch_id)


def releases() -> int:
    return Job.objects.filter(kind=RELEASE_JOB).count()


def opens(day: date) -> None:
    with transaction.atomic():
        pay_day_open(day=day)


# What the makers of domain rule PY-8 computed, seen from a day on which all of it lies ahead.
@pytest.mark.parametrize(
    ("today", "wanted", "paid"),
    [
        ("2026-09-01", "2026-10-05", "2026-09-30"),
        ("2026-09-01", "2026-10-10", "2026-10-10"),
        ("2026-02-02", "2026-02-20", "2026-02-14"),
        ("2026-04-20", "2026-05-03", "2026-04-30"),
        ("2026-01-02", "2026-01-04", "2026-01-04"),
        ("2026-06-01", "2026-06-20", "2026-06-18"),
    ],
)
def test_a_pay_day_of_rest_moves_to_the_workday_before(house: House, today: str, wanted: str, paid: str) -> None:
    house.now = Moment(NOW.wall, date.fromisoformat(today))
    answer = upload(house, date.fromisoformat(wanted))
    line = batch_detail(house.as_("maker"), answer.batch_id, house.now).line
    assert (f"{line.wanted_on}", f"{line.pay_on}") == (wanted, paid)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (MONDAY - timedelta(days=1), "60 天以内"),
        (MONDAY + timedelta(days=61), "60 天以内"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(house: House, wanted: date, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        upload(house, wanted)
    assert refused.value.code == "E_PAY_ON" and said in refused.value.fields["wanted_on"]
    assert not Batch.objects.system("test").exists()


def test_a_day_of_rest_whose_workday_is_over_is_refused(house: House) -> None:
    house.now = Moment(NOW.wall, date(2026, 3, 7))  # a Saturday
    with pytest.raises(InvalidInput) as refused:
        upload(house, date(2026, 3, 8))
    assert "03月06日" in refused.value.fields["wanted_on"]


def test_a_year_without_a_calendar_is_an_error(house: House) -> None:
    """AT-12."""
    house.now = Moment(NOW.wall, date(2027, 12, 20))
    with pytest.raises(CalendarYearNotLoaded):
        upload(house, date(2028, 1, 5))


CUT_OFF = time(17)
TIMES = {"before": time(16, 59), "at": CUT_OFF}


@pytest.mark.parametrize(
    ("days", "at", "due"),
    [(None, "at", True), (-1, "before", True), (0, "before", True), (0, "at", False), (1, "before", False)],
)
def test_what_is_paid_now(days: int | None, at: str, due: bool) -> None:
    pay_on = None if days is None else MONDAY + timedelta(days=days)
    found = is_due(pay_on, today=MONDAY, at=TIMES[at], cut_off=CUT_OFF)
    assert found is due


def test_one_of_a_later_day_waits_for_it_and_is_paid_then(house: House) -> None:
    batch = approved(house, MONDAY + timedelta(days=2))
    work()
    assert (reload(batch.pk).state, releases()) == ("SCHEDULED", 0)
    opens(MONDAY + timedelta(days=1))
    assert releases() == 0
    for _ in range(2):  # an event may come twice
        opens(MONDAY + timedelta(days=2))
    assert releases() == 1
    work()
    assert reload(batch.pk).state == "DONE"
    opens(MONDAY + timedelta(days=3))
    assert releases() == 1


def test_one_of_today_that_missed_the_cut_off_goes_on_the_next_workday(house: House) -> None:
    batch = approved(house, MONDAY, AFTERNOON)
    assert (batch.state, releases()) == ("SCHEDULED", 0)
    opens(date(2026, 3, 7))  # a Saturday
    assert releases() == 0
    opens(date(2026, 3, 9))
    assert releases() == 1


def test_one_without_a_day_knows_no_cut_off(house: House) -> None:
    approved(house, None, AFTERNOON)
    assert releases() == 1


def test_the_day_is_what_approvers_agree_to(house: House) -> None:
    batch = approved(house, MONDAY + timedelta(days=2))
    with_day = reload(batch.pk).content_hash
    other = upload(replace(house, now=NOW), MONDAY + timedelta(days=3), "5000.01").batch_id
    house.submit(other)
    Batch.objects.system("test").filter(pk=batch.pk).update(pay_on=MONDAY + timedelta(days=1))
    opens(MONDAY + timedelta(days=1))
    work()
    assert reload(batch.pk).state == "SCHEDULED", "the lines no longer hash to what was approved"
    assert with_day != reload(other).content_hash


def with_grants(house: House) -> House:
    for name in ("maker", "checker"):
        OperatorGrant.objects.create(
            user_id=house.as_(name).user_id, person_id=house.as_(name).person_id, enterprise_id=house.enterprise_id,
            role=name, granted_at=house.now.wall,
        )  # fmt: skip
    return house


def told(kind: str) -> list[str]:
    return list(Notice.objects.system("test").filter(kind=kind).values_list("body", flat=True).distinct())


def test_what_the_account_lacks_is_said_three_workdays_and_one_before(db: None) -> None:
    """Wednesday the 11th: three workdays before it is Friday the 6th, one is Tuesday the 10th."""
    poor = with_grants(build_house(serial=1, funds=500_000 - 12_345))
    approved(poor, date(2026, 3, 11))
    for day in range(3, 12):
        with transaction.atomic():
            pay_days_remind(day=date(2026, 3, day), now=poor.now)
    keys = Notice.objects.system("test").filter(kind="daifutong.funding").values_list("key", flat=True).distinct()
    assert sorted(key.rpartition(":")[2] for key in keys) == ["2026-03-06", "2026-03-10"]
    [body] = told("daifutong.funding")
    assert "还差 123.45 元" in body and "03月11日" in body


def test_with_enough_in_the_account_nothing_is_said(house: House) -> None:
    approved(with_grants(house), date(2026, 3, 11))
    with transaction.atomic():
        pay_days_remind(day=date(2026, 3, 6), now=house.now)
    assert told("daifutong.funding") == []


def test_who_must_still_approve_is_told_again(house: House) -> None:
    house.submit(upload(with_grants(house), date(2026, 3, 11)).batch_id)
    work()
    first = Notice.objects.system("test").filter(kind="daifutong.batch").count()
    for _ in range(2):
        with transaction.atomic():
            pay_days_remind(day=date(2026, 3, 10), now=house.now)
        work()
    again = Notice.objects.system("test").filter(kind="daifutong.batch", title__contains="临近")
    assert again.count() == first > 0


def test_two_batches_of_one_account_need_their_sum(db: None) -> None:
    house = build_house(serial=1, funds=900_000)
    for day in (4, 5):
        house.submit(upload(house, date(2026, 3, day), f"500{day}.00").batch_id)
    short = [
        batch_detail(house.as_("maker"), batch_id, house.now).short_fen
        for batch_id in Batch.objects.system("test").order_by("pay_on").values_list("pk", flat=True)
    ]
    assert short == [0, 500_400 + 500_500 - 900_000]


def test_who_does_not_see_the_balance_is_not_told_what_lacks(db: None) -> None:
    house = build_house(serial=1, funds=100_000)
    batch_id = upload(house, None).batch_id
    house.submit(batch_id)
    clerk = replace(house.as_("checker"), roles=frozenset({Role.HR_PAY}))
    assert batch_detail(house.as_("checker"), batch_id, house.now).short_fen == 400_000
    assert batch_detail(clerk, batch_id, house.now).short_fen == 0
