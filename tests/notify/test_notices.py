"""How people hear of it: an inbox line once per key, a message after the commit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from apps.core import clock, jobs
from apps.core.actors import Actor, Relation, Surface
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.identity import api as identity
from apps.notify import api as notify
from apps.notify.models import Notice, SmsMessage
from apps.notify.selectors import caught_messages, inbox_for
from apps.notify.services.notice_read import notice_open, notices_read_all
from fixtures.generators import id_number, mobile

pytestmark = pytest.mark.django_db(transaction=True)

NOON = (clock.wall().astimezone(clock.SHANGHAI) - timedelta(days=1)).replace(hour=12)  # no quiet hour
NOW = Moment(NOON, NOON.date())


def somebody(serial: int) -> Actor:
    with transaction.atomic():
        person = identity.person_ensure(
            name="测试甲", id_number=id_number(date(1990, 1, 1), female=True, sequence=serial), mobile=mobile(serial),
            actor=Actor.system("测试"), now=NOW,
        )  # fmt: skip
    return Actor(person_id=person, surface=Surface.MOBILE, relation=Relation.SELF)


def tell(actor: Actor, key: str, *, sms: bool = False) -> None:
    assert actor.person_id
    with transaction.atomic():
        notify.tell(
            person_id=actor.person_id, kind="approvals.lapsed", title="工资已到账", body="请查看并确认",
            link="/mobile/", key=key, now=NOW, sms=sms,
        )  # fmt: skip


def test_the_same_key_tells_once(db: None) -> None:
    li = somebody(1)
    tell(li, "a", sms=True)
    tell(li, "a", sms=True)
    assert notify.unread_count(li.person_id, "mobile") == 1
    assert SmsMessage.objects.system("test").count() == 1


def test_reading_marks_it_for_all_devices_and_leads_on(db: None) -> None:
    li = somebody(1)
    tell(li, "a")
    assert notice_open(notice_id=inbox_for(li).lines[0].id, actor=li, now=NOW) == "/mobile/"
    assert notify.unread_count(li.person_id, "mobile") == 0
    assert inbox_for(li).lines[0].is_read


def test_nobody_opens_anothers_notice(db: None) -> None:
    li, wang = somebody(1), somebody(2)
    tell(li, "a")
    with pytest.raises(NotFound):
        notice_open(notice_id=inbox_for(li).lines[0].id, actor=wang, now=NOW)
    notices_read_all(actor=wang, now=NOW)
    assert notify.unread_count(li.person_id, "mobile") == 1


def test_a_message_is_sent_after_the_commit_by_a_job(db: None) -> None:
    tell(somebody(1), "a", sms=True)
    assert SmsMessage.objects.system("test").get().state == "WAITING"
    for job_id in jobs.due(10):
        assert jobs.run(job_id)
    message = SmsMessage.objects.system("test").get()
    assert message.state == "SENT"
    assert [(m.mobile, m.text) for m in caught_messages()] == [
        (message.mobile.masked, "【演示农商银行】工资已到账:请查看并确认")
    ]


def test_a_rolled_back_deed_tells_nobody(db: None) -> None:
    li = somebody(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        notify.tell(
            person_id=li.person_id, kind="approvals.lapsed", title="t", body="b", link="", key="k", now=NOW, sms=True
        )  # type: ignore[arg-type]
        raise RuntimeError
    assert not Notice.objects.system("test").exists()
    assert not SmsMessage.objects.system("test").exists()


def test_many_are_told_in_one_statement(django_assert_num_queries: object) -> None:
    people = [somebody(n).person_id for n in range(3)]
    with transaction.atomic(), django_assert_num_queries(1):  # type: ignore[operator]
        notify.tell_many(person_ids=people, kind="approvals.lapsed", title="t", body="b", link="", key="k", now=NOW)  # type: ignore[arg-type]
    assert Notice.objects.system("test").count() == 3


def test_each_surface_has_its_own_inbox_and_what_is_for_all_is_read_once(db: None) -> None:
    li = somebody(1)
    office = replace(li, surface=Surface.OFFICE)
    with transaction.atomic():
        for kind in ("daifutong.payslip", "daifutong.batch", "approvals.lapsed"):
            notify.tell(person_id=li.person, kind=kind, title="t", body="b", link="", key=kind, now=NOW)
    assert {line.category for line in inbox_for(office).lines} == {"PAYROLL", "APPROVAL"}
    assert notify.unread_count(li.person_id, "office") == notify.unread_count(li.person_id, "mobile") == 2
    notices_read_all(category="APPROVAL", actor=office, now=NOW)
    assert notify.unread_count(li.person_id, "office") == notify.unread_count(li.person_id, "mobile") == 1
    assert notify.unread_count(li.person_id, "console") == 0


def test_the_inbox_by_category_with_unread_and_pages(db: None) -> None:
    li = somebody(1)
    for number in range(35):
        tell(li, f"k{number}")
    with transaction.atomic():
        notify.tell(
            person_id=li.person, kind="members.certification", title="认证", body="b", link="", key="c", now=NOW
        )
    first, second = inbox_for(li), inbox_for(li, 2)
    assert (len(first.lines), first.has_more, len(second.lines), second.has_more) == (30, True, 6, False)
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
    assert {one.category: one.unread for one in first.categories if one.unread} == {"APPROVAL": 35, "CERTIFICATION": 1}
    assert [line.title for line in inbox_for(li, category="CERTIFICATION").lines] == ["认证"]
    assert len(inbox_for(li, category="nonsense").lines) == 30
