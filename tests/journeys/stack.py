"""The whole house for a journey: a database of its own with the demo story, and real processes in front of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
UP_SECONDS = 60


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class House:
    """Where it is, and how to ask its command line something."""

    url: str
    env: dict[str, str]
    folder: Path
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            child = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.env, stdout=log, stderr=log)
        self.children.append(child)

    def stop(self) -> None:
        for child in self.children:
            child.send_signal(signal.SIGTERM)
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def own_database(server_url: str, name: str) -> Iterator[str]:
    """A new database on the tests' server, gone afterwards; gives its URL."""
    parts = urlsplit(server_url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(parts._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_house(folder: Path) -> Iterator[House]:
    """Migrates, loads the story, starts web, worker, relay and the simulated core bank; stops all at the end."""
    web, core = free_port(), free_port()
    with own_database(os.environ["DATABASE_URL"], f"journeys_{os.getpid()}") as database:
        env = os.environ | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "efincloud.settings.dev",
            "COREBANK_URL": f"http://127.0.0.1:{core}",
        }
        house = House(f"http://127.0.0.1:{web}", env, folder)
        house.manage("migrate", "--verbosity", "0")
        house.manage("load_demo", "--small")
        try:
            house.start("corebank", "manage.py", "corebank_sim", "--port", str(core))
            house.start("relay", "manage.py", "relay")
            house.start("worker", "-m", "celery", "-A", "efincloud", "worker", "-c", "1", "-l", "WARNING")
            house.start(
                "web", "-m", "uvicorn", "efincloud.asgi:application", "--port", str(web), "--log-level", "warning"
            )
            wait_until_up(house)
            yield house
        finally:
            house.stop()


def wait_until_up(house: House) -> None:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{house.url}/healthz", timeout=2) as answer:
                if all(state == "up" for state in json.load(answer).values()):
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the house is not up: " + (house.folder / "web.log").read_text()[-2000:])
