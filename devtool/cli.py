"""The command line of ./dev: one function a command, each returning the exit code."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from devtool import commands
from devtool.places import ROOT
from devtool.words import Refusal, say

Command = Callable[[Path, argparse.Namespace, list[str]], int]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="./dev", description="The one tool of the house.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="COMMAND")

    def verb(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text, add_help=name not in ("manage", "bench"))
        made.set_defaults(run=run)
        return made

    run = verb("run", commands.run, "set up everything, start it, and keep it running")
    run.add_argument("--port", type=int, default=8000, help="of the address (default 8000)")
    test = verb("test", commands.test, "set up what the tests need and run them; further arguments go to pytest")
    test.add_argument("--slow", action="store_true", help="the long suites too, on a cluster that writes durably")
    check = verb("check", commands.check, "format, lint, types, import contracts, migrations, templates, docs")
    check.add_argument("--fix", action="store_true", help="format, and mend what the linter can mend")
    verb("bench", commands.bench, "./dev bench NAME [arguments]: run tests/bench/NAME.py on a durable cluster")
    verb("manage", commands.manage, "./dev manage COMMAND …: Django's commands on the data of this checkout")
    verb("lock", commands.lock, "compile the requirement files again, with hashes")
    return top


def main(arguments: list[str]) -> int:
    """Unknown arguments are passed on to pytest, manage.py and benches; elsewhere they are an error."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if rest and options.verb in ("run", "check", "lock"):
        top.error(f"{options.verb} does not know {' '.join(rest)}")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's `./dev run &` begins with it ignored
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        return int(options.run(ROOT, options, rest))
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 130


def _stop(number: int, frame: object) -> None:
    """A termination unwinds like Ctrl-C, so that every `finally` stops what it started."""
    for again in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(again, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
