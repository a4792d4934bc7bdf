"""The servers of the chat's bench: ours, and the baselines; each a process of its own whose CPU and memory are read."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench._harness import BASELINE

UP_SECONDS = 90
TICKS = os.sysconf("SC_CLK_TCK")
UVICORN = ("--host", "127.0.0.1", "--lifespan", "off", "--no-access-log", "--ws-per-message-deflate", "false",
           "--log-level", "warning", "--ws-ping-interval", "600", "--ws-ping-timeout", "600")  # fmt: skip


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def kib(self) -> int:
        """Resident memory."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@contextmanager
def running(command: list[str | Path], env: dict[str, str], port: int, cwd: Path | None = None) -> Iterator[Server]:
    process = subprocess.Popen([str(part) for part in command], env=env, cwd=cwd)
    try:
        end = time.monotonic() + UP_SECONDS
        while True:
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[:4]} did not start")
            time.sleep(0.05)
        yield Server(port, process.pid)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def ours() -> Iterator[Server]:
    """One process of the product on the bench's database."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "efincloud.asgi:application", *UVICORN, "--port", str(port)]
    with running(command, dict(os.environ), port) as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "chat_bare:app", *UVICORN, "--port", str(port)]
    with running(command, dict(os.environ), port, cwd=BASELINE) as server:
        yield server


@contextmanager
def channels(python: Path) -> Iterator[Server]:
    """In the benches' environment, which has channels_redis."""
    port = free_port()
    command = [python, "-m", "uvicorn", "chat_channels:app", *UVICORN, "--port", str(port)]
    with running(command, dict(os.environ), port, cwd=BASELINE) as server:
        yield server


@contextmanager
def websockets() -> Iterator[Server]:
    port = free_port()
    with running([sys.executable, BASELINE / "chat_websockets.py", str(port)], dict(os.environ), port) as server:
        yield server
