"""Another bound account for a class II account: five elements again, one's own, of class I or a credit card (AC-4)."""

from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.bankaccounts.models import BankAccount, BoundCard
from apps.bankaccounts.services.bound_account_change import bound_account_change
from apps.bankaccounts.services.card_bind import card_unbind
from apps.cases.models import Case
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, StepUpRequired
from apps.corebank.models import IdentityCheck
from apps.identity import api as identity
from apps.notify.models import Notice
from fixtures.world import World
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)
from tests.identity.devices import on_device

from .test_opening import MOBILE, card, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulator")]


@pytest.fixture
def mine(world: World) -> Actor:
    return on_device(world.actor("yiming", relation=Relation.SELF), world.now)


@pytest.fixture
def account(world: World, mine: Actor) -> BankAccount:
    return row(opened(world, mine, card(world, mine)))


def row(account_id: UUID) -> BankAccount:
    return BankAccount.objects.system("test").get(pk=account_id)


def change(world: World, actor: Actor, account: BankAccount, bound: BoundCard, mobile: str = MOBILE) -> None:
    said = {"account_id": account.pk, "card_id": bound.pk, "mobile": mobile, "actor": actor, "now": world.now}
    try:
        return bound_account_change(**said)
    except StepUpRequired as asked:
        assert asked.shown["新的绑定账户"].endswith(bound.tail4)
        identity.step_up_confirm(actor=actor, digest=asked.digest, pin=world.pin, now=world.now)
    return bound_account_change(**said)


def refused(world: World, actor: Actor, account: BankAccount, bound: BoundCard, mobile: str = MOBILE) -> str:
    with pytest.raises(AppError) as caught:
        change(world, actor, account, bound, mobile)
    assert row(account.pk).bound_card_id == account.bound_card_id
    return caught.value.code


def test_it_is_another_after_five_elements_and_the_first_one_may_go(world: World, mine: Actor, account) -> None:
    other = card(world, mine, marker="4", card_class="CREDIT")
    change(world, mine, account, other)
    assert row(account.pk).bound_card_id == other.pk
    check = IdentityCheck.objects.system("test").latest("asked_at")
    assert check.factors == 5
    deed = AuditRow.objects.system("test").get(action="bankaccounts.account.rebound")
    assert deed.detail["card_tail4"] == other.tail4
    card_unbind(card_id=account.bound_card_id, actor=mine, now=world.now)


@pytest.mark.parametrize(
    ("columns", "mobile", "code"),
    [
        ({"card_class": "II"}, MOBILE, "CARD_CLASS"),
        ({"state": "CHECKED"}, MOBILE, "CARD_STATE"),
        ({"marker": "99906"}, MOBILE, "CARD_MISMATCH"),
        ({}, "1", "E_MOBILE"),
    ],
)
def test_what_does_not_fit_changes_nothing(world: World, mine: Actor, account, columns, mobile: str, code: str) -> None:
    assert refused(world, mine, account, card(world, mine, **{"marker": "4"} | columns), mobile) == code


def test_the_same_card_another_class_and_a_stopped_account_are_told_so(world: World, mine: Actor, account) -> None:
    assert refused(world, mine, account, account.bound_card) == "SAME_CARD"
    first = BankAccount.objects.system("test").get(holder_id=mine.person, account_class="I")
    other = card(world, mine, marker="4")
    assert refused(world, mine, first, other) == "ACCOUNT_CLASS"
    BankAccount.objects.system("test").filter(pk=account.pk).update(status="SELF_STOP")
    assert refused(world, mine, account, other) == "ACCOUNT_STATUS"


def test_neither_anothers_account_nor_anothers_card(world: World, mine: Actor, account) -> None:
    stranger = on_device(world.actor("guilan", relation=Relation.SELF), world.now)
    assert refused(world, stranger, account, card(world, stranger, marker="4")) == "NOT_FOUND"
    assert refused(world, mine, account, card(world, stranger, marker="5")) == "NOT_FOUND"


def test_a_new_device_changes_nothing(world: World, mine: Actor, account) -> None:
    thief = on_device(world.actor("yiming", relation=Relation.SELF), world.now, is_trusted=False)
    assert refused(world, thief, account, card(world, mine, marker="4")) == "NEW_DEVICE"


def test_the_third_try_of_a_day_is_told_to_the_person_and_the_bank_once(world: World, mine: Actor, account) -> None:
    def told() -> tuple[int, int]:
        notices = Notice.objects.system("test").filter(person_id=mine.person, kind="bankaccounts.binding")
        return notices.count(), Case.objects.system("test").filter(kind="bankaccounts.binding.tries").count()

    wrong = card(world, mine, marker="99906")
    assert refused(world, mine, account, wrong) == "CARD_MISMATCH"
    assert told() == (0, 0), "the opening was the first, this the second"
    for _ in range(2):
        assert refused(world, mine, account, wrong) == "CARD_MISMATCH"
        assert told() == (1, 1)
