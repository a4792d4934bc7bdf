"""A wage card is its person's word, held until the employer's: a thief who has the phone alone diverts no wage."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.bankaccounts.models import BankAccount, BoundCard
from apps.core import clock
from apps.core.actors import Actor, Role
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.models import Parameter
from apps.daifutong.contracts import WageCardDesk
from apps.daifutong.models import WageCard
from apps.daifutong.selectors.wagecards import (
    card_choices,
    cards_to_choose,
    employers_cards,
    wagecard_desk,
    wagecards_for_enterprise,
)
from apps.daifutong.services.wagecard_confirm import wagecard_confirm
from apps.daifutong.services.wagecard_reject import wagecard_reject
from apps.daifutong.services.wagecard_submit import wagecard_submit
from apps.daifutong.services.wagecard_withdraw import wagecard_withdraw
from apps.identity.models import Device, Person
from apps.notify.models import Notice, SmsMessage
from fixtures.generators import OTHER_BIN, card_number
from tests.identity.devices import on_device

from .cast import House, work
from .test_disputes import specialist
from .test_payslips import employee

OTHER_BANK = "999890100017"


def on_phone(house: House, place: int = 0) -> Actor:
    """An employee at a phone from which money may move."""
    return on_device(employee(house, place), house.now, hours=24 * 90)


def second_account(house: House, place: int = 0, *, is_seen: bool = True) -> UUID:
    """A class II account beside the colleague's first one."""
    colleague = house.staff[place]
    new = NewAccount(
        HolderKind.PERSON, colleague.person_id, colleague.name, AccountClass.II, card_number(80_000 + place), is_seen,
        house.unit_path,
    )  # fmt: skip
    with transaction.atomic():
        return bankaccounts.account_open(account=new, actor=Actor.system("测试"), now=house.now).id


def submit(house: House, actor: Actor, source_id: UUID, *, source: str = "account", key: str = "") -> UUID:
    """With the step-up that the sheet asks for."""
    sent = {
        "enterprise_id": house.enterprise_id, "source": source, "source_id": source_id, "key": key or house.key(),
        "actor": actor, "now": house.now,
    }  # fmt: skip
    house.operators["employee"] = actor
    try:
        return wagecard_submit(**sent)
    except StepUpRequired as asked:
        assert asked.shown["发薪单位"].startswith("演示制造")
        house.confirm("employee", asked.digest)
    return wagecard_submit(**sent)


def confirm(house: House, card_id: UUID) -> None:
    hr = replace(specialist(house), step_up=True)
    house.operators["hr"] = hr
    try:
        wagecard_confirm(card_id=card_id, actor=hr, now=house.now)
    except StepUpRequired as asked:
        house.confirm("hr", asked.digest)
        wagecard_confirm(card_id=card_id, actor=hr, now=house.now)


def in_use(house: House, place: int = 0, account_id: UUID | None = None) -> WageCard:
    """The wage card of a colleague that the employer has confirmed."""
    card_id = submit(house, on_phone(house, place), account_id or house.staff[place].account_id)
    confirm(house, card_id)
    return WageCard.objects.system("test").get(pk=card_id)


def state(card_id: UUID) -> str:
    return WageCard.objects.system("test").values_list("state", flat=True).get(pk=card_id)


def test_the_employee_submits_the_employer_confirms_and_the_next_one_replaces_it(house: House) -> None:
    li = on_phone(house)
    first = submit(house, li, house.staff[0].account_id)
    (employer,) = employers_cards(li)
    assert employer.in_use is None
    assert employer.latest
    assert (employer.latest.state, employer.latest.label[:4]) == ("SUBMITTED", "本行I类")
    confirm(house, first)
    second = submit(house, li, second_account(house))
    (employer,) = employers_cards(li)
    assert employer.in_use and employer.latest
    assert (employer.in_use.id, employer.latest.id) == (first, second), "the old one is paid on"
    confirm(house, second)
    assert (state(first), state(second)) == ("REPLACED", "CONFIRMED")
    actions = AuditRow.objects.system("test").filter(subject_kind="daifutong.wagecard").order_by("pk")
    assert [action.rpartition(".")[2] for action in actions.values_list("action", flat=True)] == [
        "submitted", "confirmed", "submitted", "replaced", "confirmed",
    ]  # fmt: skip


def test_submitting_asks_for_the_pin_and_a_phone_that_is_known(house: House) -> None:
    li = on_phone(house)
    sent = {"enterprise_id": house.enterprise_id, "source": "account", "source_id": house.staff[0].account_id}
    with pytest.raises(StepUpRequired) as asked:
        wagecard_submit(**sent, key="a", actor=li, now=house.now)
    assert list(asked.value.shown) == ["发薪单位", "新工资卡"]
    Device.objects.filter(pk=li.device_id).update(trusted_at=None)
    with pytest.raises(Conflict, match="NEW_DEVICE"):
        wagecard_submit(**sent, key="b", actor=li, now=house.now)
    assert not WageCard.objects.system("test").exists()


