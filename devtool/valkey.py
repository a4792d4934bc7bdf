"""A Valkey of the checkout's own, on a private unix socket. It keeps nothing: state lives in PostgreSQL."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from devtool.places import Home
from devtool.process import Child
from devtool.words import Refusal, tail

START_SECONDS = 20


class Valkey:
    def __init__(self, program: Path, home: Home) -> None:
        self.socket = home.sockets / "valkey.sock"
        options: dict[str, str | Path] = {
            "--port": "0",
            "--unixsocket": self.socket,
            "--unixsocketperm": "700",
            "--dir": home.sockets,
            "--save": "",
            "--appendonly": "no",
            "--maxmemory": "256mb",
        }
        command: list[str | Path] = [program, *(part for pair in options.items() for part in pair)]
        self.child = Child("valkey", command, home.logs / "valkey.log", {"LANG": "C.UTF-8"}, account=home.account)

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Returns when it answers a PING; Refusal with its last words when it does not."""
        self.socket.unlink(missing_ok=True)
        self.child.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.child.running or time.monotonic() > deadline:
                self.child.end()
                raise Refusal(f"Valkey did not start:\n{tail(self.child.log)}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(7) == b"+PONG\r\n"
        except OSError:
            return False
