"""Processes that die at a named point, and what the house makes of it afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from apps.core.invariants import faults
from apps.core.testing import failpoints
from apps.daifutong.models import Row
from fixtures import reference
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)
from tests.crash.program import REACHED
from tests.daifutong.cast import House, build_house, work
from tests.shenhuobao.conftest import agent, agent_address  # noqa: F401  (fixtures)

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for a process on a busy machine
KILLED = -9


@dataclass
class Ended:
    code: int
    said: str

    def died_at(self, point: str) -> bool:
        return self.code == KILLED and f"{failpoints.MARKER}{point.partition('@')[0]}" in self.said


def environment(point: str = "") -> dict[str, str]:
    """Of a process on this very test's database, armed with a fail point."""
    database = str(connection.settings_dict["NAME"])
    url = os.environ["DATABASE_URL"]
    head, _, query = url.partition("?")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "efincloud.settings.test",
        "DATABASE_URL": f"{head.rpartition('/')[0]}/{database}?{query}",
        "COREBANK_URL": settings.COREBANK_URL,
        "TA_URL": settings.TA_URL,
        failpoints.VARIABLE: point,
    }


def trace(*arguments: str) -> set[str]:
    """The fail points that tests.crash.program reaches when nothing stops it."""
    ended = run("trace", *arguments)
    assert ended.code == 0, ended
    return {line.removeprefix(REACHED) for line in ended.said.splitlines() if line.startswith(REACHED)}


def run(*arguments: str, point: str = "") -> Ended:
    """Runs tests.crash.program to its end, natural or not."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.program", *arguments],
        cwd=ROOT,
        env=environment(point),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stderr)


def time_passes() -> None:
    """Leases run out, delays and query times are over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_job SET lease_until = now() - interval '1 second' WHERE state = 'LEASED'")
        cursor.execute("UPDATE core_job SET due_at = now() - interval '1 second', woken_at = NULL WHERE state = 'DUE'")
        cursor.execute("UPDATE corebank_coremessage SET next_query_at = now() WHERE state IN ('SENT', 'UNKNOWN')")


def settle() -> None:
    """Another process (this one) goes on, with what time brings, until nothing is left to do."""
    for _ in range(3):
        time_passes()
        work()


def in_flight() -> int:
    """Lines that have no end yet."""
    return Row.objects.system("crash").filter(state__in=["PENDING", "SENT", "IN_DOUBT", "FAILED"]).count()


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    """One enterprise, committed, for other processes to see."""
    reference.load()
    yield build_house()
    assert list(faults()) == []
