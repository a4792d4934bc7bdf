"""Quote, edit, @, receipts and how a conversation is kept in one's list."""

from uuid import uuid4

import pytest

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, InvalidInput, KeyReused, NotFound
from apps.imessage import checks
from apps.imessage.models import MessageBody
from apps.imessage.rules.mentions import called
from apps.imessage.selectors.messages import rows_for_seat
from apps.imessage.selectors.people import people_for_member
from apps.imessage.selectors.receipts import read_marks, read_of, receipts_for_sender
from apps.imessage.selectors.seats import seat_of
from apps.imessage.selectors.talks import talks_for_member, unread_for_member
from apps.imessage.services.cursor_move import cursor_move
from apps.imessage.services.message_edit import message_edit
from apps.imessage.services.message_send import message_send
from apps.imessage.services.seat_set import seat_set

from .cast import Talk
from .test_messages import later

pytestmark = pytest.mark.django_db


def edits(talk: Talk, ours, who, seq: int, text: str, *, seconds: float = 0, client_id=None):
    return message_edit(
        conversation_id=ours, seq=seq, client_id=client_id or uuid4(), text=text, actor=talk.at_phone(who),
        now=later(talk.stage.now, seconds),
    )  # fmt: skip


def quotes(talk: Talk, ours, who, seq: object):
    return message_send(
        conversation_id=ours, client_id=uuid4(), text="就是这句", quote=seq, actor=talk.at_phone(who),
        now=talk.stage.now,
    )  # fmt: skip


def test_an_edit_shows_the_new_words_and_keeps_the_old_in_the_chain(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, other, "几点")
    said = quotes(talk, ours, one, 1)
    assert edits(talk, ours, one, said.seq, "七点见").seq == 3
    assert edits(talk, ours, one, said.seq, "八点见").seq == 4
    rows = rows_for_seat(seat_of(talk.at_phone(other), ours), 0)
    assert [(row.kind, row.body, row.is_edited) for row in rows] == [
        ("TEXT", {"text": "几点"}, False), ("TEXT", {"text": "八点见", "quote": 1}, True),
        ("EDIT", {"text": "七点见"}, False), ("EDIT", {"text": "八点见"}, False),
    ]  # fmt: skip
    assert MessageBody.objects.system("audit").get(conversation=ours, seq=said.seq).body["text"] == "就是这句"
    assert AuditRow.objects.system("test").filter(action="imessage.message.edited").count() == 2
    assert [*checks.no_holes(), *checks.chains()] == []


