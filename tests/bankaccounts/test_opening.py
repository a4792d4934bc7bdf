"""A class II account is opened online: five elements, grown up, not more than five, the agreement signed by step-up."""

from uuid import UUID

import pytest

from apps.agreements import api as agreements
from apps.agreements.models import Signature
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.bankaccounts.models import BankAccount, BoundCard
from apps.bankaccounts.services.account_two_open import AGREEMENT, account_two_open
from apps.bankaccounts.services.card_bind import card_unbind
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, Conflict, StepUpRequired
from apps.core.identifiers import check_card_number
from apps.core.ids import new_id
from apps.corebank.models import IdentityCheck
from apps.identity import api as identity
from fixtures.generators import OTHER_BANK, OTHER_BIN, card_number
from fixtures.world import World
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)
from tests.identity.devices import on_device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulator")]
MOBILE = "13800005678"


@pytest.fixture
def mine(world: World) -> Actor:
    return on_device(world.actor("yiming", relation=Relation.SELF), world.now)


def card(world: World, actor: Actor, marker: str = "", card_class: str = "I", state: str = "BOUND") -> BoundCard:
    number = card_number(int(f"8{marker}"), bin_prefix=OTHER_BIN)
    at = world.now.wall
    return BoundCard.objects.create(
        person_id=actor.person, number=number, tail4=number[-4:], holder_name="测试", card_class=card_class,
        bank_code=OTHER_BANK, state=state, factors=4, checked_at=at, bound_at=at if state == "BOUND" else None,
    )  # fmt: skip


def opened(world: World, actor: Actor, bound: BoundCard, key: str = "", mobile: str = MOBILE) -> UUID:
    words = agreements.words_in_force(AGREEMENT, world.now)
    said = {"card_id": bound.pk, "mobile": mobile, "text_hash": words.text_hash, "key": key or str(new_id())}
    try:
        return account_two_open(**said, actor=actor, now=world.now)
    except StepUpRequired as asked:
        identity.step_up_confirm(actor=actor, digest=asked.digest, pin=world.pin, now=world.now)
    return account_two_open(**said, actor=actor, now=world.now)


def refused(world: World, actor: Actor, bound: BoundCard, mobile: str = MOBILE) -> AppError:
    before = BankAccount.objects.system("test").count()
    with pytest.raises(AppError) as caught:
        opened(world, actor, bound, mobile=mobile)
    assert BankAccount.objects.system("test").count() == before
    return caught.value


def test_it_is_open_with_a_number_of_its_own_its_bound_account_and_the_signed_words(world: World, mine: Actor) -> None:
    bound = card(world, mine)
    account = BankAccount.objects.system("test").get(pk=opened(world, mine, bound))
    assert (account.account_class, account.status, account.is_face_verified) == ("II", "NORMAL", False)
    assert (account.bound_card_id, account.unit_path) == (bound.pk, "/head/east/")
    assert check_card_number(account.number.clear()).startswith("629000")
    assert Signature.objects.system("test").get(subject_id=account.pk).text.code == AGREEMENT
    with pytest.raises(Conflict, match="CARD_NEEDED"):
        card_unbind(card_id=bound.pk, actor=mine, now=world.now)


def test_the_same_key_opens_one(world: World, mine: Actor) -> None:
    bound = card(world, mine)
    assert opened(world, mine, bound, "k") == opened(world, mine, bound, "k")


@pytest.mark.parametrize(
    ("columns", "mobile", "code"),
    [
        ({"card_class": "II"}, MOBILE, "CARD_CLASS"),
        ({"state": "CHECKED"}, MOBILE, "CARD_STATE"),
        ({"marker": "99906"}, MOBILE, "CARD_MISMATCH"),
        ({}, "1", "E_MOBILE"),
    ],
)
def test_what_does_not_fit_opens_nothing(world: World, mine: Actor, columns, mobile: str, code: str) -> None:
    assert refused(world, mine, card(world, mine, **columns), mobile).code == code


def test_a_sixth_is_refused(world: World, mine: Actor) -> None:
    bound = card(world, mine)
    five = [
        NewAccount(
            HolderKind.PERSON, mine.person, "测试", AccountClass.II, card_number(800_100 + n), False, "/head/east/"
        )
        for n in range(5)
    ]
    bankaccounts.accounts_open(accounts=five, actor=mine, now=world.now)
    assert refused(world, mine, bound).code == "CLASS_COUNT"
    assert not IdentityCheck.objects.system("test").exists(), "said before the bank is asked"


def test_who_is_not_grown_up_goes_to_a_counter(world: World, mine: Actor, monkeypatch) -> None:
    monkeypatch.setattr("apps.bankaccounts.services.account_two_open.GROWN_UP", 99)
    assert refused(world, mine, card(world, mine)).code == "UNDER_AGE"
