"""A PostgreSQL of the checkout's own, on a private unix socket, run in the foreground as a child."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from devtool.places import Home
from devtool.process import Child, birth, command_of, dies_with_parent, identity_of
from devtool.words import Refusal, say, tail

NAME = "efincloud"  # of the database and of its owner
START_SECONDS = 90  # recovery after a kill included
OPTIONS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is 64 MB in many containers
    "logging_collector": "off",
}
# Survives the kill of any process, not a loss of power: synchronous_commit stays on, what was told is written.
THROW_AWAY_OPTIONS = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


# A stuck transaction must not hold a batch or the books without end. Set on the role: a pooler drops connect options.
ROLE_SETTINGS = {
    "lock_timeout": "10s",
    "statement_timeout": "120s",
    "idle_in_transaction_session_timeout": "300s",
}


class Postgres:
    """`start()` makes the cluster when it is missing, recovers what a killed run left, and returns when it answers."""

    def __init__(self, programs: Path, home: Home, *, durable: bool) -> None:
        self.programs = programs
        self.home = home
        self.durable = durable
        self.data = home.path / "pgdata"
        paths = os.environ.get("PATH", "/usr/bin:/bin")
        self.env = {"PATH": paths, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        options = OPTIONS | {"unix_socket_directories": str(home.sockets)} | ({} if durable else THROW_AWAY_OPTIONS)
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        self.child = Child(
            "postgres",
            [programs / "postgres", "-D", self.data, *settings],
            home.logs / "postgres.log",
            self.env,
            account=home.account,
            stop_signal=signal.SIGINT,  # its fast shutdown
            death_signal=signal.SIGINT,
            patience=30,
            on_roll=False,
        )

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.home.sockets), safe='/')}"

    def start(self) -> None:
        self._make_cluster()
        deadline = time.monotonic() + START_SECONDS
        while not self._try_start(deadline):
            time.sleep(0.5)  # backends of a killed postmaster are still leaving
        self._make_database()

    def _run(self, program: str, *arguments: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd="/",
            env=self.env,
            timeout=timeout,
            preexec_fn=dies_with_parent(signal.SIGKILL),
            **identity_of(self.home.account),  # type: ignore[call-overload]
        )

    def _make_cluster(self) -> None:
        """initdb into a new folder, then rename: an interrupted one never looks finished."""
        for half in self.home.path.glob("pgdata.new.*"):
            shutil.rmtree(half, ignore_errors=True)
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        if self.data.exists():
            say(f"{self.data} is no PostgreSQL cluster: set aside")
            self.data.rename(tempfile.mkdtemp(prefix="pgdata.broken.", dir=self.home.path))
        fresh = Path(tempfile.mkdtemp(prefix="pgdata.new.", dir=self.home.path))
        if self.home.account:
            os.chown(fresh, self.home.account.uid, self.home.account.gid)
        sync = [] if self.durable else ["--no-sync"]
        done = self._run("initdb", "-D", fresh, "-U", NAME, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", *sync)
        if done.returncode:
            raise Refusal(f"initdb failed:\n{done.stdout}{done.stderr}")
        self.home.filled.unlink(missing_ok=True)
        fresh.rename(self.data)

    def _check_version(self) -> None:
        made = (self.data / "PG_VERSION").read_text().strip()
        program = self._run("postgres", "--version").stdout
        if f" {made}." not in program and not program.rstrip().endswith(f" {made}"):
            raise Refusal(f"{self.data} was made by PostgreSQL {made}, this is {program.strip()}: move it away")

    def _try_start(self, deadline: float) -> bool:
        """Whether it answers now; False to try again, Refusal when there is no use in it."""
        self._end_leftover()
        self.child.log.unlink(missing_ok=True)
        self.child.start()
        while self.child.running:
            if self._run("pg_isready", "-q", "-h", self.home.sockets, "-U", NAME, "-d", "postgres").returncode == 0:
                return True
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        said = tail(self.child.log)
        self.child.ask_to_stop()
        self.child.end()
        if time.monotonic() < deadline and "still in use" in said:
            return False
        raise Refusal(f"PostgreSQL did not start:\n{said}")

    def _end_leftover(self) -> None:
        """Deal with the postmaster.pid of a killed run; the caller holds the lock, so nobody else uses this cluster.

        The number in it may be our old postmaster, still leaving, or by now a process of somebody else. The file is
        not removed: PostgreSQL takes its own parent's number as stale, and still looks at the shared memory named in
        the file, so that backends of a killed postmaster never meet a second one.
        """
        note = self.data / "postmaster.pid"
        try:
            first, *rest = note.read_text().splitlines()
            pid = int(first)
        except (OSError, ValueError):
            note.unlink(missing_ok=True)  # none, or cut short by a full disk
            return
        if self._is_ours(pid):
            say(f"ending PostgreSQL {pid}, left by a killed run")
            for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 10)):
                if self._ended(pid, number, seconds):
                    break
            else:
                raise Refusal(f"PostgreSQL (process {pid}) of a killed run does not end; end it by hand")
        if note.exists():
            note.write_text("\n".join([str(os.getpid()), *rest]) + "\n")
        for socket_file in self.home.sockets.glob(".s.PGSQL.*"):
            socket_file.unlink()

    def _is_ours(self, pid: int) -> bool:
        command = command_of(pid)
        return bool(command) and Path(command[0]).name.startswith("postgres") and str(self.data) in command

    def _ended(self, pid: int, number: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return True
        while birth(pid) is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        return birth(pid) is None

    def query(self, sql: str, database: str = NAME) -> str:
        """The answer of psql, values only; Refusal with its words when it fails."""
        done = self._run("psql", "-X", "-h", self.home.sockets, "-U", NAME, "-d", database, "-Atc", sql)
        if done.returncode:
            raise Refusal(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def _make_database(self) -> None:
        if NAME not in self.query("SELECT datname FROM pg_database", database="postgres").split():
            self.query(f"CREATE DATABASE {NAME}", database="postgres")
            for setting, value in ROLE_SETTINGS.items():
                self.query(f"ALTER ROLE {NAME} SET {setting} = '{value}'", database="postgres")
