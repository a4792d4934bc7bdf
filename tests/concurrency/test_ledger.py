"""The books under many hands at once; beside each promise the control that breaks it."""

from functools import partial
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.services.hot_fold import hot_fold
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
    """500 postings, each sent by two of 20 workers; then each reversed by two others, under a key of their own each."""
    account, sink, keys = funded(10_000), opened(), [f"storm:{number}" for number in range(500)]
    sends = [partial(move, account, sink, 7, key) for key in keys]
    outcome = race(*[sends[worker::20] + sends[(worker + 7) % 20 :: 20] for worker in range(20)])
    assert outcome.answers == {"ok": 500, "replay": 500}
    assert outcome.peak >= 2
    assert ledger.balance(sink) == 3_500

    journals = rows("SELECT id, idempotency_key FROM ledger_journal WHERE idempotency_key LIKE 'storm:%%'")
    left, right = ([partial(_reverse, id, f"{key}:undo:{side}") for id, key in journals] for side in ("left", "right"))
    outcome = race(*[left[worker::20] + right[(worker + 7) % 20 :: 20] for worker in range(20)])
    assert outcome.answers == {"ok": 500, "LEDGER_REVERSED": 500}
    assert ledger.balance(sink) == 0
    assert faults() == []


def test_holds_of_many_never_hold_more_than_there_is_and_a_freeze_gets_what_is_left() -> None:
    account = funded(1_000)
    outcome = race(*[[partial(_hold, account, 10) for _ in range(50)] for _ in range(4)])
    assert outcome.answers == {"ok": 100, "LEDGER_INSUFFICIENT": 100}
    assert outcome.peak >= 2
    assert len(ledger.holds_of(account)) == 100
    assert faults() == []


def test_a_freeze_among_settlements_ends_the_holds_that_were_not_settled() -> None:
    """Four settle orders out of holds while one freezes: what left, left before; nothing leaves after."""
    account, transit = funded(400), opened(TRANSIT)
    holds = [_hold(account, 1).hold_id for _ in range(400)]
    freeze = partial(_hold, account, None, kind=ledger.HoldKind.JUDICIAL_FULL)
    settle = [partial(_settle, account, transit, hold) for hold in holds]
    outcome = race(*[settle[worker::4] for worker in range(4)], [partial(rows, "SELECT pg_sleep(0.05)"), freeze])
    settled = outcome.answers["ok"] - 2
    assert outcome.answers == {"ok": settled + 2, "LEDGER_HOLD_ENDED": 400 - settled}
    assert ledger.balances([account, transit]) == {account: 400 - settled, transit: settled}
    assert [hold.held for hold in ledger.holds_of(account)] == [400 - settled]
    assert faults() == []


def test_postings_on_a_hot_account_do_not_wait_for_each_other_and_folds_lose_nothing() -> None:
    payers, fees = [funded(1_000) for _ in range(4)], ledger.house_account("6021.01")
    outcome = race(*[[partial(move, payer, fees, 1)] * 100 for payer in payers], [partial(hot_fold, now=NOW)] * 40)
    assert outcome.answers == {"ok": 440}
    assert ledger.balance(fees) == 400
    assert faults() == []


def _hold(account: UUID, fen: int | None, kind: ledger.HoldKind = ledger.HoldKind.TXB_SUBSCRIBE) -> ledger.Held:
    with transaction.atomic():
        return ledger.place_hold(
            key=str(new_id()), account_id=account, kind=kind, amount=fen, subject_kind="test", subject_id=new_id(),
            now=NOW,
        )  # fmt: skip


def _settle(account: UUID, transit: UUID, hold: UUID) -> ledger.Posted:
    return ledger.post(
        key=str(hold), kind="test", summary="测试", legs=[(account, -1), (transit, 1)], now=NOW, holds={account: hold}
    )


def _reverse(journal_id: UUID, key: str) -> ledger.Posted:
    return ledger.reverse(journal_id=journal_id, key=key, kind="test.reversal", summary="冲正", now=NOW)