def test_the_same_key_submits_once_and_a_second_one_must_wait(house: House) -> None:
    li = on_phone(house)
    first = submit(house, li, house.staff[0].account_id, key="once")
    assert submit(house, li, house.staff[0].account_id, key="once") == first
    with pytest.raises(Conflict, match="CARD_WAITS"):
        submit(house, li, second_account(house))
    wagecard_withdraw(card_id=first, actor=li, now=house.now)
    assert state(first) == "WITHDRAWN"
    submit(house, li, house.staff[0].account_id)
    assert WageCard.objects.system("test").count() == 2


def test_what_is_in_use_is_no_new_card(house: House) -> None:
    li = on_phone(house)
    confirm(house, submit(house, li, house.staff[0].account_id))
    with pytest.raises(Conflict, match="SAME_CARD"):
        submit(house, li, house.staff[0].account_id)


def test_what_is_in_use_is_not_offered_again_to_that_employer(house: House) -> None:
    li, first = on_phone(house), house.staff[0].account_id
    assert offered(house, li) == [first]
    confirm(house, submit(house, li, first))
    assert offered(house, li) == []
    second = second_account(house)
    assert offered(house, li) == [second]
    assert {one.id for one in card_choices(li, house.now)} == {first, second}, "another one pays elsewhere"


def offered(house: House, actor: Actor) -> list[UUID]:
    (employer,) = employers_cards(actor)
    return [one.id for one in cards_to_choose(actor, employer, house.now)]


def test_only_own_accounts_that_take_wages(house: House) -> None:
    li = on_phone(house)
    for account in (house.staff[1].account_id, house.payer_id):
        with pytest.raises(InvalidInput, match="CARD"):
            submit(house, li, account)
    online = second_account(house, is_seen=False)  # AC-2: face-verified class II alone
    with pytest.raises(InvalidInput, match="面签"):
        submit(house, li, online)
    BankAccount.objects.system("test").filter(pk=house.staff[0].account_id).update(status="FROZEN")
    with pytest.raises(InvalidInput, match="CARD"):
        submit(house, li, house.staff[0].account_id)
    assert not WageCard.objects.system("test").exists()


def bound_card(house: House, card_class: str = "I") -> UUID:
    colleague, number = house.staff[0], card_number(900 + len(card_class), bin_prefix=OTHER_BIN)
    return BoundCard.objects.create(
        person_id=colleague.person_id, number=number, tail4=number[-4:], holder_name=colleague.name,
        card_class=card_class, bank_code=OTHER_BANK, state="BOUND", factors=4, checked_at=house.now.wall,
        bound_at=house.now.wall,
    ).pk  # fmt: skip


def test_a_bound_card_of_another_bank_where_wages_may_go_there(house: House) -> None:
    li, card, credit = on_phone(house), bound_card(house), bound_card(house, "CREDIT")
    assert [one.id for one in card_choices(li, house.now)] == [house.staff[0].account_id, card]
    with pytest.raises(InvalidInput, match="CARD"):
        submit(house, li, credit, source="card")
    confirm(house, submit(house, li, card, source="card"))
    row = WageCard.objects.system("test").get()
    assert (row.card_id, row.account_id, row.state) == (card, None, "CONFIRMED")
    Parameter.objects.filter(key="daifutong.other_bank_enabled").update(value="no")
    assert [one.source for one in card_choices(li, house.now)] == ["account"]


def test_the_employer_sees_what_changed_and_never_the_number(house: House) -> None:
    li = on_phone(house)
    confirm(house, submit(house, li, house.staff[0].account_id))
    Person.objects.system("test").filter(pk=li.person_id).update(mobile_changed_at=house.now.wall)
    second = second_account(house)
    card_id = submit(house, li, second)
    desk = wagecard_desk(specialist(house), card_id)
    assert isinstance(desk, WageCardDesk)
    assert desk.before
    assert desk.before.label.endswith(house.staff[0].card[-4:])
    assert (desk.card.account_since, desk.mobile_changed_at, desk.may_decide) == (
        house.now.business_date, house.now.wall, True,
    )  # fmt: skip
    assert desk.newest_device_at == house.now.wall - timedelta(days=90)
    said = repr(desk) + repr(wagecards_for_enterprise(specialist(house)))
    assert bankaccounts.account_number(second) not in said
    assert house.staff[0].card not in said


