"""A conversation on the phone without a script, and the REST twin."""

import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests.daifutong.cast import Colleague
from tests.tongxinbao.phones import Phone

from .cast import Talk

pytestmark = pytest.mark.django_db


def phone(talk: Talk, who: Colleague) -> Phone:
    return Phone.of(talk.stage, who)


def sends(talk: Talk, ours: UUID, who: Colleague, text: str, client_id: UUID | None = None):
    url = reverse("mobile:message_send", args=[ours])
    return phone(talk, who).post(url, {"client_id": str(client_id or uuid4()), "text": text})


def test_a_colleague_is_found_and_spoken_to_and_answers(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    mine = phone(talk, one)
    assert "还没有会话" in mine.text(reverse("mobile:talk_list"))
    found = mine.text(reverse("mobile:colleague_list"), q=other.name)
    assert other.name in found and one.name not in found
    opened = mine.post(reverse("mobile:direct_open", args=[talk.member(other)]))
    ours = UUID(re.search(r"[0-9a-f-]{36}", opened["Location"])[0])
    assert sends(talk, ours, one, "中午吃什么?\n食堂").status_code == 302
    theirs = phone(talk, other)
    listed = theirs.text(reverse("mobile:talk_list"))
    assert "中午吃什么? 食堂" in listed and ">1<span" in listed
    read = theirs.text(reverse("mobile:talk", args=[ours]))
    assert "中午吃什么?\n食堂" in read
    assert "条未读" not in theirs.text(reverse("mobile:talk_list"))
    assert "测试 · 认证员工" in read or "认证员工" in read


def test_the_form_sent_twice_says_it_once(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours, key = talk.direct(one, other), uuid4()
    assert [sends(talk, ours, one, "一次", key).status_code for _ in range(2)] == [302, 302]
    assert talk.reads(ours, other) == ["一次"]


@pytest.mark.parametrize("text", ["", " ", "多" * 2001, "铃\x07"])
def test_wrong_words_come_back_with_what_to_do(talk: Talk, text: str) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    answer = sends(talk, ours, one, text)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert talk.rows(ours) == []


def test_markup_is_shown_as_it_was_typed(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    sends(talk, ours, one, "<script>alert(1)</script><b>粗")
    shown = phone(talk, other).text(reverse("mobile:talk", args=[ours]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;粗" in shown


def test_a_recall_leaves_only_that_there_was_one(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "说漏了嘴")
    assert phone(talk, one).post(reverse("mobile:message_recall", args=[ours, 1])).status_code == 302
    for who in (one, other):
        shown = phone(talk, who).text(reverse("mobile:talk", args=[ours]))
        assert "说漏了嘴" not in shown and shown.count("撤回了一条消息") == 1
    assert "说漏了嘴" not in phone(talk, other).text(reverse("mobile:talk_list"))


def test_the_page_offers_what_may_be_done_and_does_it_without_a_script(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    url = reverse("mobile:talk", args=[ours])
    talk.say(ours, other, "周五聚餐,去吗")
    answering = phone(talk, one).text(url, quote="1")
    assert f"{other.name}:周五聚餐,去吗" in answering and 'name="quote" value="1"' in answering
    words = {"client_id": str(uuid4()), "text": "去", "quote": "1"}
    assert phone(talk, one).post(reverse("mobile:message_send", args=[ours]), words).status_code == 302
    shown = phone(talk, one).text(url)
    assert 'class="said-quote"' in shown and "未读" in shown and "?edit=2#end" in shown and "?edit=1#end" not in shown
    editing = phone(talk, one).text(url, edit="2")
    assert "修改消息" in editing and ">去</textarea>" in editing.replace("\r\n", "").replace("\n", "")
    edit = reverse("mobile:message_edit", args=[ours, 2])
    assert phone(talk, one).post(edit, {"client_id": str(uuid4()), "text": " "}).status_code == 422
    assert phone(talk, one).post(edit, {"client_id": str(uuid4()), "text": "去,几点"}).status_code == 302
    seen = phone(talk, other).text(url)
    assert "去,几点" in seen and "已修改" in seen
    assert "已读" in phone(talk, one).text(url)
    phone(talk, one).post(reverse("mobile:message_recall", args=[ours, 2]))
    assert "?redo=2#end" in phone(talk, one).text(url) and "?redo=2" not in phone(talk, other).text(url)
    assert "去,几点" in phone(talk, one).text(url, redo="2") and "去,几点" not in phone(talk, other).text(url, redo="2")


def test_who_has_read_and_how_a_talk_is_kept_are_pages(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.everybody([one, other, third])
    talk.say(ours, one, "收到请回复")
    phone(talk, other).get(reverse("mobile:talk", args=[ours]))
    receipts = phone(talk, one).text(reverse("mobile:message_receipts", args=[ours, 1]))
    assert "1 人未读" in receipts and "1 人已读" in receipts and third.name in receipts
    assert phone(talk, other).get(reverse("mobile:message_receipts", args=[ours, 1])).status_code == 404
    about = phone(talk, other).text(reverse("mobile:talk_about", args=[ours]))
    assert one.name in about and 'aria-checked="true"' not in about
    put = reverse("mobile:seat_set", args=[ours])
    assert phone(talk, other).post(put, {"what": "is_pinned", "to": "1"}).status_code == 302
    assert "is-pinned" in phone(talk, other).text(reverse("mobile:talk_list"))
    for what in ("is_muted", "is_marked"):
        assert phone(talk, other).post(put, {"what": what, "to": "1"}).status_code == 302
    listed = phone(talk, other).text(reverse("mobile:talk_list"))
    assert 'aria-label="免打扰"' in listed and 'class="dot"' in listed
    assert phone(talk, other).post(put, {"what": "left_seq", "to": "1"}).status_code == 422


def test_older_rows_are_a_page_away(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for number in range(1, 36):
        talk.say(ours, one, f"第{number}句")
    last = phone(talk, other).text(reverse("mobile:talk", args=[ours]))
    assert "第6句" in last and "第5句" not in last and "?before=6" in last
    older = phone(talk, other).text(reverse("mobile:talk", args=[ours]), before="6")
    assert "第1句" in older and "第6句" not in older and "较早的消息" not in older
    for nonsense in ("x", "-1", "9" * 40, "²"):
        assert "第35句" in phone(talk, other).text(reverse("mobile:talk", args=[ours]), before=nonsense)


def test_one_row_is_had_by_itself_and_only_by_who_sits_there(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    for text in ("第一句", "第二句"):
        talk.say(ours, one, text)
    row = phone(talk, other).text(reverse("mobile:message", args=[ours, 1]))
    assert "第一句" in row and "第二句" not in row and row.lstrip().startswith("<li ")
    for who, place, seq in ((other, ours, 0), (other, ours, 3), (third, ours, 1), (other, uuid4(), 1)):
        assert phone(talk, who).get(reverse("mobile:message", args=[place, seq])).status_code == 404


def test_others_talk_is_not_there(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    talk.say(ours, one, "只有我们")
    for place in (ours, uuid4()):
        assert phone(talk, third).get(reverse("mobile:talk", args=[place])).status_code == 404
        assert sends(talk, place, third, "我也在").status_code == 404
        assert phone(talk, third).post(reverse("mobile:message_recall", args=[place, 1])).status_code == 404
    assert talk.reads(ours, other) == ["只有我们"]


def test_programs_do_the_same(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    mine, theirs = phone(talk, one).client, phone(talk, other).client

    def post(client, name: str, body: dict[str, object], *args: object):
        return client.post(
            reverse(f"api:{name}", args=args), body, content_type="application/json", HTTP_IDEMPOTENCY_KEY=str(uuid4())
        )

    colleagues = mine.get(reverse("api:colleague_list"), {"q": other.name}).json()["colleagues"]
    opened = post(mine, "direct_open", {"member_id": colleagues[0]["member_id"]})
    ours = opened.json()["conversation_id"]
    said = {"client_id": str(uuid4()), "text": "程序也会说话"}
    answers = [post(mine, "message_send", said, ours) for _ in range(2)]
    assert [(a.status_code, a.json()["seq"], a.json()["is_new"]) for a in answers] == [(201, 1, True), (201, 1, False)]
    rows = theirs.get(reverse("api:message_list", args=[ours]), {"after": 0}).json()
    assert [row["body"] for row in rows["rows"]] == [{"text": "程序也会说话"}]
    edited = post(mine, "message_edit", {"client_id": str(uuid4()), "text": "程序也会改口"}, ours, 1)
    assert edited.status_code == 201
    assert theirs.get(reverse("api:message_list", args=[ours])).json()["rows"][0]["is_edited"]
    assert mine.get(reverse("api:message_receipts", args=[ours, 1])).json()["unread_count"] == 1
    assert post(theirs, "seat_set", {"is_pinned": True}, ours).status_code == 204
    assert len(mine.get(reverse("api:talk_people", args=[ours])).json()["people"]) == 2
    assert theirs.get(reverse("api:talk_list")).json()["talks"][0]["unread"] == 2
    assert post(theirs, "cursor_move", {"read_seq": 2}, ours).status_code == 204
    assert theirs.get(reverse("api:talk_list")).json()["talks"][0]["unread"] == 0
    assert post(mine, "message_recall", {"client_id": str(uuid4())}, ours, 1).status_code == 201
    assert theirs.get(reverse("api:message_list", args=[ours])).json()["rows"][0]["body"] is None
