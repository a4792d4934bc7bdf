"""What a PostgreSQL cluster of the checkout's own survives: half an initdb, kill -9, a stale postmaster.pid."""

import os
import signal
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devtool.binaries import postgres_bin
from devtool.places import Home
from devtool.postgres import Postgres
from devtool.process import birth, identity_of
from devtool.words import Refusal

from .conftest import PATIENCE


def cluster(home: Home, *, durable: bool = False) -> Postgres:
    return Postgres(postgres_bin(Path(sysconfig.get_path("purelib")), home.account), home, durable=durable)


@contextmanager
def running(home: Home, *, durable: bool = False) -> Iterator[Postgres]:
    postgres = cluster(home, durable=durable)
    postgres.start()
    try:
        yield postgres
    finally:
        postgres.child.ask_to_stop()
        postgres.child.end()


def postmaster(postgres: Postgres) -> int:
    assert postgres.child.process is not None
    return postgres.child.process.pid


@contextmanager
def a_stranger(home: Home) -> Iterator[int]:
    """A live process of the servers' user that has nothing to do with PostgreSQL."""
    process = subprocess.Popen(["sleep", "600"], cwd="/", **identity_of(home.account))
    try:
        yield process.pid
        assert process.poll() is None, "the stranger was ended"
    finally:
        process.kill()
        process.wait()


def note_names(postgres: Postgres, pid: int) -> None:
    """The number in postmaster.pid is now that of another process."""
    note = postgres.data / "postmaster.pid"
    note.write_text("\n".join([str(pid), *note.read_text().splitlines()[1:]]) + "\n")


def test_a_new_cluster_is_not_taken_for_a_filled_one(home: Home) -> None:
    home.filled.touch()  # of a cluster that somebody has removed
    with running(home):
        assert not home.filled.exists()
        home.filled.touch()
    with running(home):
        assert home.filled.exists()


def test_from_nothing_and_again_the_rows_stay_and_chinese_is_text(home: Home) -> None:
    with running(home, durable=True) as postgres:
        postgres.query("CREATE TABLE kept (word text)")
        postgres.query("INSERT INTO kept VALUES ('工资')")
        assert postgres.query("SHOW fsync") == "on"
        assert postgres.query("SHOW listen_addresses") == ""
        assert postgres.query("SELECT '工' ~ '[[:alpha:]]'") == "t"  # else pg_trgm drops all Chinese
    with running(home) as postgres:
        assert postgres.query("SELECT word FROM kept") == "工资"


def test_an_interrupted_initdb_never_looks_finished(home: Home) -> None:
    half = home.path / "pgdata.new.killed"
    (half / "base").mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with running(home) as postgres:
        assert postgres.query("SELECT 1") == "1"
    assert not half.exists()


def test_a_folder_that_is_no_cluster_is_set_aside_not_lost(home: Home) -> None:
    (home.path / "pgdata").mkdir()
    (home.path / "pgdata" / "somebody's notes").write_text("keep me")
    with running(home) as postgres:
        assert postgres.query("SELECT 1") == "1"
    [aside] = home.path.glob("pgdata.broken.*/somebody's notes")
    assert aside.read_text() == "keep me"


def test_after_kill_9_the_rows_are_there(home: Home) -> None:
    with running(home) as postgres:
        postgres.query("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        os.kill(postmaster(postgres), signal.SIGKILL)
        postgres.child.end()
        postgres.start()
        assert postgres.query("SELECT count(*) FROM kept") == "1000"


def test_a_stale_pid_that_names_a_live_stranger_is_no_obstacle_and_no_target(home: Home) -> None:
    with running(home) as postgres, a_stranger(home) as pid:
        os.kill(postmaster(postgres), signal.SIGKILL)
        postgres.child.end()
        note_names(postgres, pid)
        lock = home.sockets / ".s.PGSQL.5432.lock"
        lock.write_text("\n".join([str(pid), *lock.read_text().splitlines()[1:]]) + "\n")
        postgres.start()
        assert postgres.query("SELECT 1") == "1"


def test_a_postmaster_that_outlived_its_run_is_ended_before_another_starts(home: Home) -> None:
    with running(home) as orphan:
        orphan.query("CREATE TABLE kept (n int)")
        with running(home) as postgres:
            assert birth(postmaster(orphan)) is None
            assert postmaster(postgres) != postmaster(orphan)
            assert postgres.query("SELECT count(*) FROM kept") == "0"


def test_backends_of_a_killed_postmaster_never_meet_a_second_one(home: Home) -> None:
    """A stopped backend still holds the shared memory: the start waits until it is gone."""
    with running(home) as postgres:
        session = subprocess.Popen(
            [postgres.programs / "psql", "-X", "-h", home.sockets, "-U", "efincloud", "-Atc", "SELECT pg_sleep(600)"],
            stderr=subprocess.DEVNULL,
        )
        backend = wait_for_backend(postgres)
        os.kill(backend, signal.SIGSTOP)
        os.kill(postmaster(postgres), signal.SIGKILL)
        assert postgres.child.process is not None
        postgres.child.process.wait()
        assert not postgres._try_start(time.monotonic() + PATIENCE)  # refused by PostgreSQL itself
        os.kill(backend, signal.SIGKILL)
        os.kill(backend, signal.SIGCONT)
        session.wait()
        postgres.start()
        assert postgres.query("SELECT 1") == "1"


def wait_for_backend(postgres: Postgres) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = postgres.query("SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'")
        if found:
            return int(found)
        time.sleep(0.05)
    raise AssertionError("the backend did not appear")


def test_a_cluster_of_another_major_version_is_named_and_let_be(home: Home) -> None:
    with running(home) as postgres:
        version = postgres.data / "PG_VERSION"
    made = version.read_text()
    version.write_text("12\n")
    with pytest.raises(Refusal, match="made by PostgreSQL 12"):
        cluster(home).start()
    version.write_text(made)
    with running(home) as postgres:
        assert postgres.query("SELECT 1") == "1"


def test_a_server_that_cannot_start_says_why(home: Home) -> None:
    with running(home) as postgres:
        pass
    Path(postgres.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(Refusal, match="no_such_setting"):
        cluster(home).start()
