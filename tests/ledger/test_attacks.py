"""The database defends the books itself: each attack by plain SQL, by the tables' owner, meets its SQLSTATE."""

from typing import Any

import pytest
from django.db import connection, transaction

from apps.core.ids import new_id
from apps.ledger import api as ledger

from .books import CLEARING, NOW, faults, funded, opened, posted, reversed_, sqlstate_is

pytestmark = pytest.mark.django_db(transaction=True)

APPEND_ONLY, UNBALANCED, SEALED, CLOSED, ASSET = "EY001", "EY010", "EY011", "EY012", "EY013"
LEGS, BALANCE, FIXED, GL_CODE, AMOUNT = "EY014", "EY015", "EY016", "EY017", "EY019"
KEY_REUSED, CONTROL, OWN_PAYEE, NO_JOURNAL, REVERSAL, REVERSED, NOT_EMPTY = (f"EY02{n}" for n in range(7))
CHECK, UNIQUE, FOREIGN_KEY, NOT_NULL, OVERFLOW = "23514", "23505", "23503", "23502", "22003"

# Words of an attacker: a header of his own and legs for it, written past the functions.
HEADER = """INSERT INTO ledger_journal (id, idempotency_key, body_hash, kind, summary, asset, business_date, value_date,
    created_at) VALUES (%(mine)s, 'mine', '\\x00', 'x', 'x', 'CNY', '2026-03-02', '2026-03-02', now());"""
ACCOUNT = """INSERT INTO ledger_account (id, owner_kind, owner_id, asset, gl_code, balance, held, floor, version,
    opened_on) """
COPY = "COPY ledger_entry (journal_id, leg, account_id, amount, balance_after, version) FROM STDIN"
LEG = "INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version) VALUES "
POST = "SELECT ledger_post(%(mine)s, %(key)s, 'x', 'x', '2026-03-02', '2026-03-02', now(), 'CNY', "
BATCH = "SELECT ledger_post_batch(%(mine)s, 'mine', 'x', 'x', '2026-03-02', '2026-03-02', now(), 'CNY', %(a)s, "
REVERSE = ", 'x', 'x', '2026-03-02', '2026-03-02', now())"

