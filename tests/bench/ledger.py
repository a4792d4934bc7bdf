"""The books beside the best that the same PostgreSQL can do with less.

    ./dev bench ledger [--pairs P] [--seconds S]

L1  one posting with every guarantee, beside pgbench's TPC-B-like transaction: 8 clients of pgbench both.
L2  `ledger.api.post` in an atomic block, beside psycopg calling the same function: 8 processes both; payees at random,
    and one payee for all.
L3  a hot account credited by 8 clients, buffered, beside the same on an account that is not hot.
L4  10,000 salaries by `ledger.api.post_batch`, beside one SQL statement that moves the same money unguarded.
L5  the same salaries beside django-hordak's `bulk_create`, by the clock and of CPU; it is brought at the first time.
L6  the balance of an account with a million entries, beside an empty one's.
L7  opening an account when there are a hundred thousand, beside the first ones.
L8  a day's interest of a million accounts with a row for each, beside one UPDATE in place of a table of such figures:
    an ordinary one, and (without a goal) one whose pages are kept half empty for it.
L9  one posting with every guarantee, beside the bare rows.
L10 verifying the whole sealed chain of half a million entries; the baseline is the goal, 200,000 entries a second.
L-verify  the checks of verify_money on the books, on more than a million entries.
"""

import argparse
import os
from collections.abc import Callable
from importlib import import_module

import django


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench ledger")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8, help="of each run of L1 and L2")
    parser.add_argument("--only", choices=tuple(BENCHES))
    options = parser.parse_args()
    if options.pairs < 3:
        parser.error("fewer than three pairs say nothing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench import _ledger_stage as stage
    from tests.bench._harness import require_durable, say

    stage.migrate()
    require_durable()
    say("opening and funding accounts")
    stage.build()
    for id, bench in BENCHES.items():
        if options.only in (None, id):
            bench(options.pairs, options.seconds)
    stage.verify()


def single(pairs: int, seconds: int) -> None:
    from tests.bench import _ledger_stage as stage
    from tests.bench._harness import emit, in_turns

    stage.pgbench_tables()
    ours, baseline = in_turns(
        pairs, lambda: stage.pgbench(seconds, "ledger_post"), lambda: stage.pgbench(seconds, None)
    )
    emit("L1", "one posting / TPC-B-like, 8 clients", "tx/s", ours, baseline, at_least=0.85)


def through_the_api(pairs: int, seconds: int) -> None:
    from tests.bench import _ledger_stage as stage
    from tests.bench._harness import emit, in_turns

    for id, what, is_hot in (("L2", "random payees", False), ("L2-hot", "one payee for all", True)):
        ours, baseline = in_turns(
            pairs,
            lambda is_hot=is_hot: stage.clients(stage.post_by_api, seconds, is_hot=is_hot),
            lambda is_hot=is_hot: stage.clients(stage.post_by_psycopg, seconds, is_hot=is_hot),
        )
        emit(id, f"api.post / psycopg + function, 8 clients, {what}", "tx/s", ours, baseline, at_least=0.75)


def salaries(pairs: int, seconds: int) -> None:
    from tests.bench import _ledger_stage as stage
    from tests.bench._harness import Cost, emit, timed

    stage.bare_tables()
    stage.pay_salaries()  # both plans and both caches warm
    stage.pay_bare()
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for number in range(2 * pairs):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            stage.settle()
            costs[side].append(timed((stage.pay_salaries, stage.pay_bare)[side]))
    ours, baseline = costs
    emit("L4", "10,000 salaries / one statement, CPU", "cpu s", [c.cpu for c in ours], [c.cpu for c in baseline],
         at_most=1.25)  # fmt: skip
    emit("L4-wall", "10,000 salaries / one statement, clock", "s", [c.wall for c in ours], [c.wall for c in baseline],
         at_most=1.5)  # fmt: skip


def more(name: str, module: str = "_ledger_growth") -> Callable[[int, int], None]:
    """A bench that stands in a module which needs Django set up."""

    def bench(pairs: int, seconds: int) -> None:
        getattr(import_module(f"tests.bench.{module}"), name)(pairs, seconds)

    return bench


def chain(pairs: int, seconds: int) -> None:
    from tests.bench import _ledger_seal as sealed
    from tests.bench._harness import emit

    entries = sealed.build()
    costs = [sealed.verify() for _ in range(1 + pairs)][1:]  # the first one warms the caches
    goal = [200_000.0] * pairs
    emit("L10", f"verify the whole chain of {entries:,} entries / goal, CPU", "entries/cpu s",
         [entries / cost.cpu for cost in costs], goal, at_least=1)  # fmt: skip
    emit("L10-wall", "the same by the clock", "entries/s", [entries / cost.wall for cost in costs], goal, at_least=1)


def interest(pairs: int, seconds: int) -> None:
    from tests.bench._harness import Cost, emit, timed
    from tests.bench._ledger_interest import Interest

    interest = Interest()
    sides = (interest.accrue, interest.update, interest.update_roomy)
    costs: tuple[list[Cost], ...] = ([], [], [])
    for number in range(2 * pairs + 1):
        for side in (0, 1, 2) if number % 2 == 0 else (2, 1, 0):
            interest.settle()
            cost = timed(sides[side])
            if number:  # the first day has no day before it
                costs[side].append(cost)
    interest.require_exact()
    interest.end()
    ours, ordinary, roomy = ([cost.cpu for cost in side] for side in costs)
    emit("L8", "a day's interest, a million rows / UPDATE in place", "cpu s", ours, ordinary, at_most=2)
    emit("L8-roomy", "the same / UPDATE of a table made for it", "cpu s", ours, roomy)
    emit("L8-wall", "the same / UPDATE in place, clock", "s", [c.wall for c in costs[0]], [c.wall for c in costs[1]])


BENCHES: dict[str, Callable[[int, int], None]] = {
    "L1": single,
    "L2": through_the_api,
    "L3": more("hot_account"),
    "L4": salaries,
    "L5": more("salaries", "_ledger_hordak"),
    "L7": more("opening"),
    "L8": interest,
    "L9": more("bare_posting"),
    "L6": more("balance_read"),
    "L10": chain,
    "L-verify": more("verify_money"),
}


if __name__ == "__main__":
    main()
