"""Binding a bank card: proved by three or four elements, never which one is wrong, its mandate signed by step-up."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from apps.agreements import api as agreements
from apps.agreements.models import Mandate
from apps.audit.models import AuditRow
from apps.bankaccounts.models import BoundCard
from apps.bankaccounts.selectors import card_for_member, card_number, cards_for_member
from apps.bankaccounts.services.card_bind import MANDATE, card_bind, card_unbind
from apps.bankaccounts.services.card_check import MISMATCH, card_check
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, Conflict, IllegalMove, InvalidInput, NotFound, StepUpRequired, TooMany
from apps.identity import api as identity
from fixtures.generators import OTHER_BANK, OTHER_BIN
from fixtures.generators import card_number as made_number
from fixtures.world import World
from tests.corebank.conftest import Simulator, bank_address, client, simulator  # noqa: F401  (fixtures)
from tests.identity.devices import on_device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulator")]

OTHER = made_number(41, bin_prefix=OTHER_BIN)
STRANGERS, LOST = (made_number(int(f"1{marker}"), bin_prefix=OTHER_BIN) for marker in ("99902", "99913"))
MOBILE = "13800005678"
SINGLE, DAY = 5_000_00, 20_000_00


@pytest.fixture
def mine(world: World) -> Actor:
    return on_device(world.actor("yiming", relation=Relation.SELF), world.now)


def check(world: World, actor: Actor, number: str = OTHER, mobile: str = MOBILE) -> UUID:
    return card_check(number=number, mobile=mobile, actor=actor, now=world.now)


def bind(world: World, actor: Actor, card_id: UUID, single: int = SINGLE, day: int = DAY, now=None) -> None:
    words = agreements.words_in_force(MANDATE, world.now)
    card_bind(
        card_id=card_id, single_fen=single, day_fen=day, text_hash=words.text_hash, actor=actor, now=now or world.now
    )


def bound(world: World, actor: Actor, number: str = OTHER) -> UUID:
    card_id = check(world, actor, number)
    with pytest.raises(StepUpRequired) as asked:
        bind(world, actor, card_id)
    identity.step_up_confirm(actor=actor, digest=asked.value.digest, pin=world.pin, now=world.now)
    bind(world, actor, card_id)
    return card_id


def refused(world: World, actor: Actor, number: str = OTHER, mobile: str = MOBILE) -> AppError:
    before = BoundCard.objects.system("test").count()
    with pytest.raises(AppError) as caught:
        check(world, actor, number, mobile)
    assert BoundCard.objects.system("test").count() == before
    return caught.value


def test_a_card_of_another_bank_is_bound_by_four_elements_and_one_step_up(world: World, mine: Actor) -> None:
    card_id = bound(world, mine)
    (card,) = cards_for_member(mine, world.now)
    assert (card.id, card.state, card.label) == (card_id, "BOUND", f"他行储蓄卡 尾号 {OTHER[-4:]}")
    assert (card.single_fen, card.day_fen, card.bank_code, card.has_mandate) == (SINGLE, DAY, OTHER_BANK, True)
    mandate = Mandate.objects.system("test").get(subject_id=card_id)
    assert mandate.terms == [["单笔上限", "5,000.00 元"], ["每日上限", "20,000.00 元"]]
    assert mandate.signature.subject_id == mandate.pk
    deeds = AuditRow.objects.system("test").filter(subject_id=card_id).order_by("at")
    assert [row.action.rpartition(".")[2] for row in deeds] == ["checked", "bound"]
    assert OTHER not in str([row.detail for row in deeds])
    assert card_number(card_id) == OTHER


def test_the_step_up_names_card_terms_and_words_and_nothing_else_confirms(world: World, mine: Actor) -> None:
    card_id = check(world, mine)
    with pytest.raises(StepUpRequired) as asked:
        bind(world, mine, card_id)
    assert asked.value.shown == {
        "绑定": f"他行储蓄卡 尾号 {OTHER[-4:]}", "单笔上限": "5,000.00 元", "每日上限": "20,000.00 元",
        "授权书": "绑定账户资金划转授权书 第 1 版",
    }  # fmt: skip
    identity.step_up_confirm(actor=mine, digest=asked.value.digest, pin=world.pin, now=world.now)
    with pytest.raises(StepUpRequired):
        bind(world, mine, card_id, day=DAY + 1)
    assert BoundCard.objects.system("test").get(pk=card_id).state == "CHECKED"


def test_ones_own_card_of_this_bank_needs_three_elements(world: World, mine: Actor) -> None:
    card_id = check(world, mine, world.card("yiming"), "")
    row = BoundCard.objects.system("test").get(pk=card_id)
    assert (row.factors, row.bank_code, row.own_account.holder_id) == (3, "", world.person("yiming"))


@pytest.mark.parametrize("number", [STRANGERS, "colleague's"])
def test_nobody_learns_which_element_differs(world: World, mine: Actor, number: str) -> None:
    error = refused(world, mine, world.card("guilan") if number == "colleague's" else number)
    assert (error.code, error.message, error.fields) == ("CARD_MISMATCH", MISMATCH, {})


@pytest.mark.parametrize(
    ("number", "mobile", "code"),
    [
        ("62", MOBILE, "E_ACCOUNT"),
        (OTHER[:-1] + str((int(OTHER[-1]) + 1) % 10), MOBILE, "E_LUHN"),
        ("6228480402564890018", MOBILE, "E_BANK"),
        (OTHER, "", "E_MOBILE"),
        (LOST, MOBILE, "CARD_STATUS"),
    ],
)
def test_what_cannot_be_bound_is_refused_without_a_trace(world: World, mine: Actor, number, mobile, code) -> None:
    assert refused(world, mine, number, mobile).code == code


def test_after_five_tries_the_day_is_over(world: World, mine: Actor) -> None:
    for _ in range(5):
        refused(world, mine, STRANGERS)
    assert isinstance(refused(world, mine), TooMany)


def test_a_check_that_is_old_binds_nothing(world: World, mine: Actor) -> None:
    card_id = check(world, mine)
    later = replace(world.now, wall=world.now.wall + timedelta(minutes=31))
    with pytest.raises(Conflict, match="CHECK_OLD"):
        bind(world, mine, card_id, now=later)


@pytest.mark.parametrize(("single", "day"), [(0, DAY), (50_000_01, 60_000_00), (SINGLE, SINGLE - 1), (1, 200_000_01)])
def test_terms_have_their_bounds(world: World, mine: Actor, single: int, day: int) -> None:
    with pytest.raises(InvalidInput, match="CARD_TERMS"):
        bind(world, mine, check(world, mine), single, day)


def test_a_bound_card_is_not_bound_again_and_an_unbound_one_may_be(world: World, mine: Actor) -> None:
    card_id = bound(world, mine)
    assert refused(world, mine).code == "CARD_BOUND"
    card_unbind(card_id=card_id, actor=mine, now=world.now)
    assert Mandate.objects.system("test").get(subject_id=card_id).state == "ENDED"
    assert cards_for_member(mine, world.now) == ()
    with pytest.raises(IllegalMove):
        card_unbind(card_id=card_id, actor=mine, now=world.now)
    assert bound(world, mine) != card_id


def test_a_stopped_mandate_is_signed_anew_on_the_same_card(world: World, mine: Actor) -> None:
    card_id = bound(world, mine)
    with pytest.raises(Conflict, match="MANDATE_HOLDS"):
        bind(world, mine, card_id)
    agreements.mandates_end(kind=MANDATE, subject_id=card_id, actor=mine, now=world.now)
    assert not card_for_member(mine, card_id, world.now).has_mandate
    with pytest.raises(StepUpRequired) as asked:
        bind(world, mine, card_id, day=DAY + 100)
    identity.step_up_confirm(actor=mine, digest=asked.value.digest, pin=world.pin, now=world.now)
    bind(world, mine, card_id, day=DAY + 100)
    assert card_for_member(mine, card_id, world.now).day_fen == DAY + 100


def test_somebody_elses_card_is_not_found(world: World, mine: Actor) -> None:
    card_id = bound(world, mine)
    other = on_device(world.actor("guilan", relation=Relation.SELF), world.now)
    assert card_for_member(other, card_id, world.now) is None
    for deed in (lambda: bind(world, other, card_id), lambda: card_unbind(card_id=card_id, actor=other, now=world.now)):
        with pytest.raises(NotFound):
            deed()