ATTACKS: dict[str, tuple[str, str]] = {
    # what is written stays as it is
    "an entry's amount": ("UPDATE ledger_entry SET amount = amount + 1 WHERE account_id = %(a)s", APPEND_ONLY),
    "an entry's balance": ("UPDATE ledger_entry SET balance_after = 0", APPEND_ONLY),
    "an entry's account": ("UPDATE ledger_entry SET account_id = %(b)s WHERE account_id = %(a)s", APPEND_ONLY),
    "an entry deleted": ("DELETE FROM ledger_entry WHERE account_id = %(a)s", APPEND_ONLY),
    "entries truncated": ("TRUNCATE ledger_entry", APPEND_ONLY),
    "a journal's date": ("UPDATE ledger_journal SET business_date = '2026-01-01'", APPEND_ONLY),
    "a journal's key": ("UPDATE ledger_journal SET idempotency_key = 'free' WHERE id = %(old)s", APPEND_ONLY),
    "a journal deleted": ("DELETE FROM ledger_journal WHERE id = %(old)s", APPEND_ONLY),
    "journals truncated": ("TRUNCATE ledger_journal CASCADE", APPEND_ONLY),
    "an account deleted": ("DELETE FROM ledger_account WHERE id = %(empty)s", APPEND_ONLY),
    "accounts truncated": ("TRUNCATE ledger_account CASCADE", APPEND_ONLY),
    # balances follow entries
    "a balance": ("UPDATE ledger_account SET balance = balance + 1 WHERE id = %(a)s", BALANCE),
    "two balances that keep the sum": (
        "UPDATE ledger_account SET balance = balance + CASE WHEN id = %(a)s THEN -1 ELSE 1 END"
        " WHERE id IN (%(a)s, %(b)s)",
        BALANCE,
    ),
    "a balance to itself": ("UPDATE ledger_account SET balance = balance", BALANCE),
    "a version": ("UPDATE ledger_account SET version = version + 1 WHERE id = %(a)s", BALANCE),
    "a balance by MERGE": (
        "MERGE INTO ledger_account t USING (SELECT %(a)s::uuid AS id) s ON t.id = s.id"
        " WHEN MATCHED THEN UPDATE SET balance = 0",
        BALANCE,
    ),
    "a balance by upsert": (
        "INSERT INTO ledger_account SELECT * FROM ledger_account WHERE id = %(empty)s"
        " ON CONFLICT (id) DO UPDATE SET balance = 1",
        BALANCE,
    ),
    "a balance from a function": (
        "DO $$ BEGIN UPDATE ledger_account SET balance = 0 WHERE version > 0; END $$",
        BALANCE,
    ),
    # an account keeps what it was opened with
    "a hold": ("UPDATE ledger_account SET held = 1 WHERE id = %(a)s", FIXED),
    "a floor": ("UPDATE ledger_account SET floor = NULL WHERE id = %(a)s", FIXED),
    "an asset": ("UPDATE ledger_account SET asset = 'USD' WHERE id = %(a)s", FIXED),
    "an owner": ("UPDATE ledger_account SET owner_id = %(mine)s WHERE id = %(a)s", FIXED),
    "a code": ("UPDATE ledger_account SET gl_code = '6021.01' WHERE id = %(a)s", FIXED),
    "a closing with money": ("UPDATE ledger_account SET closed_on = '2026-03-02' WHERE id = %(a)s", FIXED),
    "a re-opening": ("UPDATE ledger_account SET closed_on = NULL WHERE id = %(closed)s", FIXED),
    "an account with money from nowhere": (
        ACCOUNT + "VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '2011.02', 100, 0, 0, 0, '2026-03-02')",
        FIXED,
    ),
    "a second account of an owner": (
        ACCOUNT + "SELECT %(mine)s, owner_kind, owner_id, asset, gl_code, 0, 0, 0, 0, opened_on FROM ledger_account"
        " WHERE id = %(a)s",
        UNIQUE,
    ),
    "a code that is none": (
        ACCOUNT + "VALUES (%(mine)s, 'x', %(mine)s, 'CNY', '2011.99', 0, 0, 0, 0, '2026-03-02')",
        FOREIGN_KEY,
    ),
    "a memo code": (
        "SELECT ledger_open_account(%(mine)s, 'x', %(mine)s, '9101', 'CNY', '2026-03-02')",
        GL_CODE,
    ),
    "a closing by the door with money": ("SELECT ledger_close_account(%(a)s, '2026-03-02')", NOT_EMPTY),
    # journals
    "a header alone": (HEADER, LEGS),
    "a header of another transaction": (
        HEADER.replace("created_at)", "created_at, xact)").replace("now());", "now(), '3');"),
        SEALED,
    ),
    "one leg": (HEADER + LEG + "(%(mine)s, 1, %(a)s, 5, 10005, 2)", LEGS),
    "one leg by COPY": (COPY, LEGS),
    "legs that do not balance": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 6, 10006, 2)",
        UNBALANCED,
    ),
    "leg by leg": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2);" + LEG + "(%(mine)s, 2, %(b)s, 5, 10005, 2)",
        LEGS,
    ),
    "a late pair of legs": (
        LEG + "(%(old)s, 3, %(a)s, -5, 9995, 2), (%(old)s, 4, %(b)s, 5, 10005, 2)",
        SEALED,
    ),
    "legs of a journal that is none": (
        LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        FOREIGN_KEY,
    ),
    "two journals that balance together": (
        HEADER
        + HEADER.replace("%(mine)s, 'mine'", "%(other)s, 'other'")
        + LEG
        + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(other)s, 1, %(b)s, 5, 10005, 2)",
        UNBALANCED,
    ),
    "a balance that does not follow": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9999, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        BALANCE,
    ),
    "a version left out": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 3), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        BALANCE,
    ),
    "a version twice": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 1), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        UNIQUE,
    ),
    "a leg without an amount": (
        HEADER
        + LEG
        + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2), (%(mine)s, 3, %(empty)s, 0, 0, 3)",
        AMOUNT,
    ),
    "a leg without a balance": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, NULL, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)",
        NOT_NULL,
    ),
    "a leg on a closed account": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(closed)s, 5, 5, 1)",
        CLOSED,
    ),
    "a leg in another asset": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(points)s, 5, 5, 1)",
        ASSET,
    ),
    "a leg under the floor": (
        HEADER + LEG + "(%(mine)s, 1, %(a)s, -10001, -1, 2), (%(mine)s, 2, %(b)s, 10001, 20001, 2)",
        CHECK,
    ),
    "a journal that claims a reversal": (
        HEADER.replace("created_at)", "created_at, reverses_id)").replace("now());", "now(), %(old)s);"),
        UNIQUE,
    ),
    # the door itself
    "an overdraft": (POST + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-10001, 10001])", CHECK),
    "a key with another body": (
        POST.replace("%(key)s", "'old'") + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-1, 1])",
        KEY_REUSED,
    ),
    "more money than there can be": (
        POST + "ARRAY[%(b)s, %(house)s]::uuid[], ARRAY[9223372036854775807, -9223372036854775807])",
        OVERFLOW,
    ),
    "accounts without amounts": (POST + "ARRAY[%(a)s, %(b)s]::uuid[], ARRAY[-1]::bigint[])", LEGS),
    "a batch of another count": (BATCH + "ARRAY[%(b)s]::uuid[], ARRAY[5], ARRAY[NULL]::uuid[], 2, 5)", CONTROL),
    "a batch of another sum": (BATCH + "ARRAY[%(b)s]::uuid[], ARRAY[5], ARRAY[NULL]::uuid[], 1, 6)", CONTROL),
    "a batch that debits payees": (
        BATCH + "ARRAY[%(b)s, %(b)s]::uuid[], ARRAY[5, -1], ARRAY[NULL, NULL]::uuid[], 2, 4)",
        AMOUNT,
    ),
    "a batch that pays itself": (BATCH + "ARRAY[%(a)s]::uuid[], ARRAY[5], ARRAY[NULL]::uuid[], 1, 5)", OWN_PAYEE),
    "a second reversal": ("SELECT ledger_reverse(%(mine)s, 'again', %(old)s" + REVERSE, REVERSED),
    "a reversal of a reversal": ("SELECT ledger_reverse(%(mine)s, 'again', %(mirror)s" + REVERSE, REVERSAL),
    "a reversal of nothing": ("SELECT ledger_reverse(%(mine)s, 'again', %(mine)s" + REVERSE, NO_JOURNAL),
}


