"""Cards of the payroll: dealt once, to whom they are, without a sum; how the thing stands is read when it is shown."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from apps.core.actors import Relation, Surface
from apps.core.errors import Conflict, NotFound
from apps.daifutong.models import Payslip
from apps.imessage.choices import MessageKind, TalkKind
from apps.imessage.contracts import CardShown
from apps.imessage.models import Conversation, Message
from apps.imessage.selectors.cards import card_shown, cards_shown
from apps.imessage.selectors.messages import rows_for_seat
from apps.imessage.selectors.seats import all_seats_of, seat_of
from apps.imessage.services.cards_deal import cards_deal
from apps.members.models import OperatorGrant
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.phones import Phone

from .cast import Talk

pytestmark = pytest.mark.django_db


def paid(talk: Talk, amounts: list[str]) -> UUID:
    house = talk.stage.house
    batch_id = house.approved(house.file(amounts))
    work()
    return batch_id


def cards_talk(who: UUID, side: str = "EMPLOYEE") -> UUID:
    return Conversation.objects.system("test").get(kind=TalkKind.CARDS, pair=f"{who}:{side}").pk


def cards_of(talk: Talk, who: Colleague) -> list[CardShown]:
    actor, ours = talk.at_phone(who), cards_talk(who.person_id)
    return list(cards_shown(actor, rows_for_seat(seat_of(actor, ours), 0), talk.stage.now).values())


def test_who_is_paid_finds_a_payslip_card_that_opens_the_payslip(talk: Talk) -> None:
    one, _, third = talk.stage.house.staff[:3]
    paid(talk, ["8123.45", "9000.00"])
    (card,) = cards_of(talk, one)
    slip = Payslip.objects.system("test").get(person_id=one.person_id)
    assert (card.label, card.title, card.state) == ("工资条", "2026-02 工资条", "未查看")
    assert card.link == reverse("mobile:payslip_detail", args=[slip.pk])
    phone = Phone.of(talk.stage, one)
    shown = phone.text(reverse("mobile:talk", args=[cards_talk(one.person_id)]))
    assert card.link in shown and "未查看" in shown and "不能回复" in shown
    assert "8,123.45" not in shown and "8123.45" not in shown
    assert "[工资条] 2026-02 工资条" in phone.text(reverse("mobile:talk_list"))
    assert not Conversation.objects.system("test").filter(pair__startswith=f"{third.person_id}").exists()


def test_a_card_says_how_the_thing_stands_now(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    paid(talk, ["8000.00"])
    Payslip.objects.system("test").filter(person_id=one.person_id).update(
        state="CONFIRMED", viewed_at=talk.stage.now.wall, answered_at=talk.stage.now.wall
    )
    assert [card.state for card in cards_of(talk, one)] == ["已确认"]
    Payslip.objects.system("test").filter(person_id=one.person_id).update(person_id=uuid4())
    (card,) = cards_of(talk, one)
    assert (card.state, card.link, card.why) == ("", "", "这项内容已不再提供。")


def test_an_event_that_comes_twice_deals_once(talk: Talk) -> None:
    batch_id = paid(talk, ["8000.00", "9000.00"])
    event = {"batch_id": str(batch_id), "first": 1, "last": 5000}
    with transaction.atomic():
        assert cards_deal(kind="daifutong.payslip", event=event, now=talk.stage.now) == 0
    assert Message.objects.system("test").filter(kind=MessageKind.CARD).count() == 2


def test_others_cards_are_not_there(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    paid(talk, ["8000.00", "9000.00"])
    theirs = cards_talk(other.person_id)
    with pytest.raises(NotFound):
        card_shown(talk.at_phone(one), theirs, 1, talk.stage.now)
    for place, seq in ((theirs, 1), (cards_talk(one.person_id), 2), (uuid4(), 1)):
        for name in ("mobile:message", "api:talk_card"):
            assert Phone.of(talk.stage, one).get(reverse(name, args=[place, seq])).status_code == 404
    ours = talk.direct(one, other)
    talk.say(ours, one, "这不是卡片")
    assert Phone.of(talk.stage, one).get(reverse("api:talk_card", args=[ours, 1])).status_code == 404


def test_page_and_program_see_the_same_card(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    paid(talk, ["8000.00"])
    place = (cards_talk(one.person_id), 1)
    phone = Phone.of(talk.stage, one)
    part = phone.text(reverse("mobile:message", args=place))
    said = phone.get(reverse("api:talk_card", args=place)).json()
    assert said["link"] in part and said["state"] in part and "<html" not in part
    assert said["title"] == "2026-02 工资条"


def test_nobody_answers_a_card(talk: Talk) -> None:
    one = talk.stage.house.staff[0]
    paid(talk, ["8000.00"])
    with pytest.raises(Conflict, match="ONE_WAY"):
        talk.say(cards_talk(one.person_id), one, "收到")
    assert len(talk.rows(cards_talk(one.person_id))) == 1


def test_a_card_is_a_link_of_the_chain_and_comes_by_the_sequence(talk: Talk) -> None:
    """The fixture runs the verifier over all of it."""
    one = talk.stage.house.staff[0]
    paid(talk, ["8000.00"])
    paid(talk, ["8001.00"])
    rows = talk.rows(cards_talk(one.person_id))
    assert [(row.seq, row.kind, row.participant_id) for row in rows] == [(1, "CARD", None), (2, "CARD", None)]
    assert rows[1].prev_hash == rows[0].hash


def test_an_approver_finds_what_waits_and_not_what_is_done(talk: Talk) -> None:
    house = talk.stage.house
    checker = replace(house.as_("checker"), surface=Surface.OFFICE)
    OperatorGrant.objects.create(
        user_id=checker.user, person_id=checker.person, enterprise_id=house.enterprise_id, role="checker",
        granted_at=house.now.wall,
    )  # fmt: skip
    batch_id = house.upload(house.file(["8000.00"])).batch_id
    house.submit(batch_id)
    work()
    ours = cards_talk(checker.person, "OFFICE")
    at_desk = checker.narrowed(Relation.SELF)
    assert [seat.conversation_id for seat in all_seats_of(at_desk)] == [ours]

    def card() -> CardShown:
        rows = rows_for_seat(seat_of(at_desk, ours), 0)
        return cards_shown(checker.narrowed(Relation.ENTERPRISE), rows, talk.stage.now)[1]

    first = card()
    assert (first.action, first.link) == ("去审批", reverse("office:batch_detail", args=[batch_id]))
    house.check(batch_id)
    work()
    assert card().action == "查看批次"
    assert card().state != first.state
    assert not re.search(r"8,?000", "".join(str(first)))
