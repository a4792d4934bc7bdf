"""The real processes: a Celery worker and the relay on the real Valkey, killed in the middle of a batch."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.core.invariants import faults
from apps.core.testing import failpoints
from apps.daifutong.models import Batch, Row
from apps.ledger import api as ledger
from tests.daifutong.cast import SYSTEM, House

from .conftest import KILLED, PATIENCE, ROOT, environment, in_flight, time_passes
from .points import RELAY_POINTS

pytestmark = pytest.mark.slow

WORKER = [sys.executable, "-m", "celery", "-A", "efincloud", "worker", "--pool", "solo", "--loglevel", "warning"]
RELAY = [sys.executable, "manage.py", "relay"]


@contextmanager
def running(command: list[str], log: Path, point: str = "") -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(point), stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)


def until(true: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.2)


def batch_is(state: str) -> bool:
    return Batch.objects.system("crash").values_list("state", flat=True).get() == state


def payroll(house: House) -> Batch:
    """Four lines; one colleague's account is frozen after the approval."""
    batch_id = house.approved(house.file(["1000.00", "2000.00", "3000.00", "4000.00"]))
    with transaction.atomic():
        frozen = house.staff[1].account_id
        bankaccounts.account_move(account_id=frozen, move="freeze", reason="测试", actor=SYSTEM, now=house.now)
    return Batch.objects.system("crash").get(pk=batch_id)


@pytest.mark.parametrize("point", ["batch_disburse.before_commit", "batch_disburse.after_commit"])
def test_a_celery_worker_killed_in_a_batch_loses_nothing_and_pays_nobody_twice(
    house: House, tmp_path: Path, point: str
) -> None:
    payroll(house)
    log = tmp_path / "processes.log"
    with running(RELAY, log), running(WORKER, log, point) as worker:
        until(lambda: worker.poll() is not None, log)
    assert worker.returncode == KILLED, log.read_text()[-3000:]
    assert f"{failpoints.MARKER}{point}" in log.read_text()
    assert in_flight() >= 1
    assert list(faults()) == []

    time_passes()
    with running(RELAY, log), running(WORKER, log):
        until(lambda: batch_is("PART_FAILED"), log)
    assert [ledger.balance(colleague.ledger_id) for colleague in house.staff[:4]] == [100_000, 0, 300_000, 400_000]
    assert house.payer_balance() == 100_000_000 - 800_000
    assert sorted(Row.objects.system("crash").values_list("state", flat=True)) == ["PAID", "PAID", "PAID", "RETURNED"]


@pytest.mark.parametrize("point", RELAY_POINTS)
def test_a_relay_killed_between_its_steps_forgets_nobody(house: House, tmp_path: Path, point: str) -> None:
    payroll(house)
    log = tmp_path / "processes.log"
    with running(RELAY, log, point) as relay:
        until(lambda: relay.poll() is not None, log)
    assert relay.returncode == KILLED, log.read_text()[-3000:]
    assert f"{failpoints.MARKER}{point}" in log.read_text()
    assert in_flight() == 4

    time_passes()
    with running(RELAY, log), running(WORKER, log):
        until(lambda: batch_is("PART_FAILED"), log)
    assert house.payer_balance() == 100_000_000 - 800_000
