"""A receipt proves one leg against the exported heads, shows no other, and any change of it is found."""

import copy
import json
import random
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from apps.core import heads, proofs, seal, seal_proof
from apps.core.errors import NotFound, Unavailable
from apps.core.ids import new_id
from apps.ledger import api as ledger

from .books import legs_of, opened, posted, rows
from .sealed import Copy, run, sealed_books, settle, tampered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> Copy:
    """Forty journals in three blocks, so that both trees have levels."""
    settings.SEAL_HEADS_DIR = str(tmp_path)
    copy = sealed_books(monkeypatch, rows_a_block=18)
    heads.export("ledger")
    return copy


def the_longest(books: Copy) -> tuple[Any, int]:
    journal, legs, _, _ = max(books.journals, key=lambda one: one[1])
    assert legs > proofs.FAN
    return journal, legs


def test_every_leg_has_a_receipt_that_says_what_the_books_say(books: Copy) -> None:
    for journal, legs, _, block in books.journals:
        for leg in {1, 2, legs}:
            line = ledger.receipt_check(ledger.receipt_of(journal, leg))
            assert line is not None
            assert (line.journal_id, line.leg, line.block) == (journal, leg, block)
            assert line.amount == legs_of(journal)[leg - 1][1]
            [known] = rows("SELECT summary, business_date, created_at FROM ledger_journal WHERE id = %s", journal)
            assert (line.summary, line.business_date, line.at) == known


def test_a_receipt_shows_no_account_no_balance_and_no_other_amount(books: Copy) -> None:
    journal, _ = the_longest(books)
    text = json.dumps(ledger.receipt_of(journal, 3), ensure_ascii=False)
    kept = "SELECT idempotency_key, encode(body_hash, 'hex') FROM ledger_journal WHERE id = %s"
    [(key, body_hash)] = rows(kept, journal)
    others = [one for one, *_ in books.journals if one != journal]
    hidden = [str(account) for account, *_ in legs_of(journal)] + [key, body_hash] + [str(one) for one in others]
    assert [word for word in hidden if word in text] == []
    document = json.loads(text)
    assert document["part"] == ["3", str(legs_of(journal)[2][1])]
    shown = {"stream", "block", "row", "row_kept", "parts", "part", "part_kept", "part_path", "row_path", "head"}
    assert set(document) == shown
    assert len(text) < 10_000


def test_nobody_can_try_amounts_against_the_digest_of_a_neighbour(books: Copy) -> None:
    """Who knows a leg's account, balance and line still cannot make its digest without the books' blind."""
    journal, _ = the_longest(books)
    [(account, amount, after), *_] = legs_of(journal)
    [(version, blind)] = rows("SELECT version, body_hash FROM ledger_entry e JOIN ledger_journal j ON j.id = journal_id"
                              " WHERE journal_id = %s AND leg = 1", journal)  # fmt: skip
    document = ledger.receipt_of(journal, 2)
    neighbours = "".join(before + after for before, after in document["part_path"])

    def digest(with_blind: bytes) -> str:
        known = [str(account), str(after) if after is not None else None, str(version) if version else None, None]
        kept = proofs.sha256(proofs.KEPT + with_blind + proofs.encode(known)).digest()
        return proofs.leaf(["1", str(amount)], kept).hex()

    assert digest(bytes(blind)) in neighbours, "this is how a neighbour's digest is made"
    assert digest(b"") not in neighbours


def changes(document: Any, choose: random.Random) -> Iterator[Any]:
    """The document with one thing changed: each value in turn, at a random place in it."""

    def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        if isinstance(value, dict):
            for key in value:
                yield from places(value[key], (*path, key))
        elif isinstance(value, list):
            for at, inner in enumerate(value):
                yield from places(inner, (*path, at))
        else:
            yield path

    for path in places(document):
        changed = copy.deepcopy(document)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        old = holder[path[-1]]
        if isinstance(old, str) and old:
            at = choose.randrange(len(old))
            holder[path[-1]] = old[:at] + choose.choice([c for c in "0123456789abcdef" if c != old[at]]) + old[at + 1 :]
        else:
            holder[path[-1]] = "0" if old in ("", None) else old + 1
        yield changed


