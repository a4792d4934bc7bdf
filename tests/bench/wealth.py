"""A day's income of a cash-management product for every holder, beside a bare UPDATE of the same figures in place.

    ./dev bench wealth [--holdings N] [--pairs P]

Ours and the baseline take turns in one run on one server with fsync on. WM1: a day for a million holdings, with a row
kept of each; WM2: how much longer it takes for a million than for a hundred thousand. In the end both sides must hold
the same units, to the last part of a 分 that is carried on.
"""

import argparse
import os
from collections.abc import Callable
from functools import partial
from statistics import median

import django


def wall(deed: Callable[[], object]) -> float:
    from tests.bench._harness import timed

    return timed(deed).wall


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench wealth")
    parser.add_argument("--holdings", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    if options.pairs < 3:
        parser.error("fewer than three pairs say nothing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench._harness import emit, emit_alone, in_turns, require_durable, say
    from tests.bench._wealth_stage import Wealth

    Wealth.migrate()
    require_durable()
    few, many = options.holdings // 10, options.holdings
    seconds: dict[int, float] = {}
    for count in (few, many):
        say(f"preparing {count} holdings, and the baseline's")
        wealth = Wealth(count)
        ours, bare = in_turns(options.pairs, *(partial(wall, deed) for deed in (wealth.accrue, wealth.update)))
        wealth.verify()
        seconds[count] = median(ours)
        say(f"{count} holdings: {median(ours):.2f} s, a bare UPDATE {median(bare):.2f} s; both hold the same")
        if count == many:
            emit("WM1", f"{count} holdings earn a day / UPDATE in place", "s", ours, bare, at_most=2)
    emit_alone("WM2", f"{many} holdings / {few} holdings", "x", seconds[many] / seconds[few], at_most=11)


if __name__ == "__main__":
    main()
