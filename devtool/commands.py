"""What each command of ./dev does, in the order in which it does it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
from pathlib import Path

from devtool import checks, requirements, supervisor
from devtool.places import lasting_home, run_lock, throw_away_home
from devtool.process import dies_with_parent, server_account
from devtool.stack import Stack
from devtool.venv import PRODUCT, TESTS, Environment, prepare
from devtool.words import Refusal, say

TEST_SETTINGS = "efincloud.settings.test"
SERVERLESS = {
    "help", "--help", "-h", "--version", "version", "makemigrations", "spectacular", "collectstatic", "make_payroll",
    "verify_receipt",
}  # fmt: skip


def foreground(command: list[str | Path], env: dict[str, str], cwd: Path) -> int:
    """Run a command on our own terminal and hand back its exit code."""
    child = subprocess.Popen(
        [str(part) for part in command], env=env, cwd=cwd, preexec_fn=dies_with_parent(signal.SIGTERM)
    )
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise


def run(root: Path, options: argparse.Namespace, rest: list[str]) -> int:
    return supervisor.run(root, options.port)


def test(root: Path, options: argparse.Namespace, rest: list[str]) -> int:
    """The set-up, then pytest; its summary is the last thing said and its exit code is ours."""
    environment = prepare(root, *TESTS)
    marks = [] if options.slow or "-m" in rest else ["-m", "not slow"]
    with Stack(
        throw_away_home(server_account(), durable=options.slow), environment.site_packages, durable=options.slow
    ) as stack:
        env = environment.clean_env() | stack.env | {"DJANGO_SETTINGS_MODULE": TEST_SETTINGS}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # both workers and all they start would compile everything anew
        return foreground(
            [environment.python, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *marks, *rest], env, root
        )


def check(root: Path, options: argparse.Namespace, rest: list[str]) -> int:
    environment = Environment(root)
    environment.ensure(*TESTS)
    return checks.run(environment, fix=options.fix)


def bench(root: Path, options: argparse.Namespace, rest: list[str]) -> int:
    names = sorted(path.stem for path in (root / "tests" / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not rest or rest[0] not in names:
        raise Refusal(f"./dev bench NAME, one of: {', '.join(names) or 'none yet'}")
    environment = Environment(root)
    environment.ensure(*TESTS)
    with Stack(throw_away_home(server_account(), durable=True), environment.site_packages, durable=True) as stack:
        env = environment.clean_env() | stack.env | {"DJANGO_SETTINGS_MODULE": TEST_SETTINGS}
        return foreground([environment.python, "-m", f"tests.bench.{rest[0]}", *rest[1:]], env, root)


def manage(root: Path, options: argparse.Namespace, rest: list[str]) -> int:
    """manage.py: with no server where the command needs none, on the running stack, or on one started for it."""
    environment = Environment(root)
    environment.ensure(*PRODUCT)
    env = environment.clean_env() | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", supervisor.SETTINGS)
    }
    command: list[str | Path] = [environment.python, root / "manage.py", *rest]
    if not needs_servers(rest):
        return foreground(command, env, Path.cwd())  # a file is named from where one stands
    lock = run_lock(root)
    if not lock.try_take("./dev manage"):
        running = supervisor.running_env(root)
        if running is not None:
            return foreground(command, env | running, Path.cwd())
        lock.take("./dev manage")
    with Stack(lasting_home(root, server_account(), lock), environment.site_packages, durable=True) as stack:
        env |= stack.env
        if stack.postgres and not stack.home.filled.exists() and rest[0] != "migrate":
            say("a new database: bringing it to the demo story first")
            supervisor.fill(environment, env)
            stack.home.filled.touch()
        return foreground(command, env, Path.cwd())


def needs_servers(arguments: list[str]) -> bool:
    """Whether a management command reads or writes the database. check_payroll does so only for an enterprise."""
    if not arguments or arguments[0] in SERVERLESS or {"-h", "--help"} & set(arguments):
        return False
    if arguments[0] == "check_payroll":
        return any(argument.split("=")[0] == "--enterprise" for argument in arguments)
    return True


def lock(root: Path, options: argparse.Namespace, rest: list[str]) -> int:
    environment = Environment(root)
    environment.ensure(*TESTS)
    return requirements.compile_all(environment)
