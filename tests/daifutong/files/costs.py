"""What `check_payroll` costs for each file of a folder, with its whole family of processes.

    python -m tests.daifutong.files.costs FOLDER < names > one JSON object a line

Django is loaded once, then every file gets a fork: the fork's processor seconds, with those of loading Django on top,
are what the command would take. Memory is the sum of what each process of the family held at its highest, which is at
least as much as they ever held together.
"""

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

PAUSE = 0.01  # seconds between two looks


class Family:
    """A process and all that it starts, looked at again and again."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peaks: dict[int, int] = {}
        self.names: set[str] = set()

    def look(self) -> None:
        waiting = [self.pid]
        while waiting:
            pid = waiting.pop()
            with suppress(OSError, KeyError):  # it has just ended
                waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
                status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
                self.names.add(status["Name"])
                self.peaks[pid] = int(status["VmHWM"].split()[0]) // 1024  # before its exec, it says its parent's

    @property
    def mebibytes(self) -> int:
        return sum(self.peaks.values())


def watch(pid: int) -> tuple[int, float, Family]:
    """Waits for the process: its exit, processor seconds with its children's, and its family."""
    family = Family(pid)
    while True:
        family.look()
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, family
        time.sleep(PAUSE)


def measured(path: Path) -> dict[str, Any]:
    out, err = path.with_suffix(".out"), path.with_suffix(".err")
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(out, os.O_CREAT | os.O_WRONLY), 1)
        os.dup2(os.open(err, os.O_CREAT | os.O_WRONLY), 2)
        try:
            call_command("check_payroll", str(path), json=True)
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code)  # type: ignore[arg-type]
        sys.stdout.flush()
        os._exit(0)
    code, seconds, family = watch(pid)
    return {"exit": code, "seconds": seconds, "mebibytes": family.mebibytes, "said": err.read_text()}


def main(folder: Path) -> None:
    django.setup()
    start = time.process_time()
    for name in sys.stdin.read().splitlines():
        cost = measured(folder / name)
        print(json.dumps(cost | {"name": name, "seconds": round(start + cost["seconds"], 2)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
