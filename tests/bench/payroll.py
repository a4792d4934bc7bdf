"""A payroll from its xlsx to the paid lines, part by part, beside the one SQL statement that moves the same money.

    ./dev bench payroll [--rows N] [--pairs P]

Ours and the baseline take turns in one run on one server with fsync on. Seconds by the clock and of CPU (this process,
its children and its database session); what people do between the parts is not counted. PY1 is the whole way, PY2 the
posting alone.
"""

import argparse
import os
from datetime import date

import django

PARTS = ("parse", "check", "load", "post")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench payroll")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    if options.pairs < 3:
        parser.error("fewer than three pairs say nothing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench._harness import Cost, require_durable, say, timed
    from tests.bench._payroll_stage import Stage

    Stage.migrate()
    require_durable()
    say(f"preparing {options.rows} people with accounts, and the baseline's tables")
    stage = Stage.build(options.rows)
    ours: list[dict[str, Cost]] = []
    bare: list[Cost] = []
    for number in range(options.pairs):
        ours.append(stage.pay(date(2010 + number // 12, number % 12 + 1, 1)))
        bare.append(timed(stage.pay_bare))
        total = sum(cost.wall for cost in ours[-1].values())
        say(f"pair {number + 1}: ours {total:.2f} s, one statement {bare[-1].wall:.2f} s")
    stage.verify()
    report(options.rows, ours, bare)


def report(rows: int, ours: "list[dict[str, Cost]]", bare: "list[Cost]") -> None:  # type: ignore[name-defined]  # noqa: F821
    from tests.bench._harness import emit, say

    wall, cpu = [cost.wall for cost in bare], [cost.cpu for cost in bare]
    say(f"one statement: {rows / sorted(wall)[len(wall) // 2]:,.0f} rows/s")
    for part in PARTS:
        emit(f"PY-{part}", f"{part}, {rows} rows / one statement", "s", [c[part].wall for c in ours], wall)
        emit(f"PY-{part}-cpu", f"{part}, {rows} rows / one statement", "cpu s", [c[part].cpu for c in ours], cpu)
    whole = [sum(costs[part].wall for part in PARTS) for costs in ours]
    emit("PY1", f"xlsx to paid, {rows} rows / one statement", "s", whole, wall, at_most=3)
    emit("PY2", f"posting, {rows} rows / one statement", "s", [c["post"].wall for c in ours], wall, at_most=1.5)


if __name__ == "__main__":
    main()
