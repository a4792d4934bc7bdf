"""The environment of what benches compare with: requirements-bench.txt, which neither the product nor CI has."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from devtool.places import ROOT
from tests.bench._harness import say

LOCK = ROOT / "requirements-bench.txt"


def bench_python() -> Path:
    """Its interpreter; made when it is missing or another one."""
    folder = ROOT / ".venv-bench"
    python, stamp = folder / "bin" / "python", folder / "stamp"
    lock = LOCK.read_text()
    wanted = hashlib.sha256(lock.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    say("bringing what benches compare with into an environment of its own")
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    builder = folder / "builder.txt"  # what builds hordak, at the pinned version and not at whatever pip would fetch
    builder.write_text(re.search(r"^setuptools==(?:.*\\\n)*.*\n", lock, re.MULTILINE)[0])
    pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    subprocess.run([*pip, "--only-binary=:all:", "-r", builder], check=True)
    source = ["--no-binary=django-hordak", "--no-build-isolation"]
    subprocess.run([*pip, "--only-binary=:all:", *source, "-r", LOCK], check=True)
    stamp.write_text(wanted)
    return python
