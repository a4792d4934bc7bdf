"""Small words for tests about the books: accounts with money on them, refusals, and what all tables hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from apps.core.clock import Moment
from apps.core.db import sqlstate
from apps.core.errors import AppError
from apps.core.ids import new_id
from apps.core.invariants import all_checks
from apps.ledger import api as ledger

NOW = Moment(datetime(2026, 3, 2, 2, 30, tzinfo=UTC), date(2026, 3, 2))
TOMORROW = Moment(datetime(2026, 3, 3, 2, 30, tzinfo=UTC), date(2026, 3, 3))
CORPORATE, PERSONAL, TRANSIT, CLEARING = "2011.01", "2011.02", "2241.01", "3001.01"
TABLES = (
    "ledger_glaccount", "ledger_account", "ledger_journal", "ledger_entry", "ledger_hotdelta", "ledger_hotfold",
    "ledger_batchrefusal", "ledger_hold", "ledger_holdevent", "ledger_accrual", "ledger_interestpaid",
    "ledger_snapshot", "ledger_dayproof", "core_bankday",
)  # fmt: skip


def opened(gl_code: str = PERSONAL, *, asset: str = "CNY") -> UUID:
    with transaction.atomic():
        return ledger.open_account(
            owner_kind="test", owner_id=new_id(), gl_code=gl_code, on=NOW.business_date, asset=asset
        )


def funded(fen: int, gl_code: str = PERSONAL) -> UUID:
    """An account with money on it that came in through clearing."""
    account = opened(gl_code)
    posted((ledger.house_account(CLEARING), -fen), (account, fen), key=f"fund:{account}")
    return account


def posted(*legs: tuple[UUID, int], key: str = "", **more: object) -> ledger.Posted:
    with transaction.atomic():
        return ledger.post(
            key=key or f"test:{new_id()}", **({"kind": "test", "summary": "测试", "legs": legs, "now": NOW} | more)
        )


def placed(account: UUID, fen: int | None, *, key: str = "", **more: object) -> ledger.Held:
    wanted = {"kind": ledger.HoldKind.TXB_SUBSCRIBE, "subject_kind": "test", "subject_id": new_id(), "now": NOW}
    with transaction.atomic():
        return ledger.place_hold(key=key or f"test:{new_id()}", account_id=account, amount=fen, **(wanted | more))


def batch(debit: UUID, *lines: tuple[UUID, int], key: str = "", **more: object) -> ledger.BatchPosted:
    wanted = {
        "kind": "test.batch",
        "summary": "批量测试",
        "debit": debit,
        "lines": [(account, fen, None) for account, fen in lines],
        "control_count": len(lines),
        "control_sum": sum(fen for _, fen in lines),
        "now": NOW,
    }
    with transaction.atomic():
        return ledger.post_batch(key=key or f"test:{new_id()}", **(wanted | more))


def reversed_(journal_id: UUID, *, key: str = "", **more: object) -> ledger.Posted:
    with transaction.atomic():
        return ledger.reverse(
            journal_id=journal_id,
            key=key or f"test:{new_id()}",
            **({"kind": "test.reversal", "summary": "冲正", "now": NOW} | more),
        )


def rows(sql: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def legs_of(journal_id: UUID) -> list[tuple]:
    """(account, amount, balance after) by leg."""
    return rows(
        "SELECT account_id, amount, balance_after FROM ledger_entry WHERE journal_id = %s ORDER BY leg", journal_id
    )


def everything() -> dict[str, str]:
    """A digest of each table of the books."""
    return {
        table: rows(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")[0][0]
        for table in TABLES
    }


def faults() -> list[str]:
    """What verify_money says of the books."""
    return [sentence for name, check in all_checks().items() if name.startswith("ledger.") for sentence in check()]


@contextmanager
def refused(code: str, kind: type[AppError] = AppError) -> Iterator[None]:
    """The block is refused with this code, and no table of the books is changed."""
    before = everything()
    with pytest.raises(kind) as caught, transaction.atomic():
        yield
    assert caught.value.code == code
    assert everything() == before


@contextmanager
def sqlstate_is(state: str, attack: str = "") -> Iterator[None]:
    """PostgreSQL refuses the block with this SQLSTATE, at the latest at the commit, and nothing is changed."""
    before = everything()
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (attack, sqlstate(caught.value)) == (attack, state)
    assert everything() == before, attack


@contextmanager
def without_guards() -> Iterator[None]:
    """As somebody who has switched the triggers off: what the checks and the seal must find."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")
