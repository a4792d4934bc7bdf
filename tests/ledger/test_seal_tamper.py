"""Tamper (ledger.md, suite 7): change, delete, swap, insert, cut the tail at 200 random places of a sealed copy of the
books; verifying names the block each time."""

import random

import pytest

from apps.core import seal
from apps.core.ids import new_id

from .sealed import Copy, run, sealed_books, tampered

pytestmark = pytest.mark.django_db(transaction=True)

OF_A_JOURNAL = {
    "summary": "summary || '。'", "kind": "'x' || kind", "asset": "'X'", "business_date": "business_date + 1",
    "value_date": "value_date - 1", "created_at": "created_at + interval '1 microsecond'",
    "idempotency_key": "idempotency_key || ' '", "body_hash": "sha256(body_hash)", "batch_id": "gen_random_uuid()",
    "approval_id": "gen_random_uuid()", "reverses_id": "id", "id": "gen_random_uuid()",
}  # fmt: skip
OF_A_LEG = {
    "amount": "-amount", "balance_after": "coalesce(balance_after, 0) + 1", "version": "coalesce(version, 0) + 1000",
    "line_id": "gen_random_uuid()", "account_id": "gen_random_uuid()", "leg": "leg + 1000",
}  # fmt: skip

Random = random.Random


def change(books: Copy, choose: Random) -> int:
    journal, legs, _, block = choose.choice(books.journals)
    if choose.random() < 0.5:
        column = choose.choice([*OF_A_JOURNAL])
        run(f"UPDATE ledger_journal SET {column} = {OF_A_JOURNAL[column]} WHERE id = %s", journal)
    else:
        column = choose.choice([*OF_A_LEG])
        run(f"UPDATE ledger_entry SET {column} = {OF_A_LEG[column]} WHERE journal_id = %s AND leg = %s",
            journal, choose.randint(1, legs))  # fmt: skip
    return block


def delete(books: Copy, choose: Random) -> int:
    journal, legs, _, block = choose.choice(books.journals)
    what = choose.choice(["leg", "header", "both"])
    if what == "leg":
        run("DELETE FROM ledger_entry WHERE journal_id = %s AND leg = %s", journal, choose.randint(1, legs))
    else:
        run("DELETE FROM ledger_journal WHERE id = %s", journal)
    if what == "both":
        run("DELETE FROM ledger_entry WHERE journal_id = %s", journal)
    return block


def swap(books: Copy, choose: Random) -> int:
    one, other = choose.sample(books.journals, 2)
    what = choose.choice(["places", "amounts", "legs"])
    if what == "places":
        run("UPDATE ledger_journal SET xact = (%s + %s - xact::text::bigint)::text::xid8 WHERE id IN (%s, %s)",
            one[2], other[2], one[0], other[0])  # fmt: skip
    elif what == "amounts":
        run("UPDATE ledger_entry e SET amount = o.amount FROM ledger_entry o WHERE e.journal_id = %s"
            " AND o.journal_id = e.journal_id AND e.leg <= 2 AND o.leg = 3 - e.leg", one[0])  # fmt: skip
        return one[3]
    else:
        run("UPDATE ledger_entry SET leg = -leg WHERE journal_id = %s AND leg <= 2", one[0])
        run("UPDATE ledger_entry SET leg = 3 + leg WHERE journal_id = %s AND leg < 0", one[0])
        return one[3]
    return min(one[3], other[3])


def insert(books: Copy, choose: Random) -> int:
    journal, legs, _, block = choose.choice(books.journals)
    if choose.random() < 0.5:
        run("INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version)"
            " VALUES (%s, %s, %s, 1, 1, 100000)", journal, legs + 1, choose.choice(books.accounts))  # fmt: skip
    else:
        run("INSERT INTO ledger_journal (id, idempotency_key, body_hash, kind, summary, asset, business_date,"
            " value_date, xact, created_at) SELECT gen_random_uuid(), %s, body_hash, kind, summary, asset,"
            " business_date, value_date, xact, created_at FROM ledger_journal WHERE id = %s",
            str(new_id()), journal)  # fmt: skip
    return block


def cut(books: Copy, choose: Random) -> int:
    """Everything from a block on, as if it had never been: only the exported heads know better."""
    block = choose.choice(books.journals)[3]
    gone = [journal for journal, _, _, number in books.journals if number >= block]
    run("DELETE FROM ledger_entry WHERE journal_id = ANY (%s)", gone)
    run("DELETE FROM ledger_journal WHERE id = ANY (%s)", gone)
    run("DELETE FROM core_sealblock WHERE stream = 'ledger' AND number >= %s", block)
    return block


def test_two_hundred_tampers_are_found_and_their_block_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    books = sealed_books(monkeypatch)
    heads = books.heads
    assert len(heads) >= 10
    assert seal.faults("ledger", heads=heads) == []
    choose, named = random.Random(20261127), list[tuple[str, int, int]]()
    for number in range(200):
        tamper = (change, delete, swap, insert, cut)[number % 5]
        with tampered():
            block = tamper(books, choose)
            found = seal.faults("ledger", heads=heads)
            named.append((tamper.__name__, block, found[0].number if found else 0))
    assert [one for one in named if one[1] != one[2]] == []
    assert len({one[:2] for one in named}) > 40, "many places, not one over and over"
    assert seal.faults("ledger", heads=heads) == []


@pytest.mark.parametrize("place", ["0", "2", "pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000"])
def test_rows_that_no_block_can_cover_are_found(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    books = sealed_books(monkeypatch, journals=6)
    with tampered():
        run(f"UPDATE ledger_journal SET xact = ({place})::text::xid8 WHERE id = %s", books.journals[0][0])
        assert seal.faults("ledger")[0].number == 1
        before = len(seal.faults("ledger"))
        run("INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version)"
            " VALUES (gen_random_uuid(), 1, %s, 1, 1, 100000)", books.accounts[0])  # fmt: skip
        assert len(seal.faults("ledger")) == before + 1