def test_an_edit_is_one_s_own_in_time_and_once_for_its_key(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours, key = talk.direct(one, other), uuid4()
    said = talk.say(ours, one, "七点")
    with pytest.raises(NotFound):
        edits(talk, ours, other, said.seq, "改别人的")
    first = edits(talk, ours, one, said.seq, "八点", seconds=120, client_id=key)
    assert edits(talk, ours, one, said.seq, "八点", seconds=900, client_id=key).seq == first.seq
    with pytest.raises(KeyReused):
        edits(talk, ours, one, said.seq, "九点", client_id=key)
    with pytest.raises(Conflict, match="EDIT_LATE"):
        edits(talk, ours, one, said.seq, "九点", seconds=121)
    with pytest.raises(NotFound):
        edits(talk, ours, one, first.seq, "修改的修改")
    with pytest.raises(InvalidInput):
        edits(talk, ours, one, said.seq, " ")


def test_what_was_taken_back_is_edited_no_more_and_its_edits_are_gone_with_it(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    said = talk.say(ours, one, "说漏了")
    edits(talk, ours, one, said.seq, "又说漏了")
    talk.recall(ours, one, said.seq)
    assert talk.reads(ours, other) == [None, None, None]
    with pytest.raises(NotFound):
        edits(talk, ours, one, said.seq, "再来")


def test_an_edit_whose_words_are_erased_brings_the_old_ones_not_back(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    said = talk.say(ours, one, "旧话")
    edit = edits(talk, ours, one, said.seq, "新话")
    bodies = MessageBody.objects.system("retention").filter(conversation=ours, seq=edit.seq)
    bodies.update(body=None, salt=None, erased_at=talk.stage.now.wall)
    assert talk.reads(ours, other) == [None, None]


def test_a_quote_is_of_a_row_that_one_may_see(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "在他来之前")
    seat = talk.seat(ours, other)
    seat.joined_seq = seat.read_seq = seat.recv_seq = 1
    seat.save()
    talk.say(ours, one, "在他来之后")
    for seq in (0, 1, 3, True, "2", 2**70):
        with pytest.raises(InvalidInput, match="E_QUOTE"):
            quotes(talk, ours, other, seq)
    assert quotes(talk, ours, other, 2).seq == 3


def test_an_at_marks_those_who_are_called_and_nobody_else(talk: Talk) -> None:
    staff = talk.stage.house.staff
    ours = talk.everybody(staff[:3])
    said = talk.say(ours, staff[0], f"@{staff[1].name} 看一下,a@b.cn")
    assert [talk.seat(ours, who).mention_seq for who in staff[:3]] == [0, said.seq, 0]
    assert [one.is_called for one in talks_for_member(talk.at_phone(staff[1]))] == [True]
    seat_set(conversation_id=ours, is_muted=True, actor=talk.at_phone(staff[1]))
    assert unread_for_member(talk.at_phone(staff[1])) == 1  # a call is heard where one does not listen
    cursor_move(conversation_id=ours, read_seq=said.seq, actor=talk.at_phone(staff[1]))
    assert [one.is_called for one in talks_for_member(talk.at_phone(staff[1]))] == [False]


def test_the_longest_name_is_meant() -> None:
    names = {1: "李晓", 2: "李晓雯", 3: "王强", 4: "李晓雯"}
    assert called("@李晓雯 @王强吗", names) == {2, 4, 3}
    assert called("@李晓:好", names) == {1}
    assert called("李晓雯 @ 王强", names) == set()


def test_everybody_is_called_by_a_colleague_in_the_department_and_not_in_the_enterprise(talk: Talk) -> None:
    staff = talk.stage.house.staff[:3]
    department, everybody = talk.department(staff, strangers=2), talk.everybody(staff)
    said = talk.say(department, staff[0], "@所有人 开会")
    assert [talk.seat(department, who).mention_seq for who in staff] == [0, said.seq, said.seq]
    with pytest.raises(InvalidInput, match="E_MENTION_ALL"):
        talk.say(everybody, staff[0], "@所有人 开会")
    assert talk.rows(everybody) == []
    direct = talk.direct(*staff[:2])
    talk.say(direct, staff[0], f"@所有人 @{staff[1].name}")  # in a talk of two it is a word
    assert talk.seat(direct, staff[1]).mention_seq == 0


def test_receipts_count_and_name_the_others_for_the_sender_alone(talk: Talk) -> None:
    one, other, third = staff = talk.stage.house.staff[:3]
    ours = talk.everybody(staff)
    said = talk.say(ours, one, "收到请回复")
    assert read_of(read_marks(ours), said.seq) == (0, 2)
    cursor_move(conversation_id=ours, read_seq=said.seq, actor=talk.at_phone(other))
    assert read_of(read_marks(ours), said.seq) == (1, 2)
    found = receipts_for_sender(talk.at_phone(one), ours, said.seq)
    assert (found.read, found.unread) == ((other.name,), (third.name,))
    assert (found.read_count, found.unread_count) == (1, 1)
    with pytest.raises(NotFound):
        receipts_for_sender(talk.at_phone(other), ours, said.seq)


def test_pinned_muted_and_marked_are_one_s_own(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    first, second = talk.direct(one, other), talk.direct(one, third)
    talk.say(first, other, "早")
    mine = talk.at_phone(one)
    cursor_move(conversation_id=first, read_seq=1, actor=mine)
    talk.say(second, third, "晚", now=later(talk.stage.now, 5))
    assert [line.conversation_id for line in talks_for_member(mine)] == [second, first]
    seat_set(conversation_id=first, is_pinned=True, is_marked=True, actor=mine)
    listed = talks_for_member(mine)
    assert [(line.conversation_id, line.is_pinned, line.is_marked) for line in listed] == [
        (first, True, True), (second, False, False),
    ]  # fmt: skip
    assert unread_for_member(mine) == 2
    cursor_move(conversation_id=first, read_seq=1, actor=mine)
    assert [line.is_marked for line in talks_for_member(mine)] == [False, False]
    assert [line.is_pinned for line in talks_for_member(talk.at_phone(other))] == [False]
    for given in ({"is_pinned": True}, {}):
        with pytest.raises(NotFound):
            seat_set(conversation_id=first, actor=talk.at_phone(third), **given)


def test_who_sits_there_is_told_to_who_sits_there(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    assert {line.display for line in people_for_member(talk.at_phone(one), ours)} == {one.name, other.name}
    assert [line.display for line in people_for_member(talk.at_phone(one), ours, other.name[1:])] == [other.name]
    with pytest.raises(NotFound):
        people_for_member(talk.at_phone(third), ours)
