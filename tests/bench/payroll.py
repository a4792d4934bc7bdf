"""A payroll from its xlsx to the paid lines, part by part, beside the one SQL statement that moves the same money.

    ./dev bench payroll [--rows N] [--pairs P]

Ours and the baseline take turns in one run on one server with fsync on. A line of JSON per figure: medians, CPU of this
process, its children and its database session together.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from uuid import UUID

import django

PARTS = ("parse", "check", "load", "post")
BASELINE = Path(__file__).parent / "baseline"
GOALS = {"PY1": 3, "PY2": 1.5}


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of CPU."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench payroll")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench.payroll_stage import Stage

    say("preparing people, accounts and baseline tables")
    stage = Stage.build(options.rows)
    ours: list[dict[str, Cost]] = []
    bare: list[Cost] = []
    for number in range(options.pairs):
        ours.append(pay(stage, number))
        bare.append(timed(stage.pay_bare))
        total = sum(cost.wall for cost in ours[-1].values())
        say(f"pair {number + 1}: ours {total:.2f} s, one statement {bare[-1].wall:.2f} s")
    stage.verify()
    report(options.rows, ours, bare)


def pay(stage: "Stage", number: int) -> dict[str, Cost]:  # type: ignore[name-defined]  # noqa: F821
    """One payroll of a month of its own; what people do between the parts is not counted."""
    month = date(2010 + number // 12, number % 12 + 1, 1)
    content = stage.file(month)
    costs: dict[str, Cost] = {}
    with costing(costs, "parse"):
        table = stage.parse(content)
    with costing(costs, "check"):
        lines = stage.check(table)
    with costing(costs, "load"):
        batch_id: UUID = stage.load(lines, content, month)
    stage.approve(batch_id)
    with costing(costs, "post"):
        stage.post(batch_id)
    return costs


@contextmanager
def costing(costs: dict[str, Cost], part: str) -> Iterator[None]:
    cpu, wall = cpu_seconds(), time.perf_counter()
    yield
    costs[part] = Cost(time.perf_counter() - wall, cpu_seconds() - cpu)


def timed(deed: Callable[[], None]) -> Cost:
    costs: dict[str, Cost] = {}
    with costing(costs, "deed"):
        deed()
    return costs["deed"]


def cpu_seconds() -> float:
    """This process, its children, and the one database session that it uses."""
    from django.db import connection

    connection.ensure_connection()
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return sum(usage.ru_utime + usage.ru_stime for usage in own) + ticks / os.sysconf("SC_CLK_TCK")


def report(rows: int, ours: list[dict[str, Cost]], bare: list[Cost]) -> None:
    base, base_cpu = median(cost.wall for cost in bare), median(cost.cpu for cost in bare)
    emit("baseline", f"one statement, {rows} rows", base, "s", None)
    emit("baseline-rate", "one statement", rows / base, "rows/s", None)
    for part in PARTS:
        emit(part, f"{part}, {rows} rows", median(costs[part].wall for costs in ours), "s", base)
        emit(f"{part}-cpu", f"{part}, {rows} rows", median(costs[part].cpu for costs in ours), "cpu s", base_cpu)
    totals = [sum(costs[part].wall for part in PARTS) for costs in ours]
    emit("PY1", "xlsx to paid / one statement", median(totals), "s", base)
    emit("PY2", "posting / one statement", median(costs["post"].wall for costs in ours), "s", base)
    emit("spread", "slowest / fastest of ours", max(totals) / min(totals), "x", None)


def emit(id: str, what: str, value: float, unit: str, baseline: float | None) -> None:
    ratio = value / baseline if baseline else None
    goal = GOALS.get(id)
    line = {
        "id": id,
        "what": what,
        "value": round(value, 3),
        "unit": unit,
        "baseline": None if baseline is None else round(baseline, 3),
        "ratio": None if ratio is None else round(ratio, 2),
        "goal": goal,
        "pass": None if goal is None or ratio is None else ratio <= goal,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say(text: str) -> None:
    print(f"[bench] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
