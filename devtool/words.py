"""What ./dev says. It goes to stderr, so that stdout belongs to the command that ./dev runs."""

from __future__ import annotations

import sys
from pathlib import Path


class Refusal(Exception):
    """A clear word for the person at the keyboard: ./dev prints it and ends with 1, without a traceback."""


def say(text: str) -> None:
    print(f"[dev] {text}", file=sys.stderr, flush=True)


def tail(log: Path, lines: int = 25) -> str:
    """The last lines of a log, for a message about what went wrong; empty when there is no log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 20_000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
