"""Whom a payroll may pay: the status of the account and the limits of its class, also by two at once (AC-2, AT-13)."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountFacts, HolderKind, InboundRefusal
from apps.bankaccounts.rules import ORDINARY
from apps.bankaccounts.selectors import facts_by_ids
from apps.core.actors import Actor
from apps.core.ids import new_id
from apps.daifutong.selectors.payees import payee_refusals
from apps.risk import api as risk
from apps.risk.contracts import Flow
from apps.risk.models import LimitUse
from fixtures.world import World

pytestmark = pytest.mark.django_db

LIMIT = InboundRefusal.CLASS_LIMIT
Lines = list[tuple[UUID, UUID, int]]  # line, account, 分


def account(world: World, key: str = "class_two") -> UUID:
    number = world.special_card(key)
    return bankaccounts.accounts_by_numbers([number])[number].id


def ordinary(world: World) -> UUID:
    """An account of class I."""
    number = world.card("xiaowen")
    return bankaccounts.accounts_by_numbers([number])[number].id


def lines(account_id: UUID, *amounts: int) -> Lines:
    return [(new_id(), account_id, amount) for amount in amounts]


def taken(world: World, wanted: Lines, on: date | None = None) -> list[InboundRefusal | None]:
    """As a payroll does it, in the caller's transaction."""
    special = bankaccounts.payees_hold({account_id for _, account_id, _ in wanted})
    payees = [(line, special[account_id], fen) for line, account_id, fen in wanted if account_id in special]
    now = replace(world.now, business_date=on) if on else world.now
    refused = payee_refusals(payees, ask=risk.take_lines, now=now)
    return [refused.get(line) for line, _, _ in wanted]


def take(world: World, wanted: Lines, on: date | None = None) -> list[InboundRefusal | None]:
    with transaction.atomic():
        return taken(world, wanted, on)


def checked(world: World, wanted: Lines) -> list[InboundRefusal | None]:
    """As an import does it."""
    known = facts_by_ids({account_id for _, account_id, _ in wanted})
    payees = [(line, known.get(account_id), fen) for line, account_id, fen in wanted]
    refused = payee_refusals(payees, ask=risk.check, now=world.now)
    return [refused.get(line) for line, _, _ in wanted]


def counted(account_id: UUID) -> dict[date, int]:
    rows = LimitUse.objects.filter(subject_id=account_id, period="DAY")
    return dict(rows.values_list("starts_on", "used_fen"))


def test_ten_thousand_a_day_and_not_a_cent_more(world: World) -> None:
    two = account(world)
    assert take(world, lines(two, 6_000_00)) == [None]
    assert take(world, lines(two, 4_000_01, 3_999_99)) == [LIMIT, None]
    assert take(world, lines(two, 1, 1)) == [None, LIMIT]
    assert counted(two) == {world.now.business_date: 10_000_00}


def test_who_is_unknown_or_limited_is_found_among_many(world: World) -> None:
    wanted = [(new_id(), account_id, 10_000_01) for account_id in (ordinary(world), new_id(), account(world))]
    assert take(world, wanted) == [None, InboundRefusal.UNKNOWN, LIMIT]


@pytest.mark.parametrize("is_face_verified", [True, False])
def test_what_is_called_ordinary_no_limit_counts(*, is_face_verified: bool) -> None:
    """Payrolls look at no facts of such accounts: a limit on class I would be passed by unseen."""
    kind, account_class, status = ORDINARY
    assert kind == HolderKind.PERSON
    facts = AccountFacts(new_id(), new_id(), kind, new_id(), "李晓雯", account_class, status, is_face_verified)
    assert bankaccounts.inbound_refusal(facts) is None
    assert risk.account_claims(Flow.PAYROLL, [(facts.id, facts, 10**15)]) == []


def test_the_next_day_is_open_again_until_the_year_is_full(world: World) -> None:
    two = account(world)
    for day in range(1, 21):
        assert take(world, lines(two, 10_000_00), date(2026, 4, day)) == [None]
    assert take(world, lines(two, 1), date(2026, 4, 21)) == [LIMIT]
    assert take(world, lines(two, 10_000_00), date(2027, 1, 1)) == [None]


def test_a_check_reserves_nothing(world: World) -> None:
    two = account(world)
    wanted = lines(two, 10_000_00, 1)
    for _ in range(2):
        assert checked(world, wanted) == [None, LIMIT]
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
    assert checked(world, wanted) == take(world, wanted) == [refusal]
    assert not any(counted(account(world, key)).values())


def test_an_unknown_account_takes_nothing(world: World) -> None:
    assert take(world, lines(new_id(), 1)) == [InboundRefusal.UNKNOWN]


def test_class_one_takes_any_sum_and_is_not_counted(world: World) -> None:
    one = ordinary(world)
    assert take(world, lines(one, 99_999_999_99)) == [None]
    assert counted(one) == {}


@pytest.mark.parametrize("count", [1, 40])
def test_a_chunk_costs_the_same_queries_however_long(world: World, django_assert_num_queries, count: int) -> None:
    """One for the accounts; the six of the limits are asked only where a payee's class has some."""
    one, two = ordinary(world), account(world)
    with django_assert_num_queries(1):
        taken(world, lines(one, *[1] * count))
    with django_assert_num_queries(7):
        taken(world, [*lines(two, *[1] * count), *lines(one, *[1] * count)])


def pay_at_once(world: World, wanted: Sequence[Lines]) -> list[list[InboundRefusal | None]]:
    """Each list in a transaction of its own, all at the same time."""
    gate, answers = threading.Barrier(len(wanted)), [None] * len(wanted)

    def run(place: int) -> None:
        try:
            with transaction.atomic():
                gate.wait(10)
                answers[place] = taken(world, wanted[place])
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
    """The race with its control, by processes: tests/concurrency/test_limits.py."""
    two = account(world)
    answers = pay_at_once(world, [lines(two, *[1_000_00] * 8), lines(two, *[1_000_00] * 8)])
    assert sum(refusal is None for answer in answers for refusal in answer) == 10
    assert counted(two) == {world.now.business_date: 10_000_00}


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
    assert taken_during_a_freeze(world, ordinary(world)) == [InboundRefusal.FROZEN]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_frozen_account_would_be_paid(world: World, monkeypatch) -> None:
    """The control of the test above."""
    from apps.bankaccounts.services import accounts_hold

    monkeypatch.setattr(accounts_hold, "special_held", facts_by_ids)
    assert taken_during_a_freeze(world, ordinary(world)) == [None]
