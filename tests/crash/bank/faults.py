"""Doors that break one promise each: the checker must see every one of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from devtool.postgres import NAME
from tests.concurrency.race import planted

LOCK, NO_LOCK = "ORDER BY id FOR NO KEY UPDATE", "ORDER BY id"
CHAIN = "AND a.version = e.version - 1 AND a.balance = e.balance_after - e.amount"
KEY, FRESH_KEY = "VALUES (p_id, p_key, v_hash", "VALUES (p_id, p_id::text, v_hash"


@contextmanager
def no_row_lock() -> Iterator[None]:
    """Postings read balances without a lock, and none of the guards behind it stands: the last writer wins. The books
    are of no use afterwards."""
    _run("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_version")
    with (
        planted("ledger_post", (LOCK, NO_LOCK)),
        planted("ledger_apply_entries", (CHAIN, "")),
        _setting("deadlock_timeout", "20ms"),  # without the locks' order there are many
    ):
        yield


@contextmanager
def no_key() -> Iterator[None]:
    """The door forgets the caller's key: what is sent again is posted again."""
    with planted("ledger_post", (KEY, FRESH_KEY)):
        yield


@contextmanager
def asynchronous_commit() -> Iterator[None]:
    """The server says "committed" before it has written so: what it says just before a crash is lost."""
    with _setting("synchronous_commit", "off"):
        yield


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    """Of every session that begins inside."""
    _run(f"ALTER DATABASE {NAME} SET {name} = '{value}'")
    try:
        yield
    finally:
        _run(f"ALTER DATABASE {NAME} RESET {name}")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
