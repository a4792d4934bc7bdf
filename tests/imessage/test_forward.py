"""转发: the same checks as for typed words, where one may speak, and never what one does not see."""

from uuid import uuid4

import pytest
from django.urls import reverse

from apps.core.errors import InvalidInput, NotFound
from apps.imessage.models import MessageBody
from apps.imessage.selectors.files import file_for_member
from apps.imessage.services.message_forward import message_forward
from fixtures.generators import card_number

from .cast import Talk
from .test_files import PDF, sends
from .test_pages import phone

pytestmark = pytest.mark.django_db


def forwards(talk: Talk, who, ours, seq: int, to, client_id=None):
    return message_forward(
        conversation_id=ours, seq=seq, to=to, client_id=client_id or uuid4(), actor=talk.at_phone(who),
        now=talk.stage.now,
    )  # fmt: skip


def test_words_go_on_with_the_name_and_masked_as_they_are(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours, there, key = talk.direct(one, other), talk.direct(other, third), uuid4()
    card = card_number(7)
    talk.say(ours, one, f"卡号 {card}")
    first = forwards(talk, other, ours, 1, there, key)
    assert forwards(talk, other, ours, 1, there, key).seq == first.seq
    body = MessageBody.objects.system("test").get(conversation=there, seq=1).body
    assert body["forwarded"] == one.name and card not in body["text"] and card[:6] in body["text"]
    assert len(talk.rows(there)) == 1


def test_a_file_is_kept_for_each_of_the_two_and_goes_with_its_own_rows(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours, there = talk.direct(one, other), talk.direct(other, third)
    sends(talk, ours, one, PDF, "合同.pdf")
    forwards(talk, other, ours, 1, there)
    body = MessageBody.objects.system("retention").filter(conversation=ours, seq=1)
    body.update(body=None, salt=None, erased_at=talk.stage.now.wall)
    assert file_for_member(talk.at_phone(third), there, 1).content == PDF
    with pytest.raises(NotFound):
        file_for_member(talk.at_phone(other), ours, 1)


def test_what_one_does_not_see_is_not_forwarded_nor_to_where_one_does_not_sit(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours, theirs, mine = talk.direct(one, other), talk.direct(other, third), talk.direct(one, third)
    talk.say(ours, one, "只有我们")
    talk.say(theirs, other, "只有他们")
    for who, place, seq, to in (
        (third, ours, 1, theirs), (one, ours, 1, theirs), (one, theirs, 1, mine), (one, ours, 2, mine),
        (one, ours, 1, uuid4()), (one, uuid4(), 1, mine),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            forwards(talk, who, place, seq, to)
    talk.recall(ours, one, 1)
    for seq in (1, 2):
        with pytest.raises(InvalidInput, match="E_FORWARD"):
            forwards(talk, one, ours, seq, mine)
    assert [len(talk.rows(place)) for place in (theirs, mine)] == [1, 0]


def test_the_page_says_where_to_and_programs_do_the_same(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours, there = talk.direct(one, other), talk.direct(one, third)
    talk.say(ours, other, "周五聚餐")
    url = reverse("mobile:message_forward", args=[ours, 1])
    assert f'value="{there}"' in phone(talk, one).text(url)
    answer = phone(talk, one).post(url, {"client_id": str(uuid4()), "to": str(there)})
    assert answer.status_code == 302 and str(there) in answer["Location"]
    assert phone(talk, one).post(url, {"to": "x"}).status_code == 422
    assert f"转发自 {other.name}" in phone(talk, third).text(reverse("mobile:talk", args=[there]))
    sent = phone(talk, one).client.post(
        reverse("api:message_forward", args=[ours, 1]), {"client_id": str(uuid4()), "to": str(there)},
        content_type="application/json", HTTP_IDEMPOTENCY_KEY=str(uuid4()),
    )  # fmt: skip
    assert (sent.status_code, sent.json()["seq"]) == (201, 2)
