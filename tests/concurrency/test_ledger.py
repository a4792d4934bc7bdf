"""The books under many hands at once; beside each promise the control that breaks it."""

from functools import partial
from uuid import UUID

import pytest
from django.db import connection

from apps.core.ids import new_id
from apps.ledger import api as ledger
from tests.ledger.books import NOW, TRANSIT, faults, funded, opened, rows

from .race import planted, race

pytestmark = pytest.mark.django_db(transaction=True)

LOCK = "ORDER BY id FOR NO KEY UPDATE"
DEADLOCK = "40P01"


def move(payer: UUID, payee: UUID, fen: int, key: str = "") -> ledger.Posted:
    return ledger.post(
        key=key or str(new_id()), kind="test", summary="测试", legs=[(payer, -fen), (payee, fen)], now=NOW
    )


def pay(transit: UUID, payees: list[UUID], key: str = "") -> ledger.Posted:
    return ledger.post_batch(
        key=key or str(new_id()), kind="test", summary="测试", debit=transit, now=NOW,
        lines=[(payee, 1, None) for payee in payees], control_count=len(payees), control_sum=len(payees),
    )  # fmt: skip


def test_opposing_transfers_all_arrive_and_never_deadlock() -> None:
    a, b = funded(1_000), funded(1_000)
    outcome = race(*([[partial(move, a, b, 1)] * 60, [partial(move, b, a, 1)] * 60] * 2))
    assert outcome.answers == {"ok": 240}
    assert outcome.peak >= 2
    assert (ledger.balance(a), ledger.balance(b)) == (1_000, 1_000)
    assert faults() == []


def test_control_locks_in_the_order_of_the_legs_do_deadlock() -> None:
    """Each transfer dwells a little between its two locks, as on a busy day."""
    a, b = funded(1_000), funded(1_000)
    slowly = "version + 1 + (pg_sleep(0.002) IS NULL)::int, p_lines[leg]"
    with planted(
        "ledger_post",
        (LOCK, "ORDER BY array_position(p_accounts, id) FOR NO KEY UPDATE"),
        ("version + 1, p_lines[leg]", slowly),
    ):
        outcome = race(*([[partial(move, a, b, 1)] * 4, [partial(move, b, a, 1)] * 4] * 2))
    assert outcome.answers[DEADLOCK] >= 1
    assert faults() == []


def test_batches_that_share_payees_in_other_orders_never_deadlock() -> None:
    transits, payees = [funded(20 * 40, TRANSIT) for _ in range(3)], [opened() for _ in range(40)]
    orders = [payees, payees[::-1], payees[20:] + payees[:20]]
    outcome = race(*([partial(pay, transit, order)] * 20 for transit, order in zip(transits, orders, strict=True)))
    assert outcome.answers == {"ok": 60}
    assert outcome.peak >= 2
    assert set(ledger.balances(payees).values()) == {60}
    assert set(ledger.balances(transits).values()) == {0}
    assert faults() == []


def test_what_is_there_is_spent_once() -> None:
    account, sink = funded(1_000), opened()
    outcome = race(*[[partial(move, account, sink, 10)] * 50] * 4)
    assert outcome.answers == {"ok": 100, "LEDGER_INSUFFICIENT": 100}
    assert outcome.peak >= 2
    assert (ledger.balance(account), ledger.balance(sink)) == (0, 1_000)
    assert faults() == []


def test_control_looking_first_and_taking_then_oversells() -> None:
    """The same race on a table without the books' guards: it is a race indeed."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE control_till AS SELECT 1000 AS balance, 0 AS taken")
    try:
        race(*[[_take] * 50] * 4)
        assert rows("SELECT taken > 1000 FROM control_till") == [(True,)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE control_till")


def _take() -> None:
    [(balance,)] = rows("SELECT balance FROM control_till")
    if balance >= 10:
        rows("SELECT pg_sleep(0.001)")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE control_till SET balance = %s, taken = taken + 10", [balance - 10])


def test_control_without_its_row_lock_the_door_collides_and_the_guards_still_hold() -> None:
    """Two postings that read the same balance: the second one's chain is broken, and it is refused, not written."""
    account, sink = funded(1_000), opened()
    with planted("ledger_post", (LOCK, "ORDER BY id")):
        outcome = race(*[[partial(move, account, sink, 10)] * 50] * 4)
    collisions = outcome.answers["LEDGER_FAULT"] + outcome.answers["LEDGER_BALANCE_EDITED"] + outcome.answers[DEADLOCK]
    assert collisions >= 1
    assert ledger.balance(sink) == 10 * outcome.answers["ok"]
    assert faults() == []


def test_a_storm_of_repeats_posts_each_once_and_reverses_each_once() -> None:
    account, sink, keys = funded(10_000), opened(), [f"storm:{number}" for number in range(100)]
    sends = [partial(move, account, sink, 7, key) for key in keys]
    outcome = race(sends, sends[::-1], sends[50:] + sends[:50], sends[1::2] + sends[::2])
    assert outcome.answers == {"ok": 100, "replay": 300}
    assert ledger.balance(sink) == 700

    journals = rows("SELECT id, idempotency_key FROM ledger_journal WHERE idempotency_key LIKE 'storm:%%'")
    undo = [
        [partial(_reverse, journal, f"{key}:undo:{side}") for journal, key in journals] for side in ("left", "right")
    ]
    outcome = race(undo[0], undo[1][::-1])
    assert outcome.answers == {"ok": 100, "LEDGER_REVERSED": 100}
    assert ledger.balance(sink) == 0
    assert faults() == []


def _reverse(journal_id: UUID, key: str) -> ledger.Posted:
    return ledger.reverse(journal_id=journal_id, key=key, kind="test.reversal", summary="冲正", now=NOW)
