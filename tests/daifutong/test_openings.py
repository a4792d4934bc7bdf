"""批量开户: two people of the bank let an enterprise's people be invited; no account comes into being by it."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.bankaccounts.models import BankAccount
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound
from apps.core.ids import new_id
from apps.daifutong.models import Opening, OpeningInvitee
from apps.daifutong.selectors.openings import candidates, opening_detail, openings_for, own_invitations
from apps.daifutong.services.opening_accept import opening_accept
from apps.daifutong.services.opening_ask import opening_ask
from apps.daifutong.services.opening_decide import opening_decide
from apps.daifutong.services.opening_decline import opening_decline
from apps.daifutong.services.opening_withdraw import opening_withdraw
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.notify.models import Notice

from .cast import House, work
from .test_disputes import specialist
from .test_payslips import employee
from .test_wagecards import in_use

PLACE = "3月10日 9:00,厂区食堂"


@pytest.fixture
def house_without(house: House) -> House:
    """The first two colleagues have no account here any more."""
    for colleague in house.staff[:2]:
        BankAccount.objects.system("test").filter(pk=colleague.account_id).update(
            status="CLOSED", closed_on=house.now.business_date
        )
    return house


def of_the_bank(house: House, role: Role, place: int) -> Actor:
    person = house.staff[place].person_id
    user = identity.logins_ensure(person_ids=[person], kind=LoginKind.STAFF, now=house.now)[person]
    return Actor(
        person_id=person, user_id=user, surface=Surface.CONSOLE, roles=frozenset({role}), unit_path="/head/",
        relation=Relation.UNIT, display="行员", step_up=True,
    )  # fmt: skip


def ask(house: House, *people: UUID, have_agreed: bool = True, key: str = "") -> UUID:
    return opening_ask(
        person_ids=people, wish="上午", have_agreed=have_agreed, key=key or house.key(), actor=specialist(house),
        now=house.now,
    )  # fmt: skip


def accept(house: House, opening_id: UUID, place: int = 4) -> None:
    opening_accept(
        opening_id=opening_id, place=PLACE, actor=of_the_bank(house, Role.BANK_OPERATOR, place), now=house.now
    )


def decide(house: House, opening_id: UUID, verdict: str = "APPROVE", reason: str = "", place: int = 5) -> None:
    approver = of_the_bank(house, Role.APPROVER, place)
    digest = Opening.objects.system("test").get(pk=opening_id).digest
    house.operators["approver"] = approver
    house.confirm("approver", digest)
    opening_decide(opening_id=opening_id, verdict=verdict, reason=reason, digest=digest, actor=approver, now=house.now)


def state(opening_id: UUID) -> str:
    return Opening.objects.system("test").values_list("state", flat=True).get(pk=opening_id)


def test_who_has_an_account_is_no_candidate(house_without: House) -> None:
    found = {one.person_id for one in candidates(house_without.enterprise_id)}
    assert found == {colleague.person_id for colleague in house_without.staff[:2]}


def test_two_people_of_the_bank_let_the_invitations_go_and_no_account_is_made(house_without: House) -> None:
    house, accounts = house_without, BankAccount.objects.system("test").count()
    opening_id = ask(house)
    li = employee(house, 0)
    accept(house, opening_id)
    work()
    assert own_invitations(li) == (), "the second person has not agreed"
    decide(house, opening_id)
    work()
    assert state(opening_id) == "INVITED"
    (invitation,) = own_invitations(li)
    assert (invitation.place, invitation.step_label) == (PLACE, "未开户")
    told = Notice.objects.system("test").filter(kind="daifutong.opening").values_list("person_id", flat=True)
    assert set(told) == {colleague.person_id for colleague in house.staff[:2]}
    assert BankAccount.objects.system("test").count() == accounts


def test_the_enterprise_sees_steps_and_no_number(house_without: House) -> None:
    house = house_without
    opening_id = ask(house, house.staff[0].person_id)
    assert [one.step for one in opening_detail(specialist(house), opening_id).people] == [0]
    BankAccount.objects.system("test").filter(pk=house.staff[0].account_id).update(status="NORMAL", closed_on=None)
    assert [one.step for one in opening_detail(specialist(house), opening_id).people] == [1]
    in_use(house, 0)
    detail = opening_detail(specialist(house), opening_id)
    assert [one.step_label for one in detail.people] == ["工资卡已确认"]
    assert house.staff[0].card[-4:] not in repr(detail)


def test_without_their_consent_nobody_is_named(house_without: House) -> None:
    with pytest.raises(InvalidInput, match="AGREED"):
        ask(house_without, have_agreed=False)
    assert not Opening.objects.system("test").exists()


def test_only_people_of_the_roster_without_an_account(house_without: House) -> None:
    for person in (house_without.staff[3].person_id, new_id()):
        with pytest.raises(InvalidInput, match="PEOPLE"):
            ask(house_without, person)
    assert ask(house_without, house_without.staff[1].person_id, key="once") == ask(
        house_without, house_without.staff[1].person_id, key="once"
    )
    assert OpeningInvitee.objects.system("test").count() == 1


def test_the_operator_approves_nothing_and_the_approver_sees_what_was_accepted(house_without: House) -> None:
    house, opening_id = house_without, ask(house_without)
    with pytest.raises(InvalidInput, match="PLACE"):
        opening_accept(opening_id=opening_id, place=" ", actor=of_the_bank(house, Role.BANK_OPERATOR, 4), now=house.now)
    accept(house, opening_id)
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        decide(house, opening_id, place=4)
    with pytest.raises(Conflict, match="STALE"):
        opening_decide(
            opening_id=opening_id, verdict="APPROVE", reason="", digest="0" * 64,
            actor=of_the_bank(house, Role.APPROVER, 5), now=house.now,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="daifutong_opening_two_people"), transaction.atomic():
        row = Opening.objects.system("test").get()
        Opening.objects.system("test").update(approver_person_id=row.operator_person_id)
    decide(house, opening_id, "RETURN", "时间太近")
    work()
    assert state(opening_id) == "DECLINED"
    assert own_invitations(employee(house, 0)) == ()
    told = Notice.objects.system("test").get(kind="daifutong.opening_answer")
    assert told.person_id == specialist(house).person_id


def test_the_bank_declines_and_the_enterprise_takes_back_before_it_is_accepted(house_without: House) -> None:
    house, operator = house_without, of_the_bank(house_without, Role.BANK_OPERATOR, 4)
    first, second, third = ask(house), ask(house), ask(house)
    opening_decline(opening_id=first, reason="请先补资料", actor=operator, now=house.now)
    opening_withdraw(opening_id=second, actor=specialist(house), now=house.now)
    accept(house, third)
    for deed in (
        lambda: opening_withdraw(opening_id=third, actor=specialist(house), now=house.now),
        lambda: opening_decline(opening_id=third, reason="不", actor=operator, now=house.now),
        lambda: accept(house, first),
    ):
        with pytest.raises(IllegalMove):
            deed()
    assert [state(one) for one in (first, second, third)] == ["DECLINED", "TAKEN_BACK", "ACCEPTED"]


def test_strangers_find_nothing(house_without: House, neighbour: House) -> None:
    opening_id = ask(house_without)
    foreign = specialist(neighbour)
    west = replace(of_the_bank(house_without, Role.BANK_OPERATOR, 4), unit_path="/head/west/")
    for actor in (foreign, west):
        assert openings_for(actor) == ()
        with pytest.raises(NotFound):
            opening_detail(actor, opening_id)
