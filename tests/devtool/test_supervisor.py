"""./dev run keeps its processes up, within bounds, and is not fooled by somebody else's server."""

import http.server
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtool import supervisor
from devtool.places import Home, run_folder, run_lock
from devtool.process import Child, Roll, birth
from devtool.stack import Stack
from devtool.supervisor import Crew, free_port, listen, publish_env, running_env, wait_until_healthy
from devtool.words import Refusal

from .conftest import PATIENCE

ENV = {"PATH": os.environ["PATH"]}


class AlwaysWell(http.server.BaseHTTPRequestHandler):
    """Another server, that answers 200 to whatever it is asked."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None: ...


@pytest.fixture
def strangers_port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), AlwaysWell) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def crew_of(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *children: Child) -> Crew:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/own")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example")
    crew = Crew(Stack(home, tmp_path, durable=False))
    crew.start(*children)
    return crew


def child(name: str, tmp_path: Path, *command: str) -> Child:
    return Child(name, command, tmp_path / f"{name}.log", ENV, tmp_path)


def until_ended(child: Child) -> None:
    deadline = time.monotonic() + PATIENCE
    while child.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not child.running


def test_a_port_where_another_server_answers_is_refused(strangers_port: int) -> None:
    with pytest.raises(Refusal, match=f"port {strangers_port} cannot be had"):
        listen(strangers_port)


def test_the_probe_hears_only_who_holds_our_own_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """While ./dev listens nobody else can answer on the port, so silence stays silence."""
    monkeypatch.setattr(supervisor, "READY_SECONDS", 1)
    monkeypatch.setattr(supervisor, "PROBE_SECONDS", 0.2)
    with listen(free_port()) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            http.server.HTTPServer(("127.0.0.1", port), AlwaysWell)
        with pytest.raises(Refusal, match="/healthz did not answer 200"):
            wait_until_healthy(port, lambda: None)


def test_the_probe_is_content_with_200_from_healthz(strangers_port: int) -> None:
    wait_until_healthy(strangers_port, lambda: None)


def test_a_child_that_was_killed_is_started_again_with_a_word(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    relay = child("relay", tmp_path, "sleep", "600")
    crew = crew_of(home, tmp_path, monkeypatch, relay)
    assert relay.process is not None
    first = relay.process.pid
    os.kill(first, signal.SIGKILL)
    until_ended(relay)
    crew.keep_up()
    assert relay.running
    assert relay.process.pid != first
    assert "relay ended (SIGKILL), starting it again" in capfd.readouterr().err
    crew.stop()
    assert not relay.running


def test_a_child_heeds_what_a_background_shell_had_us_ignore(tmp_path: Path) -> None:
    """A worker that is still starting has no handlers of its own when ./dev is killed."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        for number in before:
            worker = child("worker", tmp_path, "sleep", "600")
            worker.start()
            assert worker.process is not None
            worker.process.send_signal(number)
            assert worker.process.wait(PATIENCE) == -number
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_child_that_will_not_stay_ends_the_run_with_its_last_words(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = child("worker", tmp_path, "sh", "-c", "echo no broker here; exit 3")
    crew = crew_of(home, tmp_path, monkeypatch, worker)
    rounds = 0
    with pytest.raises(Refusal, match=r"worker ended 6 times in a row, giving up:\n(no broker here\n?)+"):
        for rounds in range(1, 20):  # noqa: B007
            until_ended(worker)
            crew.keep_up()
    assert rounds == supervisor.RESTARTS + 1


def test_stopping_takes_the_whole_group_and_does_not_wait_for_ever(home: Home, tmp_path: Path) -> None:
    stubborn = child("worker", tmp_path, "sh", "-c", "trap '' TERM; sleep 601 & echo $!; wait; wait")
    stubborn.patience = 0.3
    stubborn.start()
    while not stubborn.log.read_text():
        time.sleep(0.01)
    grandchild = int(stubborn.log.read_text())
    stubborn.ask_to_stop()
    stubborn.end()
    deadline = time.monotonic() + PATIENCE
    while birth(grandchild) is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert birth(grandchild) is None
    assert not stubborn.running


def test_the_next_run_ends_what_the_last_one_left_and_nobody_else(tmp_path: Path) -> None:
    left, stranger = child("left", tmp_path, "sleep", "600"), child("stranger", tmp_path, "sleep", "600")
    left.start()
    stranger.start()
    assert left.process is not None
    assert stranger.process is not None
    roll = Roll(tmp_path / "children.json")
    roll.write([left])
    recorded = roll.path.read_text()
    roll.path.write_text(recorded[:-1] + f', "{stranger.process.pid}": "born long ago"}}')  # the number was used again
    assert roll.end_leftovers() == 1
    assert left.process.wait(PATIENCE) == -signal.SIGTERM
    assert stranger.running
    stranger.ask_to_stop()
    stranger.end()
    assert roll.end_leftovers() == 0


def test_dev_manage_finds_the_running_stack_only_while_it_runs(tmp_path: Path) -> None:
    lock = run_lock(tmp_path)
    assert lock.try_take("./dev run")
    publish_env(tmp_path, {"DATABASE_URL": "postgresql://x/?a=b", "REDIS_URL": "unix:///r", "HOME": "/root"})
    assert (run_folder(tmp_path) / "env").stat().st_mode & 0o777 == 0o600
    assert running_env(tmp_path) == {"DATABASE_URL": "postgresql://x/?a=b", "REDIS_URL": "unix:///r"}
    lock.release()  # killed: the file is still there
    assert running_env(tmp_path) is None


def test_a_free_port_is_free() -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", free_port()))