@pytest.fixture
def cast() -> dict[str, Any]:
    """Two customers with 100.00 each, a posting and its reversal, an empty, a closed and a points account."""
    empty, closed = opened(), opened()
    with transaction.atomic():
        ledger.close_account(closed, on=NOW.business_date)
    house = ledger.house_account(CLEARING)
    old = posted((house, -1), (empty, 1), key="old")
    mirror = reversed_(old.journal_id)
    return {
        "a": funded(100_00), "b": funded(100_00), "empty": empty, "closed": closed, "points": opened(asset="POINTS"),
        "house": house, "old": old.journal_id, "mirror": mirror.journal_id, "mine": new_id(), "other": new_id(),
        "key": "mine",
    }  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_the_books_refuse(name: str, cast: dict[str, Any]) -> None:
    sql, state = ATTACKS[name]
    with sqlstate_is(state), connection.cursor() as cursor:
        if sql == COPY:
            cursor.execute(HEADER, cast)
            with connection.wrap_database_errors, cursor.copy(COPY) as copy:
                copy.write_row((cast["mine"], 1, cast["a"], 5, 100_05, 2))
        else:
            cursor.execute(sql, cast)
    assert faults() == []


def test_legs_written_well_past_the_functions_are_a_posting_like_any_other(cast: dict[str, Any]) -> None:
    """The guards, not the functions, are what the books rest on: what passes them moves the balances."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(HEADER + LEG + "(%(mine)s, 1, %(a)s, -5, 9995, 2), (%(mine)s, 2, %(b)s, 5, 10005, 2)", cast)
    assert ledger.balances([cast["a"], cast["b"]]) == {cast["a"]: 99_95, cast["b"]: 100_05}
    assert faults() == []


def test_the_list_of_attacks_is_long_and_each_is_one() -> None:
    assert len(ATTACKS) >= 55


@pytest.mark.parametrize(
    ("table", "guard", "attack", "found"),
    [
        ("ledger_account", "balance_follows_entries", "a balance", "余额"),
        ("ledger_account", "account_fixed", "an asset", "币种"),
        ("ledger_entry", "append_only", "an entry's amount", "合计"),
        ("ledger_entry", "entries_apply", "one leg", "1 条分录"),
        ("ledger_journal", "journal_has_legs", "a header alone", "0 条分录"),
    ],
)
def test_without_its_guard_an_attack_gets_through_and_the_checks_find_it(
    table: str, guard: str, attack: str, found: str, cast: dict[str, Any]
) -> None:
    """The planted faults: it is this trigger that holds, and verify_money would see its absence."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
            cursor.execute(ATTACKS[attack][0], cast)
        assert [fault for fault in faults() if found in fault]
        transaction.set_rollback(True)
    assert faults() == []
