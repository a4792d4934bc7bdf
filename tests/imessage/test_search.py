"""查找聊天记录: one letter or more, in the conversations where one sits and from where one sat down."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from apps.core.errors import NotFound
from apps.imessage.models import MessageBody, MessageGrams
from apps.imessage.selectors.search import PAGE, found_for_member, parted, plain

from .cast import Talk
from .test_client_deeds import edits
from .test_files import PDF, sends
from .test_messages import later
from .test_pages import phone

pytestmark = pytest.mark.django_db


def finds(talk: Talk, who, words: str, **more) -> list[int]:
    return [line.seq for line in found_for_member(talk.at_phone(who), words, **more).lines]


def test_one_letter_and_more_digits_and_latin_are_found_whatever_their_width(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for text in ("周五聚餐,去吗", "班车 7 点 30 分", "报表 Report V2 已发", "周六加班"):
        talk.say(ours, one, text)
    for words, seqs in {
        "周": [4, 1], "周五": [1], "聚餐,去": [1], "五聚餐": [1], "7点30": [2], "730": [], "report": [3],
        "RePortv2": [3], "REPORT": [3], "周日": [], "餐聚": [], " ": [], "%": [], "_": [], "'": [],
    }.items():  # fmt: skip
        assert finds(talk, other, words) == seqs, words


def test_the_database_and_python_agree_on_what_is_plain() -> None:
    for text in ("周五 Report\n", "①㎏", "ﬁ", "A\u3000b", "é"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT imessage_plain(%s)", [text])
            assert cursor.fetchone()[0] == plain(text)


def test_what_was_found_is_shown_as_it_was_said() -> None:
    assert parted("请看 Report V2 的第三页", "report v") == ("请看 ", "Report V", "2 的第三页")
    assert parted("长" * 30 + "中", "中") == ("…" + "长" * 16, "中", "")


def test_others_talk_and_what_was_said_before_one_came_are_not_found(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours, theirs = talk.direct(one, other), talk.direct(other, third)
    talk.say(ours, one, "暗号甲")
    talk.say(theirs, third, "暗号乙")
    assert [line.hit for line in found_for_member(talk.at_phone(one), "暗号").lines] == ["暗号"]
    assert len(finds(talk, other, "暗号")) == 2
    assert finds(talk, other, "暗号", conversation_id=theirs) == [1]
    for place in (theirs, uuid4()):
        with pytest.raises(NotFound):
            finds(talk, one, "暗号", conversation_id=place)
    seat = talk.seat(ours, other)
    seat.joined_seq = seat.read_seq = seat.recv_seq = 1
    seat.save()
    talk.say(ours, one, "暗号丙")
    assert finds(talk, other, "暗号", conversation_id=ours) == [2]
    edits(talk, ours, one, 1, "暗号改")  # the edit is new, what it edits is not
    assert finds(talk, other, "暗号改") == []


def test_the_newest_words_count_and_what_was_taken_back_or_erased_is_not_found(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for text in ("旧的地点", "要撤回的地点", "要清除的地点"):
        talk.say(ours, one, text)
    edits(talk, ours, one, 1, "新的地点")
    talk.recall(ours, one, 2)
    body = MessageBody.objects.system("retention").filter(conversation=ours, seq=3)
    body.update(body=None, salt=None, erased_at=talk.stage.now.wall)
    assert finds(talk, other, "地点") == [1]
    assert (finds(talk, other, "旧的"), finds(talk, other, "新的")) == ([], [1])
    assert not MessageGrams.objects.system("test").filter(conversation=ours, seq=3).exists()


def test_a_file_is_found_by_its_name_and_pages_follow(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    sends(talk, ours, one, PDF, "租房合同.pdf")
    assert finds(talk, other, "合同.PDF") == [1]
    for number in range(PAGE + 1):
        talk.say(ours, one, f"点名 {number}", now=later(talk.stage.now, number))
    page = found_for_member(talk.at_phone(other), "点名")
    assert (len(page.lines), page.has_more, page.lines[0].seq) == (PAGE, True, PAGE + 2)
    assert finds(talk, other, "点名", number=2) == [2]


def test_the_page_leads_to_the_place_and_programs_find_the_same(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    for number in range(1, 60):
        talk.say(ours, one, f"第{number}句", now=later(talk.stage.now, number))
    url = reverse("mobile:talk_search")
    shown = phone(talk, other).text(url, q="第7句")
    assert "?at=7#m7" in shown and "<mark>第7句</mark>" in shown
    there = phone(talk, other).text(reverse("mobile:talk", args=[ours]), at="7")
    assert 'id="m7"' in there and "第59句" not in there and "回到最新消息" in there
    assert "没有找到相关消息" in phone(talk, third).text(url, q="第7句")
    assert phone(talk, third).get(url, q="第7句", talk=str(ours)).status_code == 404
    for nonsense in ("x", "", "\x00"):
        assert phone(talk, other).get(url, q="第7句", talk=nonsense).status_code == 200
    found = phone(talk, other).client.get(reverse("api:talk_search"), {"q": "第7句"}).json()
    assert [(line["seq"], line["hit"]) for line in found["lines"]] == [(7, "第7句")]
