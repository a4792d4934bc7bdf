"""Races that are races: processes of their own that start together, counted while they run."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from django.db import DatabaseError, connection, transaction

from apps.core.db import sqlstate
from apps.core.errors import AppError

TIMEOUT = 180.0  # seconds; a race that takes longer hangs
FORK = multiprocessing.get_context("fork")
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often each answer came ("ok", a code, an SQLSTATE), and the most transactions seen open at one moment."""

    answers: Counter[str]
    peak: int


def race(*workers: list[Work]) -> Outcome:
    """Runs each list of work in its own process, all from one barrier; every piece is a transaction of its own."""
    connection.close()  # no child may inherit it
    barrier, pipes, children = FORK.Barrier(len(workers)), [], []
    for work in workers:
        receiver, sender = FORK.Pipe(duplex=False)
        child = FORK.Process(target=_run, args=(work, barrier, sender), daemon=True)
        child.start()
        pipes.append(receiver)
        children.append(child)
    peak, ends = 0, time.monotonic() + TIMEOUT
    while any(child.is_alive() for child in children) and time.monotonic() < ends:
        peak = max(peak, _open_transactions())
        time.sleep(0.002)
    answers: Counter[str] = Counter()
    for receiver, child in zip(pipes, children, strict=True):
        assert receiver.poll(1), "a worker has died or hangs"
        answers += receiver.recv()
        child.join()
    print(f"{len(workers)} processes, {peak} transactions at once: {dict(answers)}")
    return Outcome(answers, peak)


def _run(work: list[Work], barrier: Barrier, sender: Connection) -> None:
    answers: Counter[str] = Counter()
    connection.ensure_connection()
    barrier.wait(TIMEOUT)
    for piece in work:
        try:
            with transaction.atomic():
                result = piece()
            answers["replay" if getattr(result, "is_replay", False) else "ok"] += 1
        except AppError as error:
            answers[error.code] += 1
        except DatabaseError as error:
            answers[sqlstate(error) or type(error).__name__] += 1
    sender.send(answers)
    connection.close()


def _open_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND (state = 'active' OR state LIKE 'idle in transaction%')"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def planted(function: str, *faults: tuple[str, str]) -> Iterator[None]:
    """Faults: inside, the SQL function reads the second text where it read the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        [right] = cursor.fetchone()
        wrong = right
        for old, new in faults:
            assert old in wrong
            wrong = wrong.replace(old, new)
        cursor.execute(wrong)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(right)
