"""The same salaries by our Django service and by django-hordak's `bulk_create`, on one server in turns."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from tests.bench import _ledger_stage as stage
from tests.bench._bench_venv import bench_python
from tests.bench._harness import BASELINE, Cost, emit, timed


def salaries(pairs: int, seconds: int) -> None:
    turns: tuple[list[Cost], list[Cost]] = ([], [])
    with _hordak() as process:
        sides = (lambda: timed(stage.pay_salaries), lambda: _pay(process))
        for number in range(2 * pairs + 1):
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                stage.settle()
                cost = sides[side]()
                if number:  # the first ones warm plans and caches
                    turns[side].append(cost)
    for id, unit in (("L5", "wall"), ("L5-cpu", "cpu")):
        ours, baseline = ([stage.PAYEES / getattr(cost, unit) for cost in side] for side in turns)
        emit(id, f"salaries by api.post_batch / django-hordak's bulk_create, {unit}", "salaries/s", ours, baseline,
             at_least=5)  # fmt: skip


def _pay(process: subprocess.Popen[str]) -> Cost:
    process.stdin.write("\n")
    process.stdin.flush()
    return Cost(**json.loads(process.stdout.readline()))


@contextmanager
def _hordak() -> Iterator[subprocess.Popen[str]]:
    """Its process, with as many accounts as we have payees and the payer, in a new database of this server."""
    parts = urlsplit(settings.DATABASE_URL)
    url = urlunsplit(parts._replace(path=f"{parts.path}_hordak"))
    name = urlsplit(url).path.lstrip("/")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    command = [bench_python(), BASELINE / "salaries_hordak.py", str(stage.PAYEES)]
    process = subprocess.Popen(
        command, env=os.environ | {"DATABASE_URL": url}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("salaries_hordak.py did not start")
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=60)
