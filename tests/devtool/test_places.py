"""Locks, folders that nobody else can exchange, and the sweeping of what killed runs left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtool import places
from devtool.places import LONGEST_SOCKET, SOCKET_PATH_MAX, Lock, own_folder, reachable, run_lock, throw_away_home
from devtool.process import Account
from devtool.words import Refusal


def test_a_second_taker_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.try_take("./dev run")
    assert not second.try_take("./dev run")
    assert second.holder() == f"./dev run (process {os.getpid()})"
    first.release()
    assert second.try_take("./dev manage")
    assert first.holder() == f"./dev manage (process {os.getpid()})"


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    hold = f"""
import sys, time
sys.path.insert(0, {str(places.ROOT)!r})
from devtool.places import Lock
from pathlib import Path
print(Lock.try_take(lock := Lock(Path({str(tmp_path / "lock")!r})), "./dev run"), flush=True)
time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "True"
    lock = Lock(tmp_path / "lock")
    assert lock.taken
    assert not lock.try_take("./dev run")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert not lock.taken
    assert lock.try_take("./dev run")


def test_dev_run_is_refused_in_a_checkout_that_already_runs(checkout: Path) -> None:
    lock = run_lock(checkout)
    assert lock.try_take("./dev run")
    began = time.monotonic()
    second = subprocess.run([sys.executable, "dev", "run"], cwd=checkout, capture_output=True, text=True)
    assert second.returncode == 1
    assert f"./dev run (process {os.getpid()}) already works in this checkout" in second.stderr
    assert "Traceback" not in second.stderr
    assert time.monotonic() - began < 5


def test_a_folder_of_our_own_is_neither_a_link_nor_open_to_others(tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", 0o700)
    assert own.stat().st_mode & 0o777 == 0o700
    (tmp_path / "link").symlink_to(own)
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "file").touch()
    for name in ("link", "open", "file"):
        with pytest.raises(Refusal):
            own_folder(tmp_path / name)


def test_a_folder_that_another_user_put_there_is_refused(tmp_path: Path) -> None:
    planted = Path("/usr")  # root's; root itself meets one of somebody else
    if os.geteuid() == 0:
        planted = tmp_path / "planted"
        planted.mkdir()
        os.chown(planted, 12345, 12345)
    with pytest.raises(Refusal, match="not a folder of our own"):
        own_folder(planted)


def test_the_servers_user_reaches_only_what_every_folder_lets_him_search(open_folder: Path) -> None:
    somebody = Account("somebody", 12345, 12345)
    inner = open_folder / "a" / "b"
    inner.mkdir(parents=True)
    (open_folder / "a").chmod(0o711)
    assert reachable(inner, somebody)
    assert reachable(inner / "not-made-yet", somebody)
    (open_folder / "a").chmod(0o750)
    assert not reachable(inner, somebody)
    assert reachable(inner, None)


def test_sockets_move_to_a_made_up_folder_when_the_path_is_too_long(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    first = places._socket_folder(deep, deep / "sockets", None)
    assert len(os.fsencode(first)) + LONGEST_SOCKET <= SOCKET_PATH_MAX
    assert first.stat().st_mode & 0o777 == 0o700
    second = places._socket_folder(deep, deep / "sockets", None)  # the run before was killed
    assert second != first
    assert not first.exists()
    second.rmdir()


def test_a_planted_pointer_makes_nobody_remove_a_stranger(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    precious = tmp_path / "precious"
    deep.mkdir()
    precious.mkdir()
    (deep / "sockets").write_text(str(precious))
    places._socket_folder(deep, deep / "sockets", None).rmdir()
    assert precious.is_dir()


def test_homes_of_killed_test_runs_are_swept_and_live_ones_let_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_short_temp", lambda: tmp_path)
    live, killed = throw_away_home(None, durable=False), throw_away_home(None, durable=False)
    foreign = tmp_path / "efincloud-of-another-kind"  # no lock in it: not ours to judge
    foreign.mkdir()
    killed.lock.release()  # what the kernel does for a killed process
    newest = throw_away_home(None, durable=False)
    assert (live.path.exists(), killed.path.exists(), newest.path.exists(), foreign.exists()) == (
        True,
        False,
        True,
        True,
    )