def test_the_employer_refuses_with_a_reason_and_the_old_one_stays(house: House) -> None:
    first = in_use(house)
    li = replace(employee(house, 0), device_id=Device.objects.get().pk)
    second = submit(house, li, second_account(house))
    with pytest.raises(InvalidInput, match="REASON"):
        wagecard_reject(card_id=second, reason=" ", actor=specialist(house), now=house.now)
    wagecard_reject(card_id=second, reason="本人说没有换过卡", actor=specialist(house), now=house.now)
    assert (state(first.pk), state(second)) == ("CONFIRMED", "REJECTED")
    with pytest.raises(IllegalMove):
        confirm(house, second)
    (employer,) = employers_cards(li)
    assert employer.latest
    assert employer.latest.reason == "本人说没有换过卡"


def test_nobody_confirms_an_own_card(house: House) -> None:
    card_id = submit(house, on_phone(house), house.staff[0].account_id)
    himself = replace(specialist(house), person_id=house.staff[0].person_id, step_up=True)
    assert not wagecard_desk(himself, card_id).may_decide
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        wagecard_confirm(card_id=card_id, actor=himself, now=house.now)
    with pytest.raises(IntegrityError, match="daifutong_card_other_person"), transaction.atomic():
        WageCard.objects.system("test").filter(pk=card_id).update(
            state="CONFIRMED", decided_by=house.staff[0].person_id, decided_at=house.now.wall
        )


def test_one_is_in_use_by_the_databases_word(house: House) -> None:
    card = in_use(house)
    card.pk, card.number = UUID(int=1), card.number.clear()
    with pytest.raises(IntegrityError, match="daifutong_card_in_use"), transaction.atomic():
        card.save(force_insert=True)


def test_confirming_asks_for_the_pin(house: House) -> None:
    card_id = submit(house, on_phone(house), house.staff[0].account_id)
    with pytest.raises(StepUpRequired) as asked:
        wagecard_confirm(card_id=card_id, actor=replace(specialist(house), step_up=True), now=house.now)
    assert asked.value.shown["员工"] == "李四光(A000)"
    assert state(card_id) == "SUBMITTED"


def test_strangers_find_nothing(house: House, neighbour: House) -> None:
    card_id = submit(house, on_phone(house), house.staff[0].account_id)
    foreign = replace(specialist(neighbour), step_up=True)
    for door in (
        lambda: wagecard_desk(foreign, card_id),
        lambda: wagecard_confirm(card_id=card_id, actor=foreign, now=house.now),
        lambda: wagecard_withdraw(card_id=card_id, actor=employee(house, 1), now=house.now),
        lambda: submit(house, on_phone(neighbour), neighbour.staff[0].account_id),
    ):
        with pytest.raises(NotFound):
            door()
    assert wagecards_for_enterprise(foreign).total == 0


def test_everybody_hears_of_it_and_the_number_of_before_too(house: House) -> None:
    house.operators["checker"] = replace(house.operators["checker"], roles=frozenset({Role.CHECKER}))
    li = on_phone(house)
    row = Person.objects.system("test").get(pk=li.person_id)
    row.former_mobile, row.mobile_changed_at = "13900000001", clock.wall()
    row.save(update_fields=["former_mobile", "mobile_changed_at"])
    card_id = submit(house, li, house.staff[0].account_id)
    work()
    told = Notice.objects.system("test").get(person_id=li.person_id, kind="daifutong.wagecard")
    assert "确认前工资仍发到原账户" in told.body
    sent = {message.mobile.clear(): message.text.clear() for message in SmsMessage.objects.system("test")}
    assert set(sent) == {"13900000001", row.mobile.clear()}
    assert "如非本人操作" in sent["13900000001"]
    assert house.staff[0].card[-4:] not in "".join(sent.values())
    confirm(house, card_id)
    work()
    titles = Notice.objects.system("test").filter(person_id=li.person_id).values_list("title", flat=True)
    assert set(titles) == {"工资卡变更待确认", "工资卡已确认"}
    assert SmsMessage.objects.system("test").count() == 3, "the old number is warned of the submission alone"


def test_a_number_that_changed_long_ago_is_somebody_elses(house: House) -> None:
    li = on_phone(house)
    row = Person.objects.system("test").get(pk=li.person_id)
    row.former_mobile, row.mobile_changed_at = "13900000001", house.now.wall - timedelta(days=4000)
    row.save(update_fields=["former_mobile", "mobile_changed_at"])
    submit(house, li, house.staff[0].account_id)
    work()
    assert {message.mobile.clear() for message in SmsMessage.objects.system("test")} == {row.mobile.clear()}
