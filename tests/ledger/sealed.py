"""A sealed copy of the books for tests that tamper with them."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from apps.core import seal
from apps.core.ids import new_id

from .books import batch, funded, opened, posted, rows


@dataclass
class Copy:
    """The sealed journals in their order: id, number of legs, transaction, number of the block."""

    journals: list[tuple[UUID, int, int, int]]
    accounts: list[UUID]
    heads: list[tuple[int, bytes]]  # by number, as they were exported


def settle(table: str = "ledger_journal") -> None:
    """Waits until all rows may be sealed: transactions of other databases on the same server count too."""
    end = time.monotonic() + 60
    while not rows(f"SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xact) FROM {table}")[0][0]:
        assert time.monotonic() < end, "somebody's transaction runs for a minute"
        time.sleep(0.02)


def sealed_books(monkeypatch: object, *, rows_a_block: int = 4, journals: int = 40) -> Copy:
    """So many journals of two to forty legs, in blocks of so many rows."""
    payers, payees = [funded(1_000_000) for _ in range(3)], [opened() for _ in range(40)]
    choose = random.Random(7)
    for number in range(journals - len(payers)):
        payer = choose.choice(payers)
        if number % 4 == 3:
            batch(payer, *((payee, choose.randint(1, 99)) for payee in payees[: choose.randint(2, 40)]))
        else:
            posted((payer, -number - 1), (choose.choice(payees), number + 1), line_id=new_id())
    settle()
    monkeypatch.setattr(seal, "BLOCK_ROWS", rows_a_block)
    while seal.seal("ledger"):
        pass
    return Copy(
        rows("""SELECT j.id, (SELECT count(*) FROM ledger_entry e WHERE e.journal_id = j.id), xact::text::bigint, number
                  FROM ledger_journal j JOIN core_sealblock b ON stream = 'ledger'
                       AND xact > from_xact::text::xid8 AND xact <= to_xact::text::xid8 ORDER BY xact, id"""),
        payees,
        [(block.number, bytes(block.block_hash)) for block in seal.blocks_after("ledger", 0)],
    )


@contextmanager
def tampered() -> Iterator[None]:
    """As somebody who has switched the triggers off; all is as before behind it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def run(sql: str, *parameters: object) -> None:
    """A statement that changes something."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.rowcount >= 1, sql
