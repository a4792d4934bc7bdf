"""A payroll from its xlsx to the paid lines, part by part, beside the one SQL statement that moves the same money.

    ./dev bench payroll [--rows N] [--pairs P]

Ours and the baseline take turns in one run on one server with fsync on. Seconds by the clock and of CPU (this process,
its children and its database session); what people do between the parts is not counted. PY1 is the whole way, PY2 the
posting alone, beside the statement that moves the money; PY2-lines is the posting beside that statement and two more
that write the rows which ours writes for its product: a state on each line, a payslip. PY3 is the whole way beside its
tenth, PY4 the most memory that the whole way takes in a process of its own, with its biggest child, PY5 lines a second
beside the ORM's, line by line.
"""

import argparse
import os
from datetime import date
from typing import Any

import django

PARTS = ("parse", "check", "load", "post")
ORM_ROWS = 2_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench payroll")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    if options.pairs < 3:
        parser.error("fewer than three pairs say nothing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench._harness import emit_alone, require_durable, say, timed
    from tests.bench._payroll_stage import Stage

    Stage.migrate()
    require_durable()
    say(f"preparing {options.rows} people with accounts, and the baseline's tables")
    stage = Stage.build(options.rows)
    orm_rows = min(ORM_ROWS, options.rows)
    turns: dict[str, list[Any]] = {name: [] for name in ("ours", "bare", "lines", "tenth", "orm")}
    for number in range(options.pairs):
        turns["tenth"].append(stage.pay(date(2000 + number // 12, number % 12 + 1, 1), rows=options.rows // 10))
        turns["ours"].append(stage.pay(date(2010 + number // 12, number % 12 + 1, 1)))
        turns["bare"].append(timed(stage.pay_bare))
        stage.bare_lines()
        turns["lines"].append(timed(stage.pay_bare_lines))
        turns["orm"].append(timed(lambda: stage.pay_orm(orm_rows)))
        total, bare = sum(cost.wall for cost in turns["ours"][-1].values()), turns["bare"][-1].wall
        say(f"pair {number + 1}: ours {total:.2f} s, one statement {bare:.2f} s")
    stage.verify()
    report(options.rows, orm_rows, **turns)
    emit_alone("PY4", f"peak memory, xlsx to paid, {options.rows} rows", "MiB", stage.peak_mib(), at_most=400)


def report(
    rows: int, orm_rows: int, ours: list[Any], bare: list[Any], lines: list[Any], tenth: list[Any], orm: list[Any]
) -> None:
    """The costs of each turn: of ours and of its tenth by part."""
    from tests.bench._harness import emit, say

    wall, cpu = [cost.wall for cost in bare], [cost.cpu for cost in bare]
    say(f"one statement: {rows / sorted(wall)[len(wall) // 2]:,.0f} rows/s")
    for part in PARTS:
        emit(f"PY-{part}", f"{part}, {rows} rows / one statement", "s", [c[part].wall for c in ours], wall)
        emit(f"PY-{part}-cpu", f"{part}, {rows} rows / one statement", "cpu s", [c[part].cpu for c in ours], cpu)
    whole, small = ([sum(costs[part].wall for part in PARTS) for costs in turns] for turns in (ours, tenth))
    work, little = ([sum(costs[part].cpu for part in PARTS) for costs in turns] for turns in (ours, tenth))
    emit("PY1", f"xlsx to paid, {rows} rows / one statement", "s", whole, wall, at_most=3)
    emit("PY1-cpu", f"xlsx to paid, {rows} rows / one statement", "cpu s", work, cpu)
    post = [costs["post"] for costs in ours]
    emit("PY2", f"posting, {rows} rows / one statement", "s", [cost.wall for cost in post], wall, at_most=1.5)
    beside = "posting / the statements that write the same rows"
    emit("PY2-lines", beside, "s", [cost.wall for cost in post], [cost.wall for cost in lines])
    emit("PY2-lines-cpu", beside, "cpu s", [cost.cpu for cost in post], [cost.cpu for cost in lines])
    emit("PY3", f"{rows} rows / {rows // 10} rows", "s", whole, small, at_most=11)
    emit("PY3-cpu", f"{rows} rows / {rows // 10} rows", "cpu s", work, little)
    pace = [rows / seconds for seconds in whole], [orm_rows / cost.wall for cost in orm]
    emit("PY5", f"xlsx to paid / the ORM, line by line, {orm_rows} rows", "rows/s", *pace, at_least=80)


if __name__ == "__main__":
    main()
