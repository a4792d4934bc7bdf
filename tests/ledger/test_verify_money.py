"""verify_money finds what somebody has changed with the guards switched off; the seal names the block."""

import re
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from apps.core import clock, seal
from apps.ledger import api as ledger

from .books import TRANSIT, batch, faults, funded, opened, posted, reversed_, without_guards
from .days import close_days

pytestmark = pytest.mark.django_db(transaction=True)

PLANTED = {
    "a balance": "UPDATE ledger_account SET balance = balance + 1 WHERE id = %(a)s",
    "a pair of balances": "UPDATE ledger_account SET balance = balance + CASE WHEN id = %(a)s THEN 1 ELSE -1 END"
    " WHERE id IN (%(a)s, %(b)s)",
    "a version": "UPDATE ledger_account SET version = version + 1 WHERE id = %(a)s",
    "an amount": "UPDATE ledger_entry SET amount = amount + 1 WHERE journal_id = %(old)s AND leg = 1",
    "both amounts": "UPDATE ledger_entry SET amount = 2 * amount WHERE journal_id = %(old)s",
    "a balance on the way": "UPDATE ledger_entry SET balance_after = 0 WHERE account_id = %(a)s AND version = 1",
    "an account of a leg": "UPDATE ledger_entry SET account_id = %(c)s WHERE journal_id = %(old)s AND leg = 2",
    "a gap": "UPDATE ledger_entry SET version = 9 WHERE account_id = %(a)s AND version = 2",
    "a leg deleted": "DELETE FROM ledger_entry WHERE journal_id = %(old)s AND leg = 1",
    "a journal's legs deleted": "DELETE FROM ledger_entry WHERE journal_id = %(old)s",
    "another asset": "UPDATE ledger_account SET asset = 'X' WHERE id = %(a)s",
    "a mirror that is none": "UPDATE ledger_journal SET reverses_id = %(batch)s WHERE reverses_id = %(old)s",
    "a balance of yesterday": "UPDATE ledger_snapshot SET balance = 1 WHERE account_id = %(a)s",
    "a count of yesterday": "UPDATE ledger_snapshot SET entries = 1 WHERE account_id = %(a)s",
    "a journal moved to another day": "UPDATE ledger_journal SET business_date = '2026-03-02' WHERE id = %(batch)s",
    "a day's interest": "UPDATE ledger_accrual SET carry = carry + 1 WHERE account_id = %(a)s",
    "what is owed": "UPDATE ledger_accrual SET accrued = accrued + 1 WHERE account_id = %(a)s",
    "interest that nobody earned": "INSERT INTO ledger_interestpaid (business_date, account_id, fen)"
    " VALUES ('2026-03-03', %(a)s, 1)",
    "a day without its balance": "DELETE FROM ledger_snapshot WHERE account_id = %(b)s AND balance = 30",
    "a closed account with money": "UPDATE ledger_account SET closed_on = '2026-03-02' WHERE id = %(a)s",
}


@pytest.fixture
def books() -> dict[str, object]:
    a, b, c, transit = funded(100), opened(), opened(), funded(50, TRANSIT)
    old = posted((a, -30), (b, 30)).journal_id
    reversed_(old)
    close_days()
    paid = batch(transit, (a, 20), (b, 30), now=clock.read()).journal_id
    close_days()
    return {"a": a, "b": b, "c": c, "old": old, "batch": paid}


def verify() -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_money", stdout=out)
    return ended.value.code, out.getvalue()


def test_all_is_well(books: dict[str, object]) -> None:
    code, said = verify()
    assert (code, said.splitlines()[-1]) == (0, "全部一致")
    assert len(re.findall(r"^ok   ledger\.", said, re.MULTILINE)) == 17


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_corruption_is_found(name: str, books: dict[str, object]) -> None:
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(PLANTED[name], books)
        assert cursor.rowcount >= 1
    code, said = verify()
    assert code == 1
    assert re.search(r"^FAIL ledger\.", said, re.MULTILINE)


def test_a_balance_under_its_floor_is_found(books: dict[str, object]) -> None:
    with without_guards(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_floor")  # a CHECK is no trigger
        cursor.execute("UPDATE ledger_account SET floor = 1000 WHERE id = %(a)s", books)
        found = faults()
        cursor.execute("UPDATE ledger_account SET floor = 0 WHERE id = %(a)s", books)
        cursor.execute(
            "ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_floor"
            " CHECK (floor IS NULL OR balance >= floor + held)"
        )
    assert found == [f"账户 {books['a']}:余额 120 分,冻结 0 分,低于下限或已销户"]


def sealed_rows() -> int:
    """Seals all that is there: a transaction of another database on the same server holds the sealer up for a while."""
    rows, end = 0, time.monotonic() + 60
    while rows < 5 and time.monotonic() < end:
        rows += seal.seal("ledger")
        time.sleep(0.05)
    return rows


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET amount = -amount WHERE journal_id = %(old)s",
        "UPDATE ledger_entry SET line_id = %(a)s WHERE journal_id = %(old)s AND leg = 1",
        "UPDATE ledger_journal SET summary = '改' WHERE id = %(old)s",
        "UPDATE ledger_journal SET approval_id = %(a)s WHERE id = %(old)s",
        "DELETE FROM ledger_journal WHERE id = %(old)s",
    ],
)
def test_the_seal_covers_journals_and_their_legs(sql: str, books: dict[str, object]) -> None:
    assert sealed_rows() >= 5
    assert seal.faults("ledger") == []
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(sql, books)
        assert cursor.rowcount >= 1
    assert seal.faults("ledger")[0].number == 1


def test_the_balances_of_a_page_are_those_of_the_checks(books: dict[str, object]) -> None:
    assert ledger.balances([books["a"], books["b"]]) == {books["a"]: 120, books["b"]: 30}
    assert faults() == []
