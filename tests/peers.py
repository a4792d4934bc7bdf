"""The simulated systems outside as real processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def running_peer(command: str, state: Path, silence: float) -> Iterator[str]:
    """A simulator in a process that could not reach our database if it tried. Gives its address."""
    call = [sys.executable, "manage.py", command, "--port", "0", "--state", str(state), "--silence", str(silence)]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "efincloud.settings.test",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    process = subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().rsplit(" ", 1)[1].strip()
    finally:
        process.terminate()
        process.wait(10)
