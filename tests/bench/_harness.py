"""What every bench shares: refusing a server that forgets, pairs that take turns, one JSON line per figure."""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection

BASELINE = Path(__file__).parent / "baseline"


class NotDurable(SystemExit):
    """A figure without durability says nothing."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of CPU."""

    wall: float
    cpu: float


def require_durable() -> None:
    """Refuses a server that would lose what it has said is committed."""
    with connection.cursor() as cursor:
        settings = dict(cursor.execute("SELECT name, setting FROM pg_settings").fetchall())
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if settings[name] == "off"]
    if off:
        raise NotDurable(f"{', '.join(off)} is off: such figures say nothing")


def cpu_seconds() -> float:
    """This process, its children, and the one database session that it uses."""
    connection.ensure_connection()
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    session = int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0])
    return sum(usage.ru_utime + usage.ru_stime for usage in own) + session / 1e9


def timed(deed: Callable[[], object]) -> Cost:
    cpu, wall = cpu_seconds(), time.perf_counter()
    deed()
    return Cost(time.perf_counter() - wall, cpu_seconds() - cpu)


def peak_mib() -> float:
    """The most memory that this process has held at once, and its biggest child."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + child) / 1024


def in_turns(pairs: int, ours: Callable[[], float], baseline: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Each pair begins with the other one."""
    figures: tuple[list[float], list[float]] = ([], [])
    for number in range(pairs):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            figures[side].append((ours, baseline)[side]())
    return figures


def emit(
    id: str,
    what: str,
    unit: str,
    ours: list[float],
    baseline: list[float],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> None:
    """One figure: medians of pairs that took turns, the median of their ratios, and whether it reaches its goal."""
    ratios = sorted(mine / theirs for mine, theirs in zip(ours, baseline, strict=True))
    ratio, goal = median(ratios), at_least if at_least is not None else at_most
    reached = None if goal is None else ratio >= goal if at_least is not None else ratio <= goal
    line = {
        "id": id,
        "what": what,
        "value": round(median(ours), 3),
        "unit": unit,
        "baseline": round(median(baseline), 3),
        "ratio": round(ratio, 3),
        "goal": goal,
        "pass": reached,
        "spread": [round(ratios[0], 3), round(ratios[-1], 3)],
        "pairs": len(ratios),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def emit_alone(
    id: str, what: str, unit: str, value: float, *, at_least: float | None = None, at_most: float | None = None
) -> None:
    """One figure that has a goal of its own and nothing beside it."""
    goal = at_least if at_least is not None else at_most
    reached = None if goal is None else value >= goal if at_least is not None else value <= goal
    line = {"id": id, "what": what, "value": round(value, 1), "unit": unit, "baseline": None, "ratio": None,
            "goal": goal, "pass": reached}  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say(text: str) -> None:
    print(f"[bench] {text}", file=sys.stderr, flush=True)
