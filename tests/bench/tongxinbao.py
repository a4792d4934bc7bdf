"""Loans of 同心宝 settled and paid back, beside the set-based SQL that writes the same rows.

    ./dev bench tongxinbao [--issues N] [--lenders N] [--pairs P]

Ours and the baseline take turns in one run on one server with fsync on. Seconds by the clock and of CPU (this process
and its database session). TX1 is the settlement of a quarter of the issues, a job and a commit each; TX2 the step of
the day close that pays all of them back, one commit. The baseline does the same per issue in a few statements over all
its lenders: money and entries, the hold's end with its row, the order's state, loan and schedule, later the lines of
the payout; it keeps no key, no audit, no contract's hash, no event or job, and asks nobody whether he may.
"""

import argparse
import os
from typing import Any

import django

TURNS = 4  # settlements of a quarter before all are paid back


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench tongxinbao")
    parser.add_argument("--issues", type=int, default=100)
    parser.add_argument("--lenders", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    if options.pairs < 3:
        parser.error("fewer than three pairs say nothing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench._harness import require_durable, say
    from tests.bench._loans_stage import Loans

    Loans.migrate()
    require_durable()
    say(f"preparing {options.lenders} lenders, and the baseline's tables")
    loans = Loans.build(options.lenders)
    settled: dict[str, list[Any]] = {"ours": [], "bare": []}
    matured: dict[str, list[Any]] = {"ours": [], "bare": []}
    for number in range(options.pairs):
        for _ in range(TURNS):
            loans.prepare(options.issues // TURNS)
            loans.in_turn(len(settled["ours"]), settled, loans.settle, loans.settle_bare)
        loans.mature_day()
        loans.in_turn(number, matured, loans.mature, loans.mature_bare)
        say(f"pair {number + 1}: settled {settled['ours'][-1].wall:.2f} s, SQL {settled['bare'][-1].wall:.2f} s;"
            f" paid back {matured['ours'][-1].wall:.2f} s, SQL {matured['bare'][-1].wall:.2f} s")  # fmt: skip
    loans.verify()
    report(options, settled, matured)


def report(options: argparse.Namespace, settled: dict[str, list[Any]], matured: dict[str, list[Any]]) -> None:
    from tests.bench._harness import emit

    for id, issues, deed, turns in (
        ("TX1", options.issues // TURNS, "settled", settled),
        ("TX2", options.issues, "paid back in the day close", matured),
    ):
        what = f"{issues} issues × {options.lenders} lenders {deed} / set-based SQL"
        wall, cpu = ([[getattr(cost, name) for cost in turns[side]] for side in ("ours", "bare")]
                     for name in ("wall", "cpu"))  # fmt: skip
        emit(id, what, "s", *wall, at_most=2)
        emit(f"{id}-cpu", what, "cpu s", *cpu)


if __name__ == "__main__":
    main()
