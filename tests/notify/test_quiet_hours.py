"""What is not urgent waits for the end of the quiet hours and is sent then; what people may and may not switch off."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core import jobs, params
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import InvalidInput
from apps.core.models import Job
from apps.notify import api as notify
from apps.notify.choices import PURPOSES, QUIET_FROM, QUIET_TO, Category
from apps.notify.models import Notice, SmsMessage
from apps.notify.rules import leaves_at
from apps.notify.selectors import notice_kinds, preferences_for, sms_is_in_trouble
from apps.notify.services.preference_set import preferences_set

from .test_notices import NOW, somebody

pytestmark = pytest.mark.django_db(transaction=True)


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(8, day=4)),
        (at(23, 59), at(8, day=4)),
        (at(0), at(8)),
        (at(7, 59), at(8)),
        (at(8), at(8)),
    ],
)
def test_the_quiet_hours_end_at_eight(written: datetime, wanted: datetime) -> None:
    assert leaves_at(written, 21, 8, is_urgent=False) == wanted
    assert leaves_at(written, 21, 8, is_urgent=True) == written


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    assert leaves_at(at(13), 12, 14, is_urgent=False) == at(14)
    assert leaves_at(at(15), 12, 14, is_urgent=False) == at(15)
    assert leaves_at(at(12), 12, 12, is_urgent=False) == at(12)


def say(actor: Actor, kind: str, wall: datetime, key: str = "k") -> None:
    now = Moment(wall, NOW.business_date)
    with transaction.atomic():
        notify.tell(person_id=actor.person, kind=kind, title="通知", body="内容", link="", key=key, now=now, sms=True)


def work() -> None:
    for job_id in jobs.due(10):
        jobs.run(job_id)


def test_at_night_the_inbox_has_it_at_once_and_the_message_leaves_in_the_morning() -> None:
    li, night = somebody(1), (NOW.wall.astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=22, minute=5)
    say(li, "members.certification", night)
    assert Notice.objects.scoped(li).count() == 1
    morning = (night + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    assert Job.objects.get(kind="notify.sms").due_at == SmsMessage.objects.system("test").get().leaves_at == morning
    work()
    assert SmsMessage.objects.system("test").get().state == "WAITING"
    assert not sms_is_in_trouble(Moment(night + timedelta(minutes=1), NOW.business_date)), "what is held is no trouble"
    Job.objects.update(due_at=NOW.wall - timedelta(seconds=1))  # the morning has come
    work()
    assert SmsMessage.objects.system("test").get().state == "SENT"


def test_what_is_urgent_leaves_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(notice_kinds(), "t.money", type(notice_kinds()["daifutong.batch"])(Category.ACCOUNT))
    night = NOW.wall.astimezone(SHANGHAI).replace(hour=23)
    say(somebody(1), "t.money", night)
    assert Job.objects.get(kind="notify.sms").due_at == night


def test_the_hours_are_the_parameters_of_the_day() -> None:
    hours = params.values([QUIET_FROM, QUIET_TO], NOW.business_date)
    assert (hours[QUIET_FROM], hours[QUIET_TO]) == (21, 8)
    for wrong in ("24", "-1", "8点", ""):
        with pytest.raises(InvalidInput):
            params.parse(QUIET_TO, wrong)


def test_who_wants_no_message_still_finds_it_in_the_inbox() -> None:
    li, noon = somebody(1), NOW.wall.astimezone(SHANGHAI).replace(hour=12)
    preferences_set(sms={"CERTIFICATION": False}, actor=li, now=NOW)
    preferences_set(sms={"CERTIFICATION": False}, actor=li, now=NOW)  # the same again changes nothing
    say(li, "members.certification", noon)
    say(li, "approvals.lapsed", noon, key="other")
    assert Notice.objects.scoped(li).count() == 2
    assert SmsMessage.objects.system("test").count() == 1
    row = AuditRow.objects.system("test").get(action="notify.preference.changed")
    assert row.detail == {"认证": "关"}


@pytest.mark.parametrize("category", [name for name, purpose in PURPOSES.items() if purpose.is_locked])
def test_money_and_security_cannot_be_switched_off(category: str) -> None:
    li = somebody(1)
    with pytest.raises(InvalidInput) as refused:
        preferences_set(sms={category: False, "NEWS": False}, actor=li, now=NOW)
    assert refused.value.code == "LOCKED_CATEGORY"
    assert all(line.sms for line in preferences_for(li)), "nothing of the form was kept"


def test_every_kind_has_a_category_and_an_unknown_one_is_refused() -> None:
    assert {kind.category for kind in notice_kinds().values()} <= set(PURPOSES)
    assert {kind.surface for kind in notice_kinds().values()} <= {"", "mobile", "office", "console"}
    with pytest.raises(RuntimeError):
        say(somebody(1), "nobody.declared.it", NOW.wall)
