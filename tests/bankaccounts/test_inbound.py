"""Money that comes in: the limits of class II are counted exactly, also by two payrolls at once (AC-2, AT-13)."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import InboundLine, InboundRefusal
from apps.bankaccounts.models import InboundDay
from apps.bankaccounts.selectors import facts_by_ids
from apps.core.actors import Actor
from apps.core.ids import new_id
from fixtures.world import World

pytestmark = pytest.mark.django_db

LIMIT = InboundRefusal.CLASS_LIMIT


def account(world: World, key: str = "class_two") -> UUID:
    number = world.special_card(key)
    return bankaccounts.accounts_by_numbers([number])[number].id


def lines(account_id: UUID, *amounts: int) -> list[InboundLine]:
    return [InboundLine(new_id(), account_id, amount) for amount in amounts]


def take(world: World, wanted: Sequence[InboundLine], on: date | None = None) -> list[InboundRefusal | None]:
    now = replace(world.now, business_date=on) if on else world.now
    with transaction.atomic():
        refused = bankaccounts.inbound_take(lines=wanted, now=now)
    return [refused.get(line.ref) for line in wanted]


def counted(account_id: UUID) -> dict[date, int]:
    return dict(InboundDay.objects.system("test").filter(account_id=account_id).values_list("day", "amount"))


def test_ten_thousand_a_day_and_not_a_cent_more(world: World) -> None:
    two = account(world)
    assert take(world, lines(two, 6_000_00)) == [None]
    assert take(world, lines(two, 4_000_01, 3_999_99)) == [LIMIT, None]
    assert take(world, lines(two, 1, 1)) == [None, LIMIT]
    assert counted(two) == {world.now.business_date: 10_000_00}


def test_who_is_unknown_or_limited_is_found_among_many(world: World) -> None:
    wanted = [
        InboundLine(new_id(), account_id, 10_000_01) for account_id in (personal(world), new_id(), account(world))
    ]
    assert take(world, wanted) == [None, InboundRefusal.UNKNOWN, LIMIT]


def test_the_next_day_is_open_again_until_the_year_is_full(world: World) -> None:
    two = account(world)
    for day in range(1, 21):
        assert take(world, lines(two, 10_000_00), date(2026, 4, day)) == [None]
    assert take(world, lines(two, 1), date(2026, 4, 21)) == [LIMIT]
    assert take(world, lines(two, 1), date(2026, 12, 31)) == [LIMIT]
    assert take(world, lines(two, 10_000_00), date(2027, 1, 1)) == [None]


def test_a_check_reserves_nothing(world: World) -> None:
    two = account(world)
    wanted = lines(two, 10_000_00, 1)
    for _ in range(2):
        assert bankaccounts.inbound_check(wanted, now=world.now) == {wanted[1].ref: LIMIT}
    assert counted(two) == {}
    assert take(world, wanted) == [None, LIMIT]


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        ("class_two_unseen", LIMIT),
        ("class_three", LIMIT),
        ("frozen", InboundRefusal.FROZEN),
        ("stopped", InboundRefusal.STOP_PAYMENT),
        ("dormant", InboundRefusal.DORMANT),
        ("lost", InboundRefusal.LOST),
        ("closed", InboundRefusal.CLOSED),
    ],
)
def test_who_takes_nothing(world: World, key: str, refusal: InboundRefusal) -> None:
    wanted = lines(account(world, key), 1)
    assert bankaccounts.inbound_check(wanted, now=world.now) == {wanted[0].ref: refusal}
    assert take(world, wanted) == [refusal]
    assert counted(account(world, key)) == {}


def test_class_one_takes_any_sum_and_is_not_counted(world: World) -> None:
    number = world.card("xiaowen")
    one = bankaccounts.accounts_by_numbers([number])[number].id
    assert take(world, lines(one, 99_999_999_99)) == [None]
    assert counted(one) == {}


def test_a_rollback_gives_the_limit_back(world: World) -> None:
    two = account(world)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bankaccounts.inbound_take(lines=lines(two, 10_000_00), now=world.now)
        1 / 0  # noqa: B018
    assert take(world, lines(two, 10_000_00)) == [None]


@pytest.mark.parametrize("count", [1, 40])
def test_a_chunk_costs_the_same_queries_however_long(world: World, django_assert_num_queries, count: int) -> None:
    two, number = account(world), world.card("xiaowen")
    one = bankaccounts.accounts_by_numbers([number])[number].id
    wanted = [*lines(two, *[1] * count), *lines(one, *[1] * count)]
    with django_assert_num_queries(5):
        bankaccounts.inbound_take(lines=wanted, now=world.now)


def pay_at_once(world: World, wanted: Sequence[Sequence[InboundLine]]) -> list[list[InboundRefusal | None]]:
    """Each list in a transaction of its own, all at the same time."""
    gate, answers = threading.Barrier(len(wanted)), [None] * len(wanted)

    def run(place: int) -> None:
        try:
            with transaction.atomic():
                gate.wait(10)
                refused = bankaccounts.inbound_take(lines=wanted[place], now=world.now)
            answers[place] = [refused.get(line.ref) for line in wanted[place]]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(wanted))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_payrolls_at_once_share_one_limit(world: World) -> None:
    two = account(world)
    answers = pay_at_once(world, [lines(two, *[1_000_00] * 8), lines(two, *[1_000_00] * 8)])
    assert sum(refusal is None for answer in answers for refusal in answer) == 10
    assert counted(two) == {world.now.business_date: 10_000_00}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_pay_too_much(world: World, monkeypatch) -> None:
    """The control: the same race with the lock taken out goes wrong, so the test above proves something."""
    from apps.bankaccounts.services import inbound_take as service

    meet = threading.Barrier(2)
    original = service.used_on

    def used_on(*args):
        used = original(*args)
        meet.wait(10)
        return used

    monkeypatch.setattr(service, "limited_held", facts_by_ids)
    monkeypatch.setattr(service, "used_on", used_on)
    two = account(world)
    answers = pay_at_once(world, [lines(two, 10_000_00), lines(two, 10_000_00)])
    assert answers == [[None], [None]]


def personal(world: World) -> UUID:
    """An ordinary account of class I."""
    number = world.card("xiaowen")
    return bankaccounts.accounts_by_numbers([number])[number].id


def taken_during_a_freeze(world: World, payee: UUID) -> list[InboundRefusal | None]:
    """A payment that begins when the freeze of its payee is written but not yet committed."""
    answers: list[InboundRefusal | None] = []

    def pay() -> None:
        try:
            answers.extend(take(world, lines(payee, 1_00)))
        finally:
            connection.close()

    thread = threading.Thread(target=pay)
    with transaction.atomic():
        bankaccounts.account_move(
            account_id=payee, move="freeze", reason="法院冻结", actor=Actor.system("test"), now=world.now
        )
        thread.start()
        thread.join(1)
    thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_freeze_at_the_very_moment_of_the_payment_is_waited_for(world: World) -> None:
    assert taken_during_a_freeze(world, personal(world)) == [InboundRefusal.FROZEN]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_frozen_account_would_be_paid(world: World, monkeypatch) -> None:
    """The control of the test above."""
    from apps.bankaccounts.services import inbound_take as service

    monkeypatch.setattr(service, "limited_held", facts_by_ids)
    assert taken_during_a_freeze(world, personal(world)) == [None]
