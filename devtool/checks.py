"""./dev check: what CI checks, one line a step, every step runs even when one fails."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtool import docs
from devtool.venv import Environment
from devtool.words import say

LOCK_FILES = (
    "requirements.txt", "requirements-embedded.txt", "requirements-dev.txt", "requirements-node.txt",
    "requirements-bench.txt", "package-lock.json",
)  # fmt: skip
PYTHON_PLACES = ("apps", "efincloud", "devtool", "fixtures", "tests", "dev", "manage.py")
TEMPLATES = "templates"

Outcome = tuple[bool, str]  # whether it passed, and what there is to say


@dataclass(frozen=True)
class Step:
    name: str
    run: Callable[[], Outcome]


def run(environment: Environment, *, fix: bool) -> int:
    """0 when every step passes, else 1. A step that fails shows all that it said."""
    failed = 0
    for step in steps(environment, fix=fix):
        began = time.monotonic()
        passed, said = step.run()
        if not passed:
            failed += 1
            print(said.rstrip())
        print(f"{'ok  ' if passed else 'FAIL'} {step.name:<18} {time.monotonic() - began:5.1f} s", flush=True)
    say("all checks pass" if not failed else f"{failed} of the checks failed")
    return min(failed, 1)


def steps(environment: Environment, *, fix: bool) -> list[Step]:
    root, tools = environment.root, environment.bin
    env = environment.clean_env() | {"DJANGO_SETTINGS_MODULE": "efincloud.settings.test"}
    places = [place for place in PYTHON_PLACES if (root / place).exists()]

    def tool(name: str, *arguments: str | Path, env: dict[str, str] = env) -> Step:
        command = [str(part) for part in arguments]
        return Step(name, lambda: told(subprocess.run(command, cwd=root, env=env, capture_output=True, text=True)))

    return [
        tool("format", tools / "ruff", "format", *([] if fix else ["--check", "--quiet", "--diff"]), *places),
        tool("lint", tools / "ruff", "check", *(["--fix"] if fix else []), *places),
        tool("types", tools / "mypy"),
        tool("import contracts", tools / "lint-imports", "--no-logo"),
        # with no server the command could only warn that it cannot look into the table of applied migrations
        tool(
            "models migrated", tools / "python", "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"
        ),
        tool("migrations undone", tools / "python", "-m", "devtool.reversible"),
        tool("templates", tools / "djlint", TEMPLATES, "--lint", "--quiet"),
        tool("wording", tools / "python", "-m", "devtool.wording"),
        Step("docs", lambda: problems(docs.check(root))),
        Step("lock files", lambda: problems(addresses_in_locks(root))),
    ]


def told(done: subprocess.CompletedProcess[str]) -> Outcome:
    return done.returncode == 0, done.stdout + done.stderr


def problems(found: list[str]) -> Outcome:
    return not found, "\n".join(found)


def addresses_in_locks(root: Path) -> list[str]:
    """Lock files name packages and hashes; where they come from is the business of whoever installs."""
    found = []
    for name in LOCK_FILES:
        path = root / name
        lines = path.read_text().splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            if re.search(r'"resolved"|^\s*--(extra-)?index-url|^\s*--find-links|@ (https?|file):', line):
                found.append(f"{name}:{number}: {line.strip()}")
    return found
