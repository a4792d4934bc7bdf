"""Real processes for a conversation: several web servers on the test's own database, and a Valkey to be maltreated."""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from apps.core.testing import failpoints
from apps.identity.models import User
from devtool.binaries import valkey_server
from devtool.places import ROOT, throw_away_home
from devtool.process import server_account
from devtool.valkey import Valkey
from tests.daifutong.cast import Colleague
from tests.tongxinbao.cast import Stage

from .reference_client import Client

UP_SECONDS = 90
UVICORN = ("--host", "127.0.0.1", "--lifespan", "off", "--no-access-log", "--ws-per-message-deflate", "false",
           "--log-level", "warning")  # fmt: skip


@dataclass
class Servers:
    """`ports` of the web servers; a killed one is started again on the same port."""

    env: dict[str, str]
    valkey: Valkey
    folder: Path
    ports: list[int] = field(default_factory=list)
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    spared: int = 0  # the database backend of the test itself

    def begin(self, port: int, *, point: str = "") -> None:
        """Starts one; with `point` it kills itself there."""
        with (self.folder / f"web-{port}.log").open("ab") as log:
            self.processes[port] = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "efincloud.asgi:application", *UVICORN, "--port", str(port)],
                cwd=ROOT, env=self.env | {failpoints.VARIABLE: point}, stdout=log, stderr=log,
            )  # fmt: skip

    def wait(self, port: int) -> None:
        end = time.monotonic() + UP_SECONDS
        while time.monotonic() < end:
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / f"web-{port}.log").read_text()[-2000:])

    def kill(self, port: int) -> None:
        self.processes[port].kill()
        self.processes[port].wait()

    def again(self, port: int) -> None:
        self.begin(port)
        self.wait(port)

    def said(self, port: int) -> str:
        return (self.folder / f"web-{port}.log").read_text()

    def stop_valkey(self, seconds: float) -> None:
        """Valkey answers nothing for so long: SIGSTOP."""
        assert self.valkey.child.process is not None
        os.kill(self.valkey.child.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.valkey.child.process.pid, signal.SIGCONT)

    def client(self, stage: Stage, who: Colleague, port: int, **changes: bool) -> Client:
        """A phone of one person at one of the servers; to be entered with `async with`."""
        origin = f"http://127.0.0.1:{port}"
        return Client(f"ws://127.0.0.1:{port}/ws/imessage/", cookie_of(stage, who), origin, **changes)


def cookie_of(stage: Stage, who: Colleague) -> str:
    """A signed-in browser's cookie."""
    browser = Browser()
    user = User.objects.get(pk=stage.lender(who).user_id)
    browser.force_login(user)
    session = browser.session
    session["device_id"] = str(stage.lender(who).device_id)
    session.save()
    UserSession.objects.get_or_create(
        session_key=session.session_key, defaults={"user": user, "ip": "127.0.0.1", "user_agent": "test"}
    )
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def running_servers(folder: Path, count: int = 2) -> Iterator[Servers]:
    """`count` web servers on the database that this test uses, and a Valkey of their own."""
    account = server_account()
    home = throw_away_home(account, durable=False)
    valkey = Valkey(valkey_server(Path(sysconfig.get_paths()["purelib"]), account), home)
    valkey.start()
    head, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{head.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "efincloud.settings.test", "DATABASE_URL": url, "REDIS_URL": valkey.url
    }  # fmt: skip
    servers = Servers(env, valkey, folder)
    try:
        for _ in range(count):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                servers.ports.append(probe.getsockname()[1])
            servers.begin(servers.ports[-1])
        for port in servers.ports:
            servers.wait(port)
        yield servers
    finally:
        for process in servers.processes.values():
            process.kill()
            process.wait()
        valkey.child.ask_to_stop()
        valkey.child.end()
        home.close()
