"""Where things stand: the checkout, its `.run` folder and lock, the servers' home, throw-away homes.

No name in a world-writable folder is fixed: what lies there is made by mkdtemp and checked before it is swept.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from devtool.process import Account, Roll
from devtool.words import Refusal, say

ROOT = Path(__file__).resolve().parent.parent
SYSTEM_HOME = Path("/var/lib/efincloud")  # for root, when the servers' user cannot reach the checkout
SOCKET_PATH_MAX = 100  # bytes; the kernel takes 107 on Linux, 103 on macOS
LONGEST_SOCKET = len("/.s.PGSQL.5432")
THROW_AWAY = "efincloud-"


def reachable(path: Path, account: Account | None) -> bool:
    """Whether the servers' user can get down to this path; only the search bits of the folders count."""
    if account is None:
        return True
    for folder in [path, *path.parents]:
        try:
            info = folder.stat()
        except FileNotFoundError:
            continue  # a folder that we are going to make
        bit = stat.S_IXOTH
        if info.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif info.st_gid == account.gid:
            bit = stat.S_IXGRP
        if not info.st_mode & bit:
            return False
    return True


def own_folder(path: Path, mode: int = 0o755, account: Account | None = None) -> Path:
    """The folder, made when missing; refused when it is a link or another user's, who could exchange its contents."""
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except (PermissionError, FileExistsError) as error:
        raise Refusal(f"cannot make {path} ({error.strerror}); the checkout must belong to who runs ./dev") from error
    info = path.lstat()
    owners = {os.geteuid()} | ({account.uid} if account else set())
    if not stat.S_ISDIR(info.st_mode) or info.st_uid not in owners or info.st_mode & 0o022:
        raise Refusal(f"{path} is not a folder of our own (another user's, or writable by others): remove it first")
    path.chmod(mode)
    if account:
        os.chown(path, account.uid, account.gid)
    return path


class Lock:
    """An advisory lock that the kernel drops when its holder ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[str] | None = None

    def try_take(self, purpose: str) -> bool:
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(f"{purpose} (process {os.getpid()})")
        file.flush()
        self.file = file
        return True

    def take(self, purpose: str, seconds: float = 600) -> None:
        """Wait for it, with a word to the person; Refusal when it stays taken."""
        deadline = time.monotonic() + seconds
        told = False
        while not self.try_take(purpose):
            if not told:
                say(f"waiting for {self.holder()}")
                told = True
            if time.monotonic() > deadline:
                raise Refusal(f"{self.holder()} did not end in {seconds:.0f} s")
            time.sleep(0.2)

    def holder(self) -> str:
        try:
            return self.path.read_text() or "another ./dev"
        except OSError:
            return "another ./dev"

    @property
    def taken(self) -> bool:
        """Whether somebody, this process included, holds it."""
        if self.file is not None:
            return True
        with self.path.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def release(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


@dataclass
class Home:
    """A folder for servers: data, sockets, logs, roll of children. `account` is who runs them."""

    path: Path
    logs: Path
    sockets: Path
    account: Account | None
    throw_away: bool
    lock: Lock

    @property
    def roll(self) -> Roll:
        return Roll(self.logs / "children.json")

    @property
    def filled(self) -> Path:
        """A mark: the database here holds the tables and the demo story."""
        return self.path / "filled"

    def close(self) -> None:
        if self.throw_away:
            shutil.rmtree(self.path, ignore_errors=True)
        elif self.sockets.parent != self.path:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.lock.release()


def run_folder(root: Path) -> Path:
    return own_folder(root / ".run")


def run_lock(root: Path) -> Lock:
    """The lock of a checkout: one ./dev at a time works on its own data."""
    return Lock(run_folder(root) / "lock")


def lasting_home(root: Path, account: Account | None, lock: Lock) -> Home:
    """The home of the checkout's own data; the caller holds the lock."""
    folder = run_folder(root)
    if reachable(folder, account):
        path = folder
    else:
        own_folder(SYSTEM_HOME)
        path = own_folder(SYSTEM_HOME / hashlib.sha256(str(root).encode()).hexdigest()[:12])
    logs = own_folder(folder / "logs")
    return Home(path, logs, _socket_folder(path, folder / "sockets", account), account, False, lock)


def _socket_folder(home: Path, pointer: Path, account: Account | None) -> Path:
    """A private folder whose socket names are short enough; a made-up one when the checkout's path is too long."""
    if pointer.is_file():  # what a killed run left
        old = Path(pointer.read_text())
        if old.parent == _short_temp() and old.name.startswith(THROW_AWAY) and old.is_dir() and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)
        pointer.unlink()
    folder = home / "s"
    if len(os.fsencode(folder)) + LONGEST_SOCKET <= SOCKET_PATH_MAX:
        return own_folder(folder, 0o700, account)
    folder = Path(tempfile.mkdtemp(prefix=THROW_AWAY, dir=_short_temp()))
    pointer.write_text(str(folder))
    return own_folder(folder, 0o700, account)


def _short_temp() -> Path:
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) < 40 else Path("/tmp")


def throw_away_home(account: Account | None, *, durable: bool) -> Home:
    """A home for one test run, gone with it. A durable one avoids /tmp, which may be memory."""
    base = Path("/var/tmp") if durable and os.access("/var/tmp", os.W_OK) else _short_temp()
    if not reachable(base, account):
        base = Path("/tmp")
    sweep(base)
    path = Path(tempfile.mkdtemp(prefix=THROW_AWAY, dir=base))
    path.chmod(0o711 if account else 0o700)
    lock = Lock(path / "lock.new")
    lock.try_take("./dev test")
    lock.path.rename(path / "lock")  # a sweeper sees only a lock that is held
    return Home(path, own_folder(path / "logs"), own_folder(path / "s", 0o700, account), account, True, lock)


def sweep(base: Path) -> None:
    """Remove throw-away homes of ours whose run was killed."""
    for path in base.glob(THROW_AWAY + "*"):
        info = path.lstat()
        if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.geteuid() or not (path / "lock").is_file():
            continue
        lock = Lock(path / "lock")
        if lock.try_take("sweeping"):
            Roll(path / "logs" / "children.json").end_leftovers()
            shutil.rmtree(path, ignore_errors=True)
            lock.release()
