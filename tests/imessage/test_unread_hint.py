"""The inbox says once that something is unread, and again only after it was read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from apps.core.clock import Moment
from apps.imessage.choices import UNREAD
from apps.imessage.models import Participant
from apps.imessage.services.cursor_move import cursor_move
from apps.imessage.services.unread_hint import SILENCE, unread_hint
from apps.notify.models import Notice
from tests.daifutong.cast import Colleague

from .cast import Talk
from .test_bulletins import published

pytestmark = pytest.mark.django_db


def after(talk: Talk, pause: timedelta = SILENCE) -> Moment:
    return replace(talk.stage.now, wall=talk.stage.now.wall + pause)


def round_of(talk: Talk, now: Moment | None = None) -> None:
    with transaction.atomic():
        unread_hint(now=now or after(talk))


def hints(who: Colleague) -> list[tuple[str, str]]:
    rows = Notice.objects.system("test").filter(person_id=who.person_id, kind=UNREAD).order_by("created_at", "pk")
    return list(rows.values_list("title", "link"))


def test_one_hint_for_a_conversation_until_it_is_read(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    hint = ("您有未读消息", reverse("mobile:talk", args=[ours]))
    talk.say(ours, one, "秘密")
    round_of(talk, after(talk, SILENCE - timedelta(seconds=1)))
    assert hints(other) == []
    for _ in range(2):
        round_of(talk)
    talk.say(ours, one, "又一句")
    round_of(talk)
    assert (hints(other), hints(one)) == ([hint], [])
    assert not Notice.objects.system("test").filter(body__contains="秘密").exists()
    cursor_move(conversation_id=ours, read_seq=2, actor=talk.at_phone(other))
    round_of(talk)
    assert hints(other) == [hint]
    talk.say(ours, one, "第三句")
    round_of(talk)
    assert hints(other) == [hint, hint]


def test_the_muted_and_groups_stay_silent(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours, group = talk.direct(one, other), talk.everybody([one, other])
    Participant.objects.system("test").filter(conversation=ours, person_id=other.person_id).update(is_muted=True)
    talk.say(ours, one, "早")
    talk.say(group, one, "大家早")
    round_of(talk)
    assert hints(other) == []


def test_a_bulletin_that_was_not_opened_is_hinted_at_once(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    published(talk)
    for _ in range(2):
        round_of(talk)
    assert hints(one) == [("您有未读公告", reverse("mobile:bulletin_list"))]
