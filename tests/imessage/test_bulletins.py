"""Bulletins of an enterprise: published, read, confirmed, reminded of, withdrawn; who comes later, who has left."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.audit.models import AuditRow
from apps.core.actors import Actor, Relation
from apps.core.errors import Conflict, IllegalMove, InvalidInput, NotFound
from apps.core.files import read_table
from apps.imessage.choices import MessageKind, Side, TalkKind
from apps.imessage.models import Conversation, Participant
from apps.imessage.rules.bulletins import REMIND_PAUSE, WITHDRAW_WINDOW
from apps.imessage.selectors.bulletin_desk import (
    all_readers,
    bulletin_for_enterprise,
    bulletins_for_enterprise,
    readers_for_enterprise,
)
from apps.imessage.selectors.bulletin_lines import BulletinFigures, NewBulletin
from apps.imessage.selectors.bulletins import bulletin_for_member, bulletins_for_member
from apps.imessage.selectors.reader_sheet import reader_sheet
from apps.imessage.selectors.talks import talks_for_member, unread_for_member
from apps.imessage.services.bulletin_confirm import bulletin_confirm
from apps.imessage.services.bulletin_discard import bulletin_discard
from apps.imessage.services.bulletin_draft import bulletin_draft
from apps.imessage.services.bulletin_edit import bulletin_edit
from apps.imessage.services.bulletin_publish import bulletin_publish
from apps.imessage.services.bulletin_read import bulletin_read
from apps.imessage.services.bulletin_remind import bulletin_remind
from apps.imessage.services.bulletin_withdraw import bulletin_withdraw
from apps.imessage.services.seats_follow import seats_follow
from apps.members.models import Department, EmployeeMember
from apps.notify.models import Notice
from tests.daifutong.cast import Colleague

from .cast import Talk

pytestmark = pytest.mark.django_db


def office(talk: Talk) -> Actor:
    return replace(talk.stage.house.as_("maker"), relation=Relation.ENTERPRISE)


def says(title: str = "春季体检", **more: object) -> NewBulletin:
    facts = {"text": "请于周五前到体检中心。", "department_id": None, "needs_confirm": True, "confirm_by": None}
    return NewBulletin(title=title, **(facts | more))


def published(talk: Talk, said: NewBulletin | None = None) -> UUID:
    pk = bulletin_draft(bulletin=said or says(), actor=office(talk), now=talk.stage.now).id
    bulletin_publish(bulletin_id=pk, actor=office(talk), now=talk.stage.now)
    return pk


def confirm(talk: Talk, pk: UUID, who: Colleague) -> None:
    bulletin_confirm(bulletin_id=pk, actor=talk.at_phone(who), now=talk.stage.now)


def figures(talk: Talk, pk: UUID) -> BulletinFigures | None:
    return bulletin_for_enterprise(office(talk), pk, talk.stage.now).figures


def later(talk: Talk, pause: timedelta):
    return replace(talk.stage.now, wall=talk.stage.now.wall + pause)


def hire(talk: Talk, who: Colleague, status: str) -> None:
    left = {"status": status, "left_on": talk.stage.day if status == "LEFT" else None}
    EmployeeMember.objects.system("test").filter(person_id=who.person_id).update(**left)
    with transaction.atomic():
        seats_follow(person_id=who.person_id, enterprise_id=talk.stage.house.enterprise_id, now=talk.stage.now)


def deeds(pk: UUID) -> list[str]:
    return list(AuditRow.objects.system("test").filter(subject_id=pk).order_by("id").values_list("action", flat=True))


def test_a_draft_is_seen_by_nobody_and_a_bulletin_by_everybody_once(talk: Talk) -> None:
    staff = talk.stage.house.staff
    pk = bulletin_draft(bulletin=says(), actor=office(talk), now=talk.stage.now).id
    assert bulletins_for_member(talk.at_phone(staff[0])).lines == ()
    bulletin_edit(bulletin_id=pk, bulletin=says("体检改期"), actor=office(talk), now=talk.stage.now)
    bulletin_publish(bulletin_id=pk, actor=office(talk), now=talk.stage.now)
    with pytest.raises(IllegalMove):
        bulletin_publish(bulletin_id=pk, actor=office(talk), now=talk.stage.now)
    for who in staff:
        found = bulletins_for_member(talk.at_phone(who))
        assert [(line.title, line.read_at) for line in found.lines] == [("体检改期", None)]
        assert found.unread == unread_for_member(talk.at_phone(who)) == 1
    channel = Conversation.objects.system("test").get(kind=TalkKind.BULLETIN)
    assert [row.kind for row in talk.rows(channel.pk)] == [MessageKind.BULLETIN]
    assert deeds(pk) == [f"imessage.bulletin.{one}" for one in ("drafted", "edited", "published")]


def test_reading_and_confirming_are_counted_once(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    people = len(talk.stage.house.staff)
    pk = published(talk)
    assert figures(talk, pk) == BulletinFigures(people, 0, 0)
    for _ in range(2):
        bulletin_read(bulletin_id=pk, actor=talk.at_phone(other), now=talk.stage.now)
        confirm(talk, pk, one)
    assert figures(talk, pk) == BulletinFigures(people, 2, 1)
    assert deeds(pk).count("imessage.bulletin.confirmed") == 1
    assert bulletin_for_member(talk.at_phone(one), pk).confirmed_at == talk.stage.now.wall
    assert unread_for_member(talk.at_phone(one)) == 0
    shown = {
        state: [reader.name for reader in readers_for_enterprise(office(talk), pk, state).readers]
        for state in ("READ", "CONFIRMED")
    }
    assert shown == {"READ": [other.name], "CONFIRMED": [one.name]}
    assert readers_for_enterprise(office(talk), pk, "UNREAD").total == people - 2


def test_a_confirmation_after_its_day_is_taken_and_called_late(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    pk = published(talk, says(confirm_by=talk.stage.now.business_date))
    confirm(talk, pk, one)
    tomorrow = replace(talk.stage.now, business_date=talk.stage.now.business_date + timedelta(days=1))
    bulletin_confirm(bulletin_id=pk, actor=talk.at_phone(other), now=tomorrow)
    assert [bulletin_for_member(talk.at_phone(who), pk).is_late for who in (one, other)] == [False, True]


def test_what_asks_for_no_confirmation_takes_none(talk: Talk) -> None:
    pk = published(talk, says(needs_confirm=False))
    with pytest.raises(Conflict) as refused:
        confirm(talk, pk, talk.stage.house.staff[0])
    assert refused.value.code == "NO_CONFIRM"
    assert figures(talk, pk) == BulletinFigures(len(talk.stage.house.staff), 0, 0)


def test_who_comes_later_reads_from_then_on_and_is_not_counted(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    people = len(talk.stage.house.staff)
    hire(talk, other, "LEFT")
    before = published(talk)
    hire(talk, other, "ACTIVE")
    assert figures(talk, before) == BulletinFigures(people - 1, 0, 0)
    assert bulletins_for_member(talk.at_phone(other)).lines == ()
    with pytest.raises(NotFound):
        confirm(talk, before, other)
    after = published(talk, says("第二则"))
    assert [line.title for line in bulletins_for_member(talk.at_phone(other)).lines] == ["第二则"]
    assert [line.title for line in bulletins_for_member(talk.at_phone(one)).lines] == ["第二则", "春季体检"]
    assert figures(talk, after) == BulletinFigures(people, 0, 0)
    channel = Conversation.objects.system("test").get(kind=TalkKind.BULLETIN)
    assert {row.kind for row in talk.rows(channel.pk)} == {MessageKind.BULLETIN}, "nobody is told who comes"


def test_who_leaves_is_counted_no_more_and_stays_on_the_list(talk: Talk) -> None:
    other = talk.stage.house.staff[1]
    pk = published(talk)
    confirm(talk, pk, other)
    hire(talk, other, "LEFT")
    assert figures(talk, pk) == BulletinFigures(len(talk.stage.house.staff) - 1, 0, 0)
    line, readers = all_readers(office(talk), pk)
    (sheet,) = read_table(reader_sheet(line, readers), "a.xlsx").sheets
    rows = [[str(cell or "") for cell in row.cells] for row in sheet.rows]
    assert rows[0][:3] == ["姓名", "部门", "状态"] and len(rows) == len(talk.stage.house.staff) + 1
    assert (rows[-1][0], rows[-1][2], rows[-1][6]) == (other.name, "已确认", "已离开")
    with pytest.raises(NotFound):
        bulletin_for_member(talk.at_phone(other), pk)


def test_a_department_s_bulletin_is_its_own(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    new = Department.objects.create(enterprise_id=talk.stage.house.enterprise_id, name="新部门")
    EmployeeMember.objects.system("test").filter(person_id=one.person_id).update(department=new)
    pk = published(talk, says(department_id=new.pk))
    assert figures(talk, pk) == BulletinFigures(1, 0, 0)
    assert bulletin_for_enterprise(office(talk), pk, talk.stage.now).audience == "新部门"
    assert [line.title for line in bulletins_for_member(talk.at_phone(one)).lines] == ["春季体检"]
    for place in (bulletin_for_member, lambda actor, pk: confirm(talk, pk, other)):
        with pytest.raises(NotFound):
            place(talk.at_phone(other), pk)


def test_nobody_answers_a_bulletin(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    published(talk)
    channel = Conversation.objects.system("test").get(kind=TalkKind.BULLETIN)
    with pytest.raises(Conflict) as refused:
        talk.say(channel.pk, one, "收到")
    assert refused.value.code == "ONE_WAY"
    listed = [(line.kind, line.unread, line.snippet) for line in talks_for_member(talk.at_phone(one))]
    assert listed == [(TalkKind.BULLETIN, 1, "春季体检")]


def test_a_reminder_reaches_those_who_are_left_once_a_day(talk: Talk) -> None:
    one, *others = talk.stage.house.staff
    pk = published(talk)
    confirm(talk, pk, one)
    assert bulletin_remind(bulletin_id=pk, actor=office(talk), now=talk.stage.now).people == len(others)
    notices = Notice.objects.system("test").filter(kind="imessage.bulletin")
    assert set(notices.values_list("person_id", flat=True)) == {who.person_id for who in others}
    assert not notices.filter(title__contains="体检").exists() and not notices.filter(body__contains="体检").exists()
    soon = later(talk, REMIND_PAUSE - timedelta(seconds=1))
    with pytest.raises(Conflict) as refused:
        bulletin_remind(bulletin_id=pk, actor=office(talk), now=soon)
    assert refused.value.code == "REMIND_EARLY"
    again = later(talk, REMIND_PAUSE)
    assert bulletin_remind(bulletin_id=pk, actor=office(talk), now=again).people == len(others)
    for who in others:
        confirm(talk, pk, who)
    with pytest.raises(Conflict) as refused:
        bulletin_remind(bulletin_id=pk, actor=office(talk), now=later(talk, 2 * REMIND_PAUSE))
    assert refused.value.code == "NOBODY_LEFT"


def test_a_withdrawn_bulletin_shows_why_and_no_words(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    pk = published(talk)
    confirm(talk, pk, one)
    for reason in ("", "长" * 201):
        with pytest.raises(InvalidInput):
            bulletin_withdraw(bulletin_id=pk, reason=reason, actor=office(talk), now=talk.stage.now)
    at_last = later(talk, WITHDRAW_WINDOW)
    bulletin_withdraw(bulletin_id=pk, reason="日期写错", actor=office(talk), now=at_last)
    line = bulletin_for_member(talk.at_phone(one), pk)
    assert (line.is_withdrawn, line.text, line.withdraw_reason) == (True, "", "日期写错")
    assert line.confirmed_at is not None and "体检" not in line.title
    channel = Conversation.objects.system("test").get(kind=TalkKind.BULLETIN)
    assert talk.reads(channel.pk, one) == [None, None]
    with pytest.raises(Conflict) as refused:
        confirm(talk, pk, talk.stage.house.staff[1])
    assert refused.value.code == "BULLETIN_WITHDRAWN"
    assert unread_for_member(talk.at_phone(talk.stage.house.staff[1])) == 0


def test_after_its_window_a_bulletin_is_a_record(talk: Talk) -> None:
    pk = published(talk)
    late = later(talk, WITHDRAW_WINDOW + timedelta(seconds=1))
    with pytest.raises(Conflict) as refused:
        bulletin_withdraw(bulletin_id=pk, reason="太晚", actor=office(talk), now=late)
    assert refused.value.code == "WITHDRAW_LATE"
    assert "withdraw" not in bulletin_for_enterprise(office(talk), pk, late).may


def test_another_enterprise_finds_nothing(talk: Talk) -> None:
    pk = published(talk)
    stranger = replace(office(talk), enterprise_id=UUID(int=7))
    reasons = {"bulletin_id": pk, "actor": stranger, "now": talk.stage.now}
    for deed in (
        lambda: bulletin_for_enterprise(stranger, pk, talk.stage.now),
        lambda: readers_for_enterprise(stranger, pk),
        lambda: all_readers(stranger, pk),
        lambda: bulletin_publish(**reasons),
        lambda: bulletin_discard(**reasons),
        lambda: bulletin_remind(**reasons),
        lambda: bulletin_withdraw(reason="不是我的", **reasons),
        lambda: bulletin_edit(bulletin=says(), **reasons),
    ):
        with pytest.raises(NotFound):
            deed()
    assert bulletins_for_enterprise(stranger, talk.stage.now).total == 0
    assert bulletins_for_enterprise(office(talk), talk.stage.now).total == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "TITLE"),
        ({"title": "长" * 41}, "TITLE"),
        ({"text": ""}, "TEXT"),
        ({"text": "长" * 4001}, "TEXT"),
        ({"text": "铃\x07"}, "E_CONTROL_CHAR"),
        ({"text": "请打开 /mobile/tongxinbao/ 认购"}, "E_LOAN_OFFER"),
        ({"department_id": UUID(int=1)}, "DEPARTMENT"),
    ],
)
def test_what_may_not_be_said_is_refused(talk: Talk, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        bulletin_draft(bulletin=replace(says(), **wrong), actor=office(talk), now=talk.stage.now)
    assert refused.value.code == code and refused.value.fields.keys() & {"title", "text", "department"}


@pytest.mark.parametrize(("days", "needs_confirm"), [(-1, True), (91, True), (3, False)])
def test_a_day_to_confirm_by_makes_sense(talk: Talk, days: int, needs_confirm: bool) -> None:
    day = talk.stage.now.business_date + timedelta(days=days)
    with pytest.raises(InvalidInput) as refused:
        bulletin_draft(
            bulletin=says(confirm_by=day, needs_confirm=needs_confirm), actor=office(talk), now=talk.stage.now
        )
    assert refused.value.code == "CONFIRM_BY"


def test_numbers_are_masked_before_anybody_reads_them(talk: Talk) -> None:
    pk = published(talk, says(text="卡号 6222021234567890128 已停用"))
    assert "6222021234567890128" not in bulletin_for_member(talk.at_phone(talk.stage.house.staff[0]), pk).text


def test_a_bulletin_costs_the_same_for_few_and_for_many(talk: Talk) -> None:
    published(talk)
    channel = Conversation.objects.system("test").get(kind=TalkKind.BULLETIN)
    counts = []
    for more in (0, 500):
        now = talk.stage.now.wall
        Participant.objects.bulk_create(
            Participant(
                conversation=channel, person_id=uuid4(), side=Side.EMPLOYEE, display=f"同事{n}", badge="测试",
                joined_seq=0, recv_seq=0, read_seq=0, allowance=0, allowance_at=now,
            )
            for n in range(more)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            pk = published(talk)
            assert figures(talk, pk) == BulletinFigures(len(talk.stage.house.staff) + more, 0, 0)
        counts.append(len(queries))
    assert counts[0] == counts[1]
