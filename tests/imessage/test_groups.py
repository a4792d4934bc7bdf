"""Conversations of everybody and of a department follow the roster: joining, moving, leaving."""

import pytest
from django.db import transaction

from apps.core.outbox import publish
from apps.imessage.choices import MessageKind, TalkKind
from apps.imessage.models import Conversation, Participant
from apps.imessage.services.seats_follow import seats_follow
from apps.members.events import CertificationApproved, MemberLeft
from apps.members.models import Department, EmployeeMember
from tests.daifutong.cast import Colleague, work

from .cast import Talk

pytestmark = pytest.mark.django_db


def follow(talk: Talk, *people: Colleague) -> None:
    for who in people:
        with transaction.atomic():
            seats_follow(person_id=who.person_id, enterprise_id=talk.stage.house.enterprise_id, now=talk.stage.now)


def seated(talk: Talk, who: Colleague) -> set[str]:
    rows = Participant.objects.system("test").filter(person_id=who.person_id, left_seq=None)
    return set(rows.values_list("conversation__kind", flat=True))


def group(kind: TalkKind) -> Conversation:
    return Conversation.objects.system("test").get(kind=kind)


def leaves(talk: Talk, who: Colleague) -> None:
    EmployeeMember.objects.system("test").filter(person_id=who.person_id).update(status="LEFT", left_on=talk.stage.day)


def test_who_is_in_service_sits_in_both_and_once(talk: Talk) -> None:
    staff = talk.stage.house.staff
    follow(talk, *staff, *staff[:2])
    assert [seated(talk, who) for who in staff] == [{TalkKind.ENTERPRISE, TalkKind.DEPARTMENT}] * len(staff)
    assert talk.rows(group(TalkKind.ENTERPRISE).pk) == [], "nobody is told who was there from the first"
    assert Participant.objects.system("test").count() == 2 * len(staff)


def test_who_comes_later_is_announced_and_does_not_read_what_was_before(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    follow(talk, one)
    everybody = group(TalkKind.ENTERPRISE).pk
    talk.say(everybody, one, "还只有我")
    follow(talk, other)
    assert [row.kind for row in talk.rows(everybody)] == [MessageKind.TEXT, MessageKind.JOINED]
    talk.say(everybody, one, "欢迎")
    assert talk.reads(everybody, other) == [None, "欢迎"]


def test_who_moves_changes_the_department_and_keeps_the_rest(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    follow(talk, one, other)
    ours = talk.direct(one, other)
    new = Department.objects.create(enterprise_id=talk.stage.house.enterprise_id, name="新部门")
    EmployeeMember.objects.system("test").filter(person_id=one.person_id).update(department=new)
    follow(talk, one)
    rows = Participant.objects.system("test").filter(person_id=one.person_id, left_seq=None)
    assert set(rows.values_list("conversation__title", flat=True)) == {"全员群", "新部门", ""}
    assert talk.say(ours, one, "换了部门").seq == 1


def test_who_leaves_gets_nothing_more_anywhere_there(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    follow(talk, one, other)
    ours = talk.direct(one, other)
    leaves(talk, other)
    follow(talk, other, other)
    assert seated(talk, other) == set()
    everybody = group(TalkKind.ENTERPRISE).pk
    assert [row.kind for row in talk.rows(everybody)] == [MessageKind.LEFT]
    assert [row.kind for row in talk.rows(ours)] == [MessageKind.LEFT]
    talk.say(everybody, one, "他走了")
    assert talk.seat(everybody, other).left_seq == 1


def test_the_roster_s_news_seat_people_whatever_their_order(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    firm = talk.stage.house.enterprise_id
    leaves(talk, other)
    with transaction.atomic():
        publish(
            MemberLeft(firm, other.person_id, firm),
            CertificationApproved(firm, firm, one.person_id, firm),
            CertificationApproved(firm, firm, other.person_id, firm),  # old news: the roster says what holds
        )
    work()
    assert (seated(talk, one), seated(talk, other)) == ({TalkKind.ENTERPRISE, TalkKind.DEPARTMENT}, set())
