"""./dev run: everything up, then kept up until Ctrl-C, a termination, or a child that will not stay."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path

from devtool.places import Home, lasting_home, run_folder, run_lock
from devtool.process import Child, server_account
from devtool.stack import Stack
from devtool.venv import PRODUCT, Environment, prepare
from devtool.words import Refusal, say, tail

HOST = "127.0.0.1"
SETTINGS = "efincloud.settings.dev"
READY_SECONDS = 120
PROBE_SECONDS = 5.0
SIMULATED = {"COREBANK": "corebank_sim", "TA": "ta_sim"}  # the systems outside: setting, and the command that stands in
RESTARTS, WINDOW_SECONDS = 5, 60.0  # a child that ends more often than this ends the run


def run(root: Path, port: int) -> int:
    began = time.monotonic()
    lock = run_lock(root)
    if not lock.try_take("./dev run"):
        raise Refusal(f"{lock.holder()} already works in this checkout: stop it first, or use another clone")
    listener = listen(port)
    environment = prepare(root, *PRODUCT)
    home = lasting_home(root, server_account(), lock)
    with Stack(home, environment.site_packages, durable=True) as stack:
        env = environment.clean_env() | stack.env | {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUNBUFFERED": "1"}
        crew = Crew(stack)
        try:
            for name, command in SIMULATED.items():
                if f"{name}_URL" not in env:
                    env[f"{name}_URL"] = f"http://{HOST}:{(taken := free_port())}"
                    crew.start(simulated(environment, home, env, command, taken))
            crew.start(web(environment, home, env, listener))  # it loads while the tables are filled
            fill(environment, env)
            home.filled.touch()
            crew.start(*workers(environment, home, env))
            wait_until_healthy(listener.getsockname()[1], crew.keep_up)
            publish_env(root, env)
            greet(environment, env, port, time.monotonic() - began)
            while True:
                crew.keep_up()
                time.sleep(0.5)
        except KeyboardInterrupt:
            say("stopping")
            return 0
        finally:
            (run_folder(root) / "env").unlink(missing_ok=True)
            crew.stop()


def listen(port: int) -> socket.socket:
    """The listening socket of the pages, held by ./dev itself: no other server can answer our probes on this port."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(512)
    except OSError as error:
        raise Refusal(f"port {port} cannot be had ({error.strerror}): ./dev run --port N takes another") from error
    return listener


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def fill(environment: Environment, env: dict[str, str]) -> None:
    """The tables and the demo story, both idempotent. Refusal with the command's last words when it fails."""
    log = run_folder(environment.root) / "logs" / "fill.log"
    with log.open("wb") as out:
        for command in ("migrate", "load_demo"):
            say(f"manage.py {command}")
            call = [str(environment.python), "manage.py", command]
            done = subprocess.run(call, cwd=environment.root, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
            if done.returncode:
                raise Refusal(f"manage.py {command} failed, see {log}:\n{tail(log)}")


def simulated(environment: Environment, home: Home, env: dict[str, str], command: str, port: int) -> Child:
    """A system outside that the demo deals with. It remembers its dealings as long as the database does ours."""
    name = command.removesuffix("_sim")
    state = run_folder(environment.root) / f"{name}.state"
    call: list[str | Path] = [environment.python, "manage.py", command, "--port", str(port), "--state", state]
    return Child(name, call, home.logs / f"{name}.log", env, environment.root)


def web(environment: Environment, home: Home, env: dict[str, str], listener: socket.socket) -> Child:
    command: list[str | Path] = [environment.python, "-m", "devtool.web", str(listener.fileno())]
    return Child("web", command, home.logs / "web.log", env, environment.root, pass_fds=(listener.fileno(),))


def workers(environment: Environment, home: Home, env: dict[str, str]) -> list[Child]:
    python, root, logs = environment.python, environment.root, home.logs
    celery: list[str | Path] = [python, "-m", "celery", "-A", "efincloud", "worker", "-c", "2", "-l", "INFO"]
    relay: list[str | Path] = [python, "manage.py", "relay"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        # SIGQUIT ends its pool of processes with it; what they held is taken up again (core.jobs)
        Child("worker", [*celery, *quiet], logs / "worker.log", env, root, death_signal=signal.SIGQUIT),
        Child("relay", relay, logs / "relay.log", env, root),
    ]


class Crew:
    """The servers and the processes of the product: started in order, restarted with a bound, stopped in reverse."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.apps: list[Child] = []
        self.starts: dict[str, Callable[[], None]] = {server.child.name: server.start for server in stack.servers}
        self.ends: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=RESTARTS + 1))

    @property
    def children(self) -> list[Child]:
        return [*self.stack.children, *self.apps]

    def start(self, *children: Child) -> None:
        for child in children:
            child.log.unlink(missing_ok=True)
            self.apps.append(child)
            self.starts[child.name] = child.start
            child.start()
        self.stack.home.roll.write(self.children)

    def keep_up(self) -> None:
        """Start again what has ended; Refusal with its last words when it ends too often."""
        for child in self.children:
            if child.running:
                continue
            code = child.process.returncode if child.process else None
            child.end()  # what is left of its group
            times = self.ends[child.name]
            times.append(time.monotonic())
            if len(times) > RESTARTS and times[-1] - times[0] < WINDOW_SECONDS:
                raise Refusal(f"{child.name} ended {len(times)} times in a row, giving up:\n{tail(child.log)}")
            say(f"{child.name} ended ({ending(code)}), starting it again")
            self.starts[child.name]()
            self.stack.home.roll.write(self.children)

    def stop(self) -> None:
        for child in self.apps:
            child.ask_to_stop()
        for child in self.apps:
            child.end()


def ending(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit {code}"


def wait_until_healthy(port: int, keep_up: Callable[[], None]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        keep_up()
        connection = http.client.HTTPConnection(HOST, port, timeout=PROBE_SECONDS)
        try:
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            if response.status == 200:
                return
            answer = f"{response.status} {response.read(500).decode(errors='replace')}"
        except OSError as error:
            answer = str(error)
        finally:
            connection.close()
        time.sleep(0.2)
    raise Refusal(f"/healthz did not answer 200 in {READY_SECONDS} s: {answer}")


def greet(environment: Environment, env: dict[str, str], port: int, seconds: float) -> None:
    say(f"ready in {seconds:.0f} s, logs in .run/logs, Ctrl-C stops everything")
    print(f"\n  http://{HOST}:{port}/\n", flush=True)
    subprocess.run([str(environment.python), "manage.py", "demo_logins"], cwd=environment.root, env=env)


def publish_env(root: Path, env: dict[str, str]) -> None:
    """Where the running stack is, for ./dev manage; readable by us alone, since a given URL may hold a password."""
    path = run_folder(root) / "env"
    path.unlink(missing_ok=True)
    names = ("DATABASE_URL", "REDIS_URL", *(f"{name}_URL" for name in SIMULATED), "PG_BIN", "SEAL_HEADS_DIR")
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write("".join(f"{name}={env[name]}\n" for name in names if name in env))


def running_env(root: Path) -> dict[str, str] | None:
    """The addresses of the ./dev run that holds this checkout, once it is ready; None when there is none."""
    lock = run_lock(root)
    deadline = time.monotonic() + READY_SECONDS
    told = False
    while lock.taken and lock.holder().startswith("./dev run") and time.monotonic() < deadline:
        try:
            lines = (run_folder(root) / "env").read_text().splitlines()
            return dict(line.split("=", 1) for line in lines)
        except FileNotFoundError:
            if not told:
                say("waiting for ./dev run to be ready")
                told = True
            time.sleep(0.3)
    return None
