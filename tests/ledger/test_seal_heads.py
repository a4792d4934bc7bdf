"""Heads outside the database: written once, completed after a kill, and louder than a database that was changed."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.cases.models import Case
from apps.core import heads, seal
from apps.core.testing import failpoints
from fixtures import reference
from tests.crash.conftest import PATIENCE, ROOT, environment

from .books import opened, posted, rows, without_guards
from .sealed import Copy, run, sealed_books, settle, tampered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> Copy:
    """Ten blocks, exported."""
    settings.SEAL_HEADS_DIR = str(tmp_path)
    copy = sealed_books(monkeypatch)
    assert heads.export("ledger") == len(copy.heads)
    return copy


def file() -> Path:
    return heads.file_of("ledger")


def grow() -> None:
    """One more block, not exported yet."""
    posted((opened("3001.01"), -1), (opened(), 1))
    settle()
    assert seal.seal("ledger") == 1


def told(command: str, *arguments: str) -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(command, *arguments, stdout=out)
    return int(ended.value.code), out.getvalue()


def test_every_head_is_written_once_and_found_again(books: Copy) -> None:
    assert heads.export("ledger") == 0
    assert [(head.number, head.digest) for head in heads.read(file(), "ledger")] == books.heads
    for number, digest in books.heads:
        found = heads.find(file(), "ledger", number)
        assert found is not None
        assert found.digest == digest
    assert heads.find(file(), "ledger", 0) is heads.find(file(), "ledger", len(books.heads) + 1) is None


@pytest.mark.parametrize("left", [1, 40, -1])
def test_a_line_that_was_cut_short_is_no_head_and_is_completed(left: int, books: Copy) -> None:
    whole = file().read_bytes()
    grow()
    heads.export("ledger")
    longer = file().read_bytes()
    assert longer.startswith(whole)
    file().write_bytes(whole + longer[len(whole) :][:left])
    assert len(list(heads.read(file(), "ledger"))) == len(books.heads)
    assert heads.find(file(), "ledger", len(books.heads) + 1) is None
    heads.export("ledger")
    assert file().read_bytes() == longer


@pytest.mark.slow  # processes of their own
def test_an_export_that_is_killed_is_finished_by_the_next_one(books: Copy) -> None:
    grow()
    env = environment(failpoints.HEADS_WRITTEN) | {"SEAL_HEADS_DIR": str(file().parents[1])}
    command = [sys.executable, "manage.py", "export_heads"]
    killed = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE)
    assert killed.returncode == -9
    assert failpoints.HEADS_WRITTEN in killed.stderr
    assert told("export_heads")[0] == 0
    assert [head.number for head in heads.read(file(), "ledger")] == [*range(1, len(books.heads) + 2)]


@pytest.mark.slow  # processes of their own
def test_two_exporters_write_no_line_twice(books: Copy) -> None:
    for _ in range(3):
        grow()
    env = os.environ | environment() | {"SEAL_HEADS_DIR": str(file().parents[1])}
    command = [sys.executable, "manage.py", "export_heads"]
    both = [subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(PATIENCE) for one in both] == [0, 0]
    assert [head.number for head in heads.read(file(), "ledger")] == [*range(1, len(books.heads) + 4)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM core_sealblock WHERE stream = 'ledger' AND number = %s",
        "UPDATE core_sealblock SET block_hash = sha256(block_hash) WHERE stream = 'ledger' AND number = %s",
        "UPDATE core_sealblock SET sealed_at = sealed_at + interval '1 hour' WHERE stream = 'ledger' AND number = %s",
    ],
)
def test_a_head_that_disagrees_stops_the_export_and_calls_people(sql: str, books: Copy) -> None:
    reference.load()
    last, before = len(books.heads), file().read_bytes()
    with tampered():
        run(sql, last)
        with pytest.raises(heads.HeadDisagrees) as caught:
            heads.export("ledger")
        assert caught.value.number == last
        assert told("export_heads")[0] == 1
    assert file().read_bytes() == before


def test_a_disagreement_is_one_case_however_often_the_relay_finds_it(books: Copy) -> None:
    reference.load()
    text = file().read_text()
    digest = books.heads[-1][1].hex()
    file().write_text(text.replace(digest, digest[::-1]))
    for _ in range(2):
        assert heads.export_loudly("ledger") == 0
    [case] = Case.objects.system("test").filter(kind="core.seal.disagrees")
    assert f"第 {len(books.heads)} 个封存块" in case.detail


def test_a_tail_that_was_cut_and_sealed_anew_contradicts_what_was_exported(books: Copy) -> None:
    """The chain in the database is whole again: only the file outside tells."""
    block = len(books.heads) - 1
    gone = [journal for journal, _, _, number in books.journals if number >= block]
    with tampered():
        run("DELETE FROM ledger_entry WHERE journal_id = ANY (%s)", gone)
        run("DELETE FROM ledger_journal WHERE id = ANY (%s)", gone[1:])
        run("DELETE FROM core_sealblock WHERE stream = 'ledger' AND number >= %s", block)
        run(
            "INSERT INTO core_sealblock (stream, number, from_xact, to_xact, row_count, part_count, previous_hash,"
            " block_hash, sealed_at) SELECT stream, number + 1, to_xact, to_xact, 0, 0, block_hash, block_hash,"
            " sealed_at FROM core_sealblock WHERE stream = 'ledger' AND number = %s",
            block - 1,
        )
        found = seal.faults("ledger", heads=((head.number, head.digest) for head in heads.read(file(), "ledger")))
        assert found[0].number == block
        assert {fault.number for fault in found} == {block, block + 1}


def test_the_command_names_the_first_broken_block(books: Copy) -> None:
    code, said = told("verify_ledger", "--heads", str(file()))
    assert (code, said.splitlines()[-1]) == (0, "封存链完整"), said
    assert f"比对导出的区块头至第 {len(books.heads)} 块" in said
    journal, _, _, block = books.journals[len(books.journals) // 2]
    with without_guards():
        run("UPDATE ledger_journal SET summary = '改' WHERE id = %s", journal)
    code, said = told("verify_ledger")
    assert code == 1
    assert f"最先损坏的是第 {block} 块" in said
    assert told("verify_ledger", "--from", str(block + 1))[0] == 0
    assert told("verify_ledger", "--from", str(block))[0] == 1


def test_the_command_finds_spoilt_missing_and_foreign_heads(books: Copy, tmp_path: Path) -> None:
    lines = file().read_bytes().splitlines(keepends=True)
    file().write_bytes(b"".join(lines[:3]) + b"x" + b"".join(lines[3:]))
    code, said = told("verify_ledger", "--heads", str(file().parent))
    assert code == 1
    assert re.search("在第 3 块之后的一行已损坏", said)
    file().write_bytes(b"".join(lines[:3] + lines[4:]))
    code, said = told("verify_ledger", "--heads", str(file()))
    assert code == 1
    assert "最先损坏的是第 4 块" in said
    file().unlink()
    assert told("verify_ledger", "--heads", str(file().parent))[0] == 1


def test_rows_without_a_seal_are_named_when_they_are_late(books: Copy) -> None:
    posted((opened("3001.01"), -1), (opened(), 1))  # the tests' clock stands months before the wall's
    code, said = told("verify_ledger")
    assert code == 1
    assert "1 行超过 30 秒没有封存" in said


def test_verifying_leaves_the_session_as_it_was(books: Copy) -> None:
    with tampered():
        seal.faults("ledger")
        assert [rows(f"SHOW {name}")[0][0] for name in ("enable_seqscan", "enable_hashjoin", "jit")] == ["on"] * 3
