"""Bulletins of the bank: one writes, another lets it out; whom they reach, and that nobody gets one twice."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from apps.approvals.events import RequestLapsed
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound, StepUpRequired
from apps.core.outbox import publish
from apps.imessage.choices import TalkKind
from apps.imessage.events import BulletinAdopted
from apps.imessage.models import Bulletin, BulletinPost, Conversation
from apps.imessage.selectors.bank_desk import bulletins_for_staff
from apps.imessage.selectors.bulletin_desk import bulletins_for_enterprise
from apps.imessage.selectors.bulletin_lines import BulletinFigures, NewBulletin
from apps.imessage.selectors.bulletins import bulletins_for_member
from apps.imessage.services.bulletin_confirm import bulletin_confirm
from apps.imessage.services.bulletin_decide import bulletin_decide
from apps.imessage.services.bulletin_propose import bulletin_propose
from apps.imessage.services.bulletin_withdraw import bulletin_withdraw
from apps.members import api as members
from tests.daifutong.cast import work

from .cast import Talk
from .test_bulletins import office

pytestmark = pytest.mark.django_db


def staff(talk: Talk, role: Role) -> Actor:
    return Actor(
        person_id=uuid4(), user_id=talk.stage.house.as_("maker").user_id, surface=Surface.CONSOLE,
        roles=frozenset({role}), unit_path=talk.stage.house.unit_path, relation=Relation.UNIT, display="银行",
        step_up=True,
    )  # fmt: skip


def says(**more: object) -> NewBulletin:
    facts = {"title": "防诈骗提示", "text": "银行不会索要验证码。", "department_id": None, "needs_confirm": True}
    return NewBulletin(**(facts | {"confirm_by": None} | more))


def proposed(talk: Talk, *firms: UUID) -> UUID:
    maker = staff(talk, Role.BANK_OPERATOR)
    return bulletin_propose(bulletin=says(), enterprise_ids=firms, actor=maker, now=talk.stage.now).id


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker's step-up, which tests of its own ask for."""
    monkeypatch.setattr("apps.approvals.services.request_decide.identity.require_step_up", lambda **_: None)


def decides(talk: Talk, pk: UUID, verdict: str = "APPROVE") -> None:
    checker = staff(talk, Role.APPROVER)
    bulletin_decide(bulletin_id=pk, verdict=verdict, reason="不妥", actor=checker, now=talk.stage.now)


def titles(talk: Talk, place: int = 0) -> list[tuple[str, str]]:
    found = bulletins_for_member(talk.at_phone(talk.stage.house.staff[place]))
    return [(line.title, line.kind) for line in found.lines]


def test_nobody_reads_it_before_a_second_person_lets_it_out(talk: Talk, confirmed: None) -> None:
    pk = proposed(talk)
    assert titles(talk) == []
    decides(talk, pk)
    assert titles(talk) == []
    work()
    assert titles(talk) == [("防诈骗提示", TalkKind.BANK_BULLETIN)]
    people = len(talk.stage.house.staff)
    (one,) = bulletins_for_staff(staff(talk, Role.BANK_OPERATOR), talk.stage.now).lines
    assert one.line.figures == BulletinFigures(people, 0, 0) and one.audience == "全部认证企业"
    bulletin_confirm(bulletin_id=pk, actor=talk.at_phone(talk.stage.house.staff[0]), now=talk.stage.now)
    (one,) = bulletins_for_staff(staff(talk, Role.BANK_OPERATOR), talk.stage.now).lines
    assert one.line.figures == BulletinFigures(people, 1, 1)
    assert bulletins_for_enterprise(office(talk), talk.stage.now).total == 0, "the enterprise does not see it"
    channel = Conversation.objects.system("test").get(kind=TalkKind.BANK_BULLETIN)
    with pytest.raises(Conflict):
        talk.say(channel.pk, talk.stage.house.staff[0], "收到")


def test_who_wrote_it_does_not_let_it_out_and_who_does_confirms_it(talk: Talk) -> None:
    pk = proposed(talk)
    with pytest.raises(StepUpRequired):
        decides(talk, pk)
    row = Bulletin.objects.system("test").get(pk=pk)
    own = replace(staff(talk, Role.APPROVER), person_id=row.maker_person_id)
    with pytest.raises(Forbidden):
        bulletin_decide(bulletin_id=pk, verdict="APPROVE", reason="", actor=own, now=talk.stage.now)
    assert Bulletin.objects.system("test").get(pk=pk).state == "PROPOSED"


def test_what_was_sent_back_or_forgotten_reaches_nobody(talk: Talk, confirmed: None) -> None:
    first, second = proposed(talk), proposed(talk)
    decides(talk, first, "RETURN")
    with transaction.atomic():
        publish(RequestLapsed(uuid4(), "imessage.bulletin", second, uuid4()))
    work()
    states = Bulletin.objects.system("test").filter(pk__in=[first, second]).values_list("state", flat=True)
    assert set(states) == {"REFUSED"} and titles(talk) == []


def test_news_that_comes_twice_and_late_makes_one_row(talk: Talk, confirmed: None) -> None:
    pk = proposed(talk)
    decides(talk, pk)
    firm = talk.stage.house.enterprise_id
    with transaction.atomic():
        publish(BulletinAdopted(pk, firm), BulletinAdopted(pk, firm))
    work()
    assert BulletinPost.objects.system("test").filter(conversation__enterprise_id=firm).count() == 1
    later = proposed(talk)
    decides(talk, later)
    maker = staff(talk, Role.BANK_OPERATOR)
    bulletin_withdraw(bulletin_id=later, reason="写错了", actor=maker, now=talk.stage.now)
    work()
    assert [title for title, _ in titles(talk)] == ["防诈骗提示"], "withdrawn before it was delivered"


def test_only_certified_enterprises_below_the_unit_are_chosen(talk: Talk, confirmed: None) -> None:
    with pytest.raises(InvalidInput) as refused:
        proposed(talk, uuid4())
    assert refused.value.code == "ENTERPRISES"
    firm = talk.stage.house.enterprise_id
    assert firm in {one.id for one in members.certified_below(talk.stage.house.unit_path)}
    pk = proposed(talk, firm)
    decides(talk, pk)
    work()
    firms = BulletinPost.objects.system("test").filter(bulletin=pk).values_list("conversation__enterprise", flat=True)
    assert list(firms) == [firm]
    elsewhere = replace(staff(talk, Role.BANK_OPERATOR), unit_path="/head/nowhere/")
    assert bulletins_for_staff(elsewhere, talk.stage.now).total == 0
    with pytest.raises(NotFound):
        bulletin_withdraw(bulletin_id=pk, reason="x", actor=elsewhere, now=talk.stage.now)
