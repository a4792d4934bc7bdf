"""The database defends the books itself: each attack by plain SQL, by the tables' owner, meets its SQLSTATE."""

from typing import Any

import pytest
from django.db import connection, transaction

from apps.core import clock
from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.services.hot_fold import hot_fold

from .attacks import ATTACKS, COPY, DAY_ATTACKS, HEADER, LEG
from .books import CLEARING, NOW, batch, faults, funded, opened, placed, posted, reversed_, rows, sqlstate_is
from .days import advance, close_days, cut_off, open_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> dict[str, Any]:
    """Two customers with 100.00 each, a posting and its reversal, an empty, a closed and a points account."""
    empty, closed = opened(), opened()
    with transaction.atomic():
        ledger.close_account(closed, now=NOW)
    house = ledger.house_account(CLEARING)
    old = posted((house, -1), (empty, 1), key="old")
    mirror = reversed_(old.journal_id)
    a, held, frozen = funded(100_00), funded(100), funded(70)
    hold, ended = placed(held, 50).hold_id, placed(held, 5).hold_id
    with transaction.atomic():
        ledger.release_hold(ended, now=NOW)
        assert hot_fold(now=NOW) > 0
    batch(funded(5), (opened(), 1), (new_id(), 1))  # leaves a refusal
    return {
        "a": a, "b": funded(100_00), "empty": empty, "closed": closed, "points": opened(asset="POINTS"),
        "house": house, "old": old.journal_id, "mirror": mirror.journal_id, "mine": new_id(), "other": new_id(),
        "key": "mine", "held": held, "hold": hold, "ended": ended, "frozen": frozen,
        "fund": rows("SELECT journal_id FROM ledger_entry WHERE account_id = %s", a)[0][0],
        "freeze": placed(frozen, 200, kind=ledger.HoldKind.JUDICIAL_AMOUNT).hold_id,
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


@pytest.fixture
def days(cast: dict[str, Any]) -> dict[str, Any]:
    """A day that is closed, the next one in the middle of its close, and the one that is open."""
    rich = funded(36_000_00)
    close_days()
    now, house = clock.read(), cast["house"]
    posted((rich, -36_000_00), (house, 36_000_00), now=now)
    closing = cut_off()
    advance()
    return cast | {"rich": rich, "closed": NOW.business_date, "closing": closing, "open": open_day()}


def test_the_days_refuse(days: dict[str, Any]) -> None:
    """One after the other on the same three days: none of them changes a thing."""
    for name, (sql, state) in DAY_ATTACKS.items():
        with sqlstate_is(state, name), connection.cursor() as cursor:
            cursor.execute(sql, days)
    assert faults() == []
    assert close_days(0) == days["open"], "and the close goes on as if nothing had been tried"
    assert faults() == []


def test_the_list_of_attacks_is_long_and_each_is_one() -> None:
    assert len(ATTACKS) + len(DAY_ATTACKS) >= 130


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
