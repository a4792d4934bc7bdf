"""The life of ./dev run with real servers and a toy product: start, refusal, kill -9, recovery, orderly end."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devtool.places import ROOT
from devtool.process import birth
from devtool.supervisor import free_port
from devtool.venv import PRODUCT, Environment

from .conftest import PATIENCE

MANAGE = """
import os, sys, time
command = sys.argv[1]
if command == "migrate":
    import psycopg
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz DEFAULT now())")
        connection.execute("INSERT INTO starts DEFAULT VALUES")
elif command == "count_starts":
    import psycopg
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        print(connection.execute("SELECT count(*) FROM starts").fetchone()[0])
elif command == "demo_logins":
    print("demo: 13800000001")
elif command in ("relay", "corebank_sim", "ta_sim"):
    time.sleep(600)
"""
ASGI = """
async def application(scope, receive, send):
    status = 200 if scope["path"] == "/healthz" else 404
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"toy"})
"""
CELERY = """
import os
from celery import Celery
app = Celery("efincloud", broker=os.environ["REDIS_URL"].replace("unix://", "redis+socket://"))
"""


@pytest.fixture
def toy(checkout: Path) -> Path:
    """A checkout with the real tool and the real packages (linked), and a product of three small files."""
    (checkout / "devtool" / "assets.py").write_text("def ensure(root): ...")
    (checkout / "manage.py").write_text(MANAGE)
    (checkout / "efincloud" / "settings").mkdir(parents=True)
    (checkout / "efincloud" / "settings" / "dev.py").write_text('SECRET_KEY = "toy"\n')
    (checkout / "efincloud" / "asgi.py").write_text(ASGI)
    (checkout / "efincloud" / "__init__.py").write_text("from .celery import app as celery_app\n")
    (checkout / "efincloud" / "celery.py").write_text(CELERY)
    environment = Environment(checkout)
    environment.folder.mkdir()
    real = Path(sysconfig.get_path("purelib")).parents[2]
    for name in ("bin", "lib", "pyvenv.cfg"):
        (environment.folder / name).symlink_to(real / name)
    environment.stamps.mkdir()
    for name in PRODUCT:
        shutil.copy(ROOT / name, checkout)
        (environment.stamps / name).write_text(environment._stamp(name))
    return checkout


def as_a_script_does() -> None:
    """What a shell without job control does before it starts something in the background."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)


class Run:
    def __init__(self, checkout: Path, port: int) -> None:
        self.checkout, self.port = checkout, port
        self.said = checkout / "said.txt"
        with self.said.open("wb") as out:
            command = [sys.executable, "dev", "run", "--port", str(port)]
            self.process = subprocess.Popen(command, cwd=checkout, stdout=out, stderr=out, preexec_fn=as_a_script_does)

    def until_ready(self) -> "Run":
        self.until(lambda: self.process.poll() is not None or "13800000001" in self.said.read_text())
        assert self.process.poll() is None, self.said.read_text()
        return self

    def answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as page:
            return page.read() == b"toy"
        return False

    def processes(self) -> dict[int, str]:
        """Everything that works for this run, by the folder in its command line or environment."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                marks = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                pid = int(folder.name)
                if str(self.checkout).encode() in marks and pid != self.process.pid and birth(pid):
                    found[pid] = marks.replace(b"\0", b" ").decode(errors="replace")[:200]
        return found

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"{self.processes()}\n{self.said.read_text()}"
            time.sleep(0.05)


@pytest.fixture
def start(toy: Path) -> Iterator[type[Run]]:
    runs: list[Run] = []

    class Started(Run):
        def __init__(self) -> None:
            super().__init__(toy, free_port())
            runs.append(self)

    yield Started
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.process.wait(PATIENCE)


def count_starts(checkout: Path) -> str:
    command = [sys.executable, "dev", "manage", "count_starts"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=PATIENCE).stdout.strip()


def test_start_refusal_manage_and_orderly_end(toy: Path, start: type[Run]) -> None:
    run = start().until_ready()  # type: ignore[call-arg]
    assert run.answers()
    assert f"http://127.0.0.1:{run.port}/" in run.said.read_text()

    second = subprocess.run([sys.executable, "dev", "run"], cwd=toy, capture_output=True, text=True, timeout=PATIENCE)
    assert second.returncode == 1
    assert f"./dev run (process {run.process.pid}) already works in this checkout" in second.stderr

    assert count_starts(toy) == "1"  # on the running stack
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(PATIENCE) == 0
    assert run.said.read_text().endswith("[dev] stopping\n")
    assert run.processes() == {}
    assert count_starts(toy) == "1"  # on a stack started for it, with the same data
    assert run.processes() == {}


def test_kill_9_of_dev_takes_everything_down_and_the_next_run_recovers(toy: Path, start: type[Run]) -> None:
    run = start().until_ready()  # type: ignore[call-arg]
    run.until(lambda: len(run.processes()) >= 8)  # two servers, web, relay, core bank, a worker and its pool of two
    run.process.kill()
    run.process.wait()
    again = start().until_ready()  # type: ignore[call-arg]
    assert again.answers()
    assert count_starts(toy) == "2"
    again.process.kill()
    again.process.wait()
    again.until(lambda: not again.processes())


@pytest.mark.slow
def test_kill_9_of_any_child_is_mended_while_it_runs(toy: Path, start: type[Run]) -> None:
    run = start().until_ready()  # type: ignore[call-arg]
    for name in ("valkey-server", "devtool.web", "manage.py relay", "bin/postgres -D", "celery"):
        [pid, *_] = sorted(pid for pid, line in run.processes().items() if name in line)
        os.kill(pid, signal.SIGKILL)
        run.until(lambda: "starting it again" in run.said.read_text() and run.answers())
        run.said.write_text("")
    assert count_starts(toy) == "1"
    assert run.process.poll() is None


@pytest.mark.slow
def test_two_clones_run_beside_each_other(
    toy: Path, start: type[Run], tmp_path_factory: pytest.TempPathFactory
) -> None:
    run = start().until_ready()  # type: ignore[call-arg]
    other = toy.parent / "other"
    shutil.copytree(toy, other, symlinks=True, ignore=shutil.ignore_patterns(".run"))
    for name in PRODUCT:
        (other / ".venv" / "dev-stamps" / name).write_text(Environment(other)._stamp(name))
    beside = Run(other, free_port()).until_ready()
    assert run.answers()
    assert beside.answers()
    beside.process.terminate()
    assert beside.process.wait(PATIENCE) == 0
    assert run.answers()
