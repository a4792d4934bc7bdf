"""Rounds: short work that comes again every few seconds, run by the relay. Not for anything that must happen once: a
round may be late, or run in two relays at once, so each is safe to repeat and skips rows in other hands."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import structlog
from django.db import Error, transaction

from . import clock
from .clock import Moment
from .errors import AppError

log = structlog.get_logger("sweeps")


@dataclass(slots=True)
class Sweep:
    name: str
    seconds: float
    deed: Callable[..., object]  # takes `now` by keyword, in a transaction of its own
    ran_at: float = -inf  # by the monotonic clock, in seconds


_sweeps: dict[str, Sweep] = {}


def register(name: str, deed: Callable[..., object], *, seconds: float) -> None:
    """Has `deed(now=…)` called every so many seconds."""
    _sweeps[name] = Sweep(name, seconds, deed)


def names() -> tuple[str, ...]:
    return tuple(_sweeps)


def run(name: str, *, now: Moment) -> object:
    """Runs one round in a durable transaction of its own and gives what the deed gives."""
    with transaction.atomic(durable=True):
        return _sweeps[name].deed(now=now)


def run_due() -> None:
    """Runs the rounds whose time has come. One that fails is logged and does not stop the others."""
    for sweep in _sweeps.values():
        if time.monotonic() - sweep.ran_at < sweep.seconds:
            continue
        sweep.ran_at = time.monotonic()
        try:
            run(sweep.name, now=clock.read())
        except (AppError, Error):  # no open day, a lock in other hands: the next round tries again
            log.exception("sweep.failed", name=sweep.name)
