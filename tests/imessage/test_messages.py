"""What is said has a number, one effect and a link in the chain; what is taken back is shown to nobody."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core.clock import Moment
from apps.core.errors import Conflict, InvalidInput, KeyReused, NotFound, TooMany
from apps.imessage import checks
from apps.imessage.choices import MessageKind
from apps.imessage.models import MessageBody
from apps.imessage.rules import chain, pace
from apps.imessage.services.cursor_move import cursor_move
from apps.imessage.services.message_send import message_send
from apps.imessage.services.seats import seat_leave

from .cast import Talk

pytestmark = pytest.mark.django_db


def later(now: Moment, seconds: float) -> Moment:
    return replace(now, wall=now.wall + timedelta(seconds=seconds))


def test_two_people_have_one_talk_whoever_begins(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    assert talk.direct(one, other) == talk.direct(other, one)
    assert talk.direct(one, third) != talk.direct(one, other)


def test_nobody_talks_alone_or_with_a_stranger(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    with pytest.raises(InvalidInput, match="E_SELF"):
        talk.direct(one, one)
    with pytest.raises(NotFound):
        talk.say(uuid4(), one, "有人吗")


def test_messages_are_numbered_and_read_by_both_and_by_nobody_else(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    said = [talk.say(ours, who, text).seq for who, text in ((one, "早"), (other, "早上好"), (one, "下班一起走"))]
    assert said == [1, 2, 3]
    assert talk.reads(ours, one) == talk.reads(ours, other) == ["早", "早上好", "下班一起走"]
    for deed in (talk.reads, lambda ours, who: talk.say(ours, who, "我也来")):
        with pytest.raises(NotFound):
            deed(ours, third)


def test_a_retry_gives_the_same_number_for_ever_and_another_text_is_refused(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours, key = talk.direct(one, other), uuid4()
    first = talk.say(ours, one, "只说一次", client_id=key)
    talk.say(ours, other, "收到")
    again = talk.say(ours, one, "只说一次", client_id=key, now=later(talk.stage.now, 900))
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.seq, again.sent_at) == (first.seq, first.sent_at)
    with pytest.raises(KeyReused):
        talk.say(ours, one, "另说一次", client_id=key)
    assert talk.say(ours, other, "也可用同一编号", client_id=key).seq == 3  # another person's device
    assert len(talk.rows(ours)) == 3


def test_the_words_are_checked(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for text in ("", "  \n", "多" * 2001, "铃\x07", "半\ud800", 5, None, ["a"]):
        with pytest.raises(InvalidInput):
            talk.say(ours, one, text)
    assert talk.rows(ours) == []
    assert talk.say(ours, one, "多" * 2000).seq == 1


def test_whoever_speaks_too_fast_waits(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for number in range(pace.BURST):
        talk.say(ours, one, str(number))
    with pytest.raises(TooMany):
        talk.say(ours, one, "还有")
    assert talk.say(ours, other, "轮到我").seq == pace.BURST + 1
    assert talk.say(ours, one, "歇过了", now=later(talk.stage.now, 1)).seq == pace.BURST + 2


@pytest.mark.parametrize(("seconds", "may"), [(119, True), (120, True), (121, False)])
def test_a_message_is_taken_back_within_two_minutes(talk: Talk, seconds: int, may: bool) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    said = talk.say(ours, one, "发错了")
    with pytest.raises(NotFound):
        talk.recall(ours, other, said.seq)
    if not may:
        with pytest.raises(Conflict, match="RECALL_LATE"):
            talk.recall(ours, one, said.seq, now=later(talk.stage.now, seconds))
        assert talk.reads(ours, other) == ["发错了"]
        return
    recall = talk.recall(ours, one, said.seq, now=later(talk.stage.now, seconds))
    assert talk.recall(ours, one, said.seq, now=later(talk.stage.now, 900)).seq == recall.seq  # once is enough
    assert talk.reads(ours, other) == [None, None]
    assert MessageBody.objects.system("audit").get(conversation=ours, seq=said.seq).body == {"text": "发错了"}


def test_reading_moves_forward_only_and_never_past_the_end(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for text in "一二三":
        talk.say(ours, one, text)
    assert talk.seat(ours, one).read_seq == 3  # one has seen one's own words
    for to, stands in ((2, 2), (1, 2), (99, 3), (-5, 3)):
        cursor_move(conversation_id=ours, read_seq=to, actor=talk.at_phone(other))
        assert talk.seat(ours, other).read_seq == stands


def test_who_has_left_reads_and_says_nothing_more(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "再见")
    with transaction.atomic():
        seat_leave(talk.seat(ours, other), now=talk.stage.now)
        seat_leave(talk.seat(ours, other), now=talk.stage.now)
    assert [row.kind for row in talk.rows(ours)] == [MessageKind.TEXT, MessageKind.LEFT]
    assert talk.seat(ours, other).left_seq == 2
    with pytest.raises(NotFound):
        talk.reads(ours, other)
    with pytest.raises(NotFound):
        talk.say(ours, other, "等等")


def test_the_chain_is_spelt_alike_in_sql_and_in_python(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "甲:\n“链” 😀")
    talk.recall(ours, one, 1)
    before = chain.GENESIS
    for row in talk.rows(ours):
        body = MessageBody.objects.system("test").get(conversation=ours, seq=row.seq)
        assert bytes(row.body_mac) == chain.body_mac(bytes(body.salt), body.body)
        before = chain.row_hash(
            before, conversation=ours, seq=row.seq, participant=row.participant_id, device=row.device,
            client_id=row.client_id, kind=row.kind, target=row.target_seq, display=row.display, badge=row.badge,
            mac=bytes(row.body_mac), sent_at=row.sent_at,
        )  # fmt: skip
        assert bytes(row.hash) == before


def test_nobody_changes_a_row(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "立此存照")
    for change in ("UPDATE imessage_message SET display = 'x'", "DELETE FROM imessage_message"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


TAMPERS = {
    "a name changed": ("UPDATE imessage_message SET display = '别人' WHERE seq = 2", checks.chains),
    "the last row cut off": ("DELETE FROM imessage_message WHERE seq = 3", checks.chains),
    "a row in the middle": ("DELETE FROM imessage_message WHERE seq = 2", checks.no_holes),
    "a body gone": ("DELETE FROM imessage_messagebody WHERE seq = 2", checks.no_holes),
    "a time moved": ("UPDATE imessage_message SET sent_at = sent_at + interval '1 hour' WHERE seq = 1", checks.chains),
}


@pytest.mark.parametrize("name", TAMPERS)
def test_tampering_is_found(talk: Talk, name: str) -> None:
    sql, check = TAMPERS[name]
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for text in "一二三":
        talk.say(ours, one, text)
    assert list(check()) == []
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as the database's master could
        cursor.execute(sql)
    assert list(check())
    transaction.savepoint_rollback(mark)


@pytest.mark.parametrize("people", [10, 1000])
def test_sending_costs_the_same_queries_however_many_listen(talk: Talk, people: int) -> None:
    """C7: the seat, the one call of append.sql, and the transaction around them."""
    one = talk.stage.house.staff[0]
    ours = talk.department([one], strangers=people - 1)
    actor = talk.at_phone(one)
    with CaptureQueriesContext(connection) as queries:
        message_send(conversation_id=ours, client_id=uuid4(), text="大家好", actor=actor, now=talk.stage.now)
    assert len(queries) == 4, [query["sql"] for query in queries]
