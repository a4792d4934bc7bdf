"""The whole house for a journey: a database of its own with the demo story, and real processes in front of it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from devtool.places import ROOT
from devtool.process import dies_with_parent
from devtool.supervisor import SIMULATED, free_port, listen

UP_SECONDS, STOP_SECONDS, COMMAND_SECONDS, ADVANCE_TRIES = 180, 30, 300, 20


@dataclass
class House:
    """Where it is, and how to ask its command line something."""

    url: str
    env: dict[str, str]
    folder: Path
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )

    def manage(self, *arguments: str) -> str:
        done = self._run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def advance(self, day: date) -> None:
        """Closes days until this one is open. What the worker has not finished yet keeps a day open: asked again."""
        for _ in range(ADVANCE_TRIES):
            done = self._run("close_day", "--to", str(day))
            if done.returncode == 0:
                return
            time.sleep(UP_SECONDS / ADVANCE_TRIES)
        raise AssertionError(done.stdout + done.stderr)

    def start(self, name: str, *command: str, pass_fds: tuple[int, ...] = ()) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.env, stdout=log, stderr=log, pass_fds=pass_fds,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )  # fmt: skip
        self.children.append(child)

    def stop(self) -> None:
        for child in self.children:
            child.send_signal(signal.SIGTERM)
        for child in self.children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def own_database(server_url: str, name: str, story: str) -> Iterator[str]:
    """A copy of the story's database on the tests' server, gone afterwards; gives its URL."""
    parts = urlsplit(server_url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{story}"')
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_house(folder: Path, story: str) -> Iterator[House]:
    """Web, worker, relay and the simulated systems outside on a copy of the database `story`; stops all at the end."""
    outside = {name: free_port() for name in SIMULATED}
    with (
        own_database(os.environ["DATABASE_URL"], f"journeys_{os.getpid()}_{folder.name}", story) as database,
        listen(0) as pages,
    ):
        urls = {f"{name}_URL": f"http://127.0.0.1:{port}" for name, port in outside.items()}
        env = os.environ | {"DATABASE_URL": database, **urls}
        house = House(f"http://127.0.0.1:{pages.getsockname()[1]}", env, folder)
        try:
            house.start("web", "-m", "devtool.web", str(pages.fileno()), pass_fds=(pages.fileno(),))
            for name, port in outside.items():
                house.start(name.lower(), "manage.py", SIMULATED[name], "--port", str(port))
            house.start("relay", "manage.py", "relay")
            house.start("worker", "-m", "celery", "-A", "efincloud", "worker", "-c", "1", "-l", "WARNING")
            wait_until_up(house)
            yield house
        finally:
            house.stop()


def wait_until_up(house: House) -> None:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{house.url}/healthz", timeout=UP_SECONDS) as answer:
            if all(state == "up" for state in json.load(answer).values()):
                return
        time.sleep(0.2)
    raise AssertionError("the house is not up: " + (house.folder / "web.log").read_text()[-2000:])
