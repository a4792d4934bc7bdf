"""What the books cost when they have grown, when many meet on one account, and beside the bare rows."""

import time
from statistics import median
from uuid import UUID

from django.db import connection, transaction

from apps.core.invariants import all_checks
from apps.ledger import api as ledger
from tests.bench import _ledger_stage as stage
from tests.bench._harness import BASELINE, emit, in_turns, say

MANY = 1_000_000
READS = 300
OPENED = 200


def hot_account(pairs: int, seconds: int) -> None:
    """8 clients pay one account: a hot one (6021.01), and one that takes its row's lock for every payment (6411)."""
    hot, cold = ledger.house_account("6021.01"), ledger.house_account("6411")
    ours, baseline = in_turns(
        pairs,
        lambda: stage.pgbench(seconds, "ledger_hot", payee=hot),
        lambda: stage.pgbench(seconds, "ledger_hot", payee=cold),
    )
    emit("L3", "one credited account, 8 clients, buffered / not", "tx/s", ours, baseline, at_least=2.3)


def opening(pairs: int, seconds: int) -> None:
    """Seconds to open 200 accounts one by one, now and before there were any (stage.build)."""
    ours = [stage.open_some(OPENED) for _ in range(len(stage.OPENED_FIRST))]
    emit("L7", "opening accounts, the 100,001st / the first", "s", ours, stage.OPENED_FIRST, at_most=1.1)


def bare_posting(pairs: int, seconds: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS bare CASCADE")
        cursor.execute((BASELINE / "ledger_bare.sql").read_text())
        cursor.execute("INSERT INTO bare.account SELECT id, balance FROM ledger_account WHERE owner_kind = 'bench'")
    stage.settle(full=True)
    ours, baseline = in_turns(
        pairs, lambda: 1e6 / stage.pgbench(seconds, "ledger_post"), lambda: 1e6 / stage.pgbench(seconds, "ledger_bare")
    )
    emit("L9", "every guarantee / the bare rows, 8 clients, µs a posting", "µs", ours, baseline, at_most=1.3)


def balance_read(pairs: int, seconds: int) -> None:
    """Microseconds of `ledger.api.balance`, of an account with a million entries and of an empty one."""
    grown, empty = _grown(), stage.opened()

    def reading(account: UUID) -> float:
        began = time.perf_counter()
        for _ in range(READS):
            ledger.balance(account)
        return (time.perf_counter() - began) / READS * 1e6

    reading(grown), reading(empty)  # both warm
    ours, baseline = in_turns(max(pairs, 7), lambda: reading(grown), lambda: reading(empty))
    emit("L6", "balance at 1,000,000 entries / of an empty account", "µs", ours, baseline, at_most=1.2)


def verify_money(pairs: int, seconds: int) -> None:
    _grown()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        (entries,) = cursor.fetchone()
    runs = []
    for _ in range(3):
        began = time.perf_counter()
        found = [s for name, check in all_checks().items() if name.startswith("ledger.") for s in check()]
        runs.append(time.perf_counter() - began)
        if found:
            raise RuntimeError(f"the books are wrong: {found[:3]}")
    say(f"verify_money's checks of the books on {entries:,} entries: {median(runs):.1f} s, goal 20 s")
    emit("L-verify", f"verify_money on {entries:,} entries / 20 s", "s", runs, [20.0] * len(runs), at_most=1)


_grown_account: list[UUID] = []


def _grown() -> UUID:
    """An account with half a million debits and as many credits, written past the door as history."""
    if _grown_account:
        return _grown_account[0]
    say(f"writing {MANY:,} entries of one account")
    account, other = stage.opened(), ledger.house_account("3001.05")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """INSERT INTO ledger_journal (id, idempotency_key, body_hash, kind, summary, asset, business_date,
                   value_date, created_at) SELECT gen_random_uuid(), 'grown:' || n, '', 'grown', '历史', 'CNY', %s, %s,
                   now() FROM generate_series(1, %s) n""",
            [stage.NOW.business_date, stage.NOW.business_date, MANY],
        )
        cursor.execute(
            """WITH numbered AS (
                   SELECT id, row_number() OVER (ORDER BY id) AS n FROM ledger_journal WHERE kind = 'grown')
               INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version)
               SELECT id, 1, %s::uuid, 1, n, n FROM numbered UNION ALL
               SELECT id, 2, %s::uuid, -1, NULL, NULL FROM numbered""",
            [account, other],
        )
        cursor.execute("UPDATE ledger_account SET balance = %s, version = %s WHERE id = %s", [MANY, MANY, account])
        cursor.execute("INSERT INTO ledger_hotdelta (account_id, amount) VALUES (%s, %s)", [other, -MANY])
    stage.settle(full=True)
    _grown_account.append(account)
    return account
