"""Eight clients at work, and what kills them, their sessions and their server meanwhile."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

import psycopg

from devtool.postgres import Postgres
from tests.concurrency.race import FORK

from .checker import Kind, Violation
from .client import PATIENCE, STOP, serve
from .notes import Story, read

CLIENTS = 8
KILLS = ("client", "session", "backend", "postmaster")
FRESH = 30  # answers since the server was last up: only then is it killed, so that each kill has something to lose
TOTAL = (
    "SELECT (SELECT sum(balance) FROM ledger_account)"
    " + (SELECT coalesce(sum(amount), 0) FROM ledger_hotdelta), (SELECT min(balance - floor) FROM ledger_account)"
)
SESSIONS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    " AND pid <> pg_backend_pid() ORDER BY state = 'idle', random() LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long the clients work, and how often what is killed meanwhile."""

    seconds: float
    client: int
    session: int  # pg_terminate_backend
    backend: int  # kill -9: PostgreSQL throws out everybody and recovers
    postmaster: int  # kill -9, and started again

    def kills(self, choose: random.Random) -> list[str]:
        kills = [name for name in KILLS for _ in range(getattr(self, name))]
        choose.shuffle(kills)
        return kills


class Chaos:
    """One run. Clients are forks of this process, whose own session is none of Django's."""

    def __init__(self, server: Postgres, name: str, accounts: Sequence[UUID], folder: Path, seed: int) -> None:
        self.server, self.name, self.accounts, self.folder, self.seed = server, name, accounts, folder, seed
        self.choose = random.Random(seed)
        self.board = FORK.RawArray("q", CLIENTS + 1)  # without a lock, which a killed client would keep
        self.clients: dict[int, BaseProcess] = {}
        self.session: psycopg.Connection | None = None
        self.violations: list[Violation] = []  # seen while the clients worked
        self.killed: Counter[str] = Counter()
        self.reads = 0

    def run(self, plan: Plan) -> None:
        kills = plan.kills(self.choose)
        try:
            for kill in kills:
                self._work(plan.seconds / (len(kills) + 1), FRESH if kill in ("backend", "postmaster") else 0)
                getattr(self, f"_kill_{kill}")()
                self.killed[kill] += 1
            self._work(plan.seconds / (len(kills) + 1), FRESH)
            self.board[STOP] = 1
            self._until(lambda: not self.clients)
        finally:
            for client in self.clients.values():
                client.kill()
                client.join()
            self._hang_up()

    @property
    def stories(self) -> dict[UUID, Story]:
        return {id: story for path in sorted(self.folder.glob("client.*")) for id, story in read(path).items()}

    def _work(self, seconds: float, answers: int) -> None:
        """Lets the clients work for so long, and until they have had so many answers."""
        began, before = time.monotonic(), sum(self.board[:STOP])
        self._until(lambda: time.monotonic() - began >= seconds and sum(self.board[:STOP]) - before >= answers)

    def _until(self, true: Callable[[], bool]) -> None:
        ends = time.monotonic() + PATIENCE
        while True:
            self._staff()
            self._read()
            if true():
                return
            assert time.monotonic() < ends, f"no progress in {PATIENCE} s: {list(self.board)}"
            time.sleep(0.01)

    def _staff(self) -> None:
        """A client that was killed is followed by another one with its notebook; nobody else ends before the stop."""
        for slot in range(CLIENTS):
            client = self.clients.get(slot)
            if client is None and self.board[STOP]:
                continue
            if client is not None:
                if client.exitcode is None:
                    continue
                client.join()
                del self.clients[slot]
                if client.exitcode == 0 and self.board[STOP]:
                    continue
                assert client.exitcode == -signal.SIGKILL, f"client {slot} has failed: {client.exitcode}"
            notebook = self.folder / f"client.{slot}"
            arguments = (self.name, slot, notebook, self.accounts, self.board, self.seed)
            self.clients[slot] = FORK.Process(target=serve, args=arguments, daemon=True)
            self.clients[slot].start()

    def _read(self) -> None:
        """In every snapshot the total is zero, and no account is below its floor."""
        row = self._ask(TOTAL)
        if row is None:
            return
        self.reads += 1
        total, least = row
        if total != 0 or least < 0:
            self.violations.append(Violation(Kind.TOTAL, f"while the clients work: {total}, the least account {least}"))

    def _ask(self, sql: str, *parameters: object) -> tuple | None:
        """One row, or None when there is none or the server is away."""
        try:
            if self.session is None:
                self.session = psycopg.connect(self.server.url, autocommit=True)
            return self.session.execute(sql, parameters).fetchone()
        except psycopg.Error:
            self._hang_up()
            return None

    def _hang_up(self) -> None:
        if self.session is not None:
            self.session.close()
        self.session = None

    def _kill_client(self) -> None:
        self.choose.choice(list(self.clients.values())).kill()

    def _kill_session(self) -> None:
        self._until(lambda: self._ask(f"SELECT pg_terminate_backend(pid) FROM ({SESSIONS}) s") is not None)

    def _kill_backend(self) -> None:
        self._until(lambda: self._victim() is not None)
        self._until(lambda: self._ask("SELECT 1") is not None)

    def _victim(self) -> int | None:
        """Kills the server process of a client that is in a transaction, if there is one."""
        row = self._ask(SESSIONS)
        if row is None:
            return None
        os.kill(row[0], signal.SIGKILL)
        return int(row[0])

    def _kill_postmaster(self) -> None:
        process = self.server.child.process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        self.server.child.end()
        self._hang_up()
        self.server.start()