def test_any_change_makes_it_untrue(books: Copy) -> None:
    journal, legs = the_longest(books)
    document, choose = ledger.receipt_of(journal, legs), random.Random(1)
    tried = 0
    for _ in range(8):
        for changed in changes(document, choose):
            tried += 1
            assert ledger.receipt_check(changed) is None, changed
    assert tried > 200
    assert ledger.receipt_check(document) is not None


@pytest.mark.parametrize(
    "strange",
    [None, 1, "x", [], {}, {"head": "0"}, [[[]]], {"block": 3}, {"block": [1, 2, 3, 4, 5, 6]}, {"row": {"a": 1}}],
)
def test_what_is_no_receipt_proves_nothing(strange: object, books: Copy) -> None:
    assert ledger.receipt_check(strange) is None
    journal, legs = the_longest(books)
    genuine = ledger.receipt_of(journal, legs)
    if isinstance(strange, dict):
        assert ledger.receipt_check(genuine | {"block": strange}) is None
    for more in ({"more": 1}, {"parts": True}, {"parts": 1.0}, {"part_path": []}, {"row_path": [["", ""]] * 99}):
        assert ledger.receipt_check(genuine | more) is None
    assert ledger.receipt_check({key: value for key, value in genuine.items() if key != "parts"}) is None


def test_a_receipt_of_a_block_whose_head_nobody_exported_proves_nothing(books: Copy) -> None:
    journal, legs = the_longest(books)
    document = ledger.receipt_of(journal, legs)
    file = heads.file_of("ledger")
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0][:-1])
    assert ledger.receipt_check(document) is None
    with pytest.raises(seal_proof.NotSealed):
        ledger.receipt_of(journal, legs)
    file.unlink()
    with pytest.raises(Unavailable):
        ledger.receipt_check(document)


def test_what_is_not_there_not_sealed_or_changed_gets_no_receipt(books: Copy) -> None:
    with pytest.raises(NotFound):
        ledger.receipt_of(new_id(), 1)
    journal, legs = the_longest(books)
    with pytest.raises(NotFound):
        ledger.receipt_of(journal, legs + 1)
    young = posted((opened("3001.01"), -1), (opened(), 1)).journal_id
    with pytest.raises(seal_proof.NotSealed):
        ledger.receipt_of(young, 1)
    settle()
    seal.seal("ledger")
    heads.export("ledger")
    assert ledger.receipt_check(ledger.receipt_of(young, 1)) is not None
    with tampered():
        run("UPDATE ledger_entry SET amount = amount + 1 WHERE journal_id = %s AND leg = 1", journal)
        with pytest.raises(Unavailable):
            ledger.receipt_of(journal, legs)


def test_the_command_needs_no_database(books: Copy, tmp_path: Path, settings: object) -> None:
    journal, legs = the_longest(books)
    document = ledger.receipt_of(journal, legs)
    exported = tmp_path / "elsewhere.txt"
    exported.write_bytes(heads.file_of("ledger").read_bytes())
    good, bad, junk = (tmp_path / f"{name}.json" for name in ("good", "bad", "junk"))
    good.write_text(json.dumps(document))
    bad.write_text(json.dumps(document | {"part": [document["part"][0], "999"]}))
    junk.write_text("[" * 100_000)
    heads.file_of("ledger").unlink()
    with connection.execute_wrapper(lambda *_: pytest.fail("the database was asked")):
        out = StringIO()
        call_command("verify_receipt", str(good), "--heads", str(exported), stdout=out)
        assert out.getvalue().startswith("真实:2026-03-02 批量测试")
        for untrue in (bad, junk):
            with pytest.raises(SystemExit) as ended:
                call_command("verify_receipt", str(untrue), "--heads", str(exported), stdout=out)
            assert ended.value.code == 1
    assert out.getvalue().count("不符") == 2
