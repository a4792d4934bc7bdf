"""Child processes that end with ./dev, whichever way ./dev ends."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """The user who runs the servers when we are root: PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """None for an ordinary user, who runs the servers himself; for root `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise RuntimeError("root without the users postgres and nobody")


def identity_of(account: Account | None) -> dict[str, object]:
    """Arguments of Popen that make the child run as this account."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def dies_with_parent(death_signal: int) -> Callable[[], None]:
    """A preexec function: the kernel sends the signal when ./dev ends, even by kill -9 (Linux only).

    It must run after a change of user, which clears the setting; Popen keeps that order. A script's `./dev run &`
    begins with SIGINT and SIGQUIT ignored, and children inherit that: one that is still starting would outlive us.
    """
    parent = os.getpid()

    def setup() -> None:
        for number in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:  # it ended between fork and prctl
                os._exit(1)

    return setup


def birth(pid: int) -> str | None:
    """A mark that tells a process from a later one with the same number; None when there is none."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        state, *rest = stat.rpartition(")")[2].split()
        return None if state in "ZX" else rest[18]
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout.strip() or None


def command_of(pid: int) -> list[str]:
    """The argument vector of a live process, empty when there is none."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
        except OSError:
            return []
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout.split()


def signal_group(pid: int, number: int) -> bool:
    """Whether a process group led by pid was there to take the signal."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def group_lives(pid: int) -> bool:
    """Whether the group led by pid has a member that still runs; the dead that nobody has reaped do not count."""
    if sys.platform != "linux":
        return signal_group(pid, 0)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) == pid and state not in "ZX":
                return True
    return False


@dataclass
class Child:
    """One process in a session of its own (a Ctrl-C in the terminal reaches only ./dev, which stops it in order)."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: dict[str, str]
    cwd: Path = Path("/")
    account: Account | None = None
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL
    patience: float = 10.0  # seconds between the stop signal and the hard end
    pass_fds: tuple[int, ...] = ()
    on_roll: bool = True  # the next run may end it by its number, when this run was killed
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                cwd=self.cwd,
                pass_fds=self.pass_fds,
                start_new_session=True,
                preexec_fn=dies_with_parent(self.death_signal),
                **identity_of(self.account),  # type: ignore[call-overload]
            )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.running:
            self.process.send_signal(self.stop_signal)

    def end(self) -> None:
        """Wait for the orderly end; then end whatever is left of the group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Roll:
    """The children of a run, written down, so that the next run can end those that outlived a kill -9.

    PostgreSQL is not on it: it leaves a note of its own (postgres.py).
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, children: Sequence[Child]) -> None:
        live = [child.process.pid for child in children if child.on_roll and child.process and child.running]
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({pid: birth(pid) for pid in live}))
        fresh.replace(self.path)

    def end_leftovers(self, patience: float = 15.0) -> int:
        """End the recorded groups that still live; returns how many."""
        try:
            recorded: dict[str, str | None] = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return 0
        pids = [int(pid) for pid, born in recorded.items() if birth(int(pid)) in (born, None)]
        left = [pid for pid in pids if group_lives(pid) and signal_group(pid, signal.SIGTERM)]
        deadline = time.monotonic() + patience
        while any(group_lives(pid) for pid in left) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in left:
            signal_group(pid, signal.SIGKILL)
        self.path.unlink(missing_ok=True)
        return len(left)
