"""How slow this machine is at this moment, so that a budget of processor seconds says something on any machine.

A budget counts on the machine class of docs/measurements.md. Two test processes that share a core's two threads, or a
neighbour on the host, cost processor seconds as well: the same fixed work is timed beside what is measured.
"""

import time

WORK_SECONDS = 0.28  # of `_work` on the machine class of docs/measurements.md, with nothing beside it


def _work() -> None:
    seen: dict[str, int] = {}
    for number in range(120_000):
        text = f"{number:07d}"
        seen[text] = sum(map(int, text)) % 10


def slowness() -> float:
    """How many times slower than the machine class; never below 1, so that a fast machine gives nothing away."""
    started = time.process_time()
    _work()
    return max(1.0, (time.process_time() - started) / WORK_SECONDS)
