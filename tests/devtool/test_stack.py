"""The two servers together: given or started, and never outliving ./dev."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtool.places import ROOT, Home
from devtool.process import birth
from devtool.stack import Stack

from .conftest import PATIENCE

STARTER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from devtool.places import throw_away_home
from devtool.process import server_account
from devtool.stack import Stack
stack = Stack(throw_away_home(server_account(), durable=False), Path(sys.argv[2]), durable=False)
stack.start()
print(stack.home.path, *(child.process.pid for child in stack.children), flush=True)
time.sleep(600)
"""


def names(stack: Stack) -> list[str]:
    return [child.name for child in stack.children]


def test_both_servers_answer_on_private_sockets_and_are_gone_afterwards(home: Home, site_packages: Path) -> None:
    with Stack(home, site_packages, durable=False) as stack:
        assert names(stack) == ["postgres", "valkey"]
        assert stack.postgres is not None
        assert stack.postgres.query("SHOW fsync") == "off"
        assert home.sockets.stat().st_mode & 0o777 == 0o700
        assert stack.env["DATABASE_URL"] == f"postgresql://efincloud@/efincloud?host={home.sockets}"
        assert stack.env["REDIS_URL"] == f"unix://{home.sockets}/valkey.sock"
        assert (Path(stack.env["PG_BIN"]) / "pgbench").exists()
    assert not any(child.running for child in stack.children)
    assert not home.path.exists()


def test_a_given_database_is_used_and_no_postgresql_started(
    home: Home, site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:secret@db.example/own")
    with Stack(home, site_packages, durable=False) as stack:
        assert names(stack) == ["valkey"]
        assert stack.env["DATABASE_URL"] == "postgresql://me:secret@db.example/own"
        assert stack.env["REDIS_URL"].startswith("unix://")
        assert not (home.path / "pgdata").exists()


def test_a_given_redis_is_used_and_no_valkey_started(
    home: Home, site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://cache.example:6379/3")
    with Stack(home, site_packages, durable=False) as stack:
        assert names(stack) == ["postgres"]
        assert stack.env["REDIS_URL"] == "redis://cache.example:6379/3"


def test_with_both_given_no_program_is_even_looked_for(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/own")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example")
    monkeypatch.setenv("PATH", "")
    with Stack(home, tmp_path / "no-packages", durable=False) as stack:
        assert names(stack) == []


def test_kill_9_of_dev_takes_the_servers_down(site_packages: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(ROOT), str(site_packages)], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    _, *pids = starter.stdout.readline().split()
    assert len(pids) == 2
    assert all(birth(int(pid)) for pid in pids)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    deadline = time.monotonic() + PATIENCE
    while any(birth(int(pid)) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [birth(int(pid)) for pid in pids] == [None, None]


def test_a_start_that_fails_leaves_nothing_running(home: Home, site_packages: Path) -> None:
    stack = Stack(home, site_packages, durable=False)
    assert stack.valkey is not None
    stack.valkey.child.command = ["/bin/false"]
    with pytest.raises(Exception, match="Valkey did not start"), stack:
        pass
    assert not any(child.running for child in stack.children)
    assert not os.path.exists(home.path)
