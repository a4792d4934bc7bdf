"""The environment `.venv`, made from the hash-pinned requirement files and stamped with what went into it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devtool import assets
from devtool.places import Lock, run_folder
from devtool.words import Refusal, say, tail

PRODUCT = ("requirements.txt", "requirements-embedded.txt")
TESTS = (*PRODUCT, "requirements-dev.txt")


class Environment:
    """`.venv` of a checkout. `ensure()` is cheap when the stamp says that everything is there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.bin = self.folder / "bin"
        self.python = self.bin / "python"
        self.stamps = self.folder / "dev-stamps"
        self.unfinished = self.folder / "dev-unfinished"

    @property
    def site_packages(self) -> Path:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / "lib" / version / "site-packages"

    def ensure(self, *requirement_files: str) -> None:
        """Make or mend the environment until it holds these files. Refusal with pip's words when that fails."""
        if not self._missing(requirement_files):
            return
        lock = Lock(run_folder(self.root) / "venv.lock")
        lock.take("another ./dev installing packages")
        try:
            missing = self._missing(requirement_files)
            if missing:
                self._make()
                self._install(missing)
        finally:
            lock.release()

    def _stamp(self, name: str) -> str:
        """What the stamp of a file says when it is in: its hash, and where and for which Python."""
        digest = hashlib.sha256((self.root / name).read_bytes()).hexdigest()
        return f"{digest} {sys.version_info[:2]} {self.folder}"

    def _missing(self, names: tuple[str, ...]) -> list[str]:
        if self.unfinished.exists():
            return list(names)
        return [name for name in names if self._read(self.stamps / name) != self._stamp(name)]

    @staticmethod
    def _read(path: Path) -> str:
        try:
            return path.read_text()
        except OSError:
            return ""

    def _make(self) -> None:
        """A half-made environment (killed while pip wrote) is made anew; a sound one of any origin is kept."""
        stamped = [self._read(stamp) for stamp in self.stamps.glob("*")]
        moved = any(not stamp.endswith(f"{sys.version_info[:2]} {self.folder}") for stamp in stamped)
        sound = not self.unfinished.exists() and not moved and self._works()
        if sound:
            return
        say("making .venv")
        python = getattr(sys, "_base_executable", sys.executable)
        done = subprocess.run([python, "-m", "venv", "--clear", str(self.folder)], capture_output=True, text=True)
        if done.returncode:
            hint = "\nOn Debian and Ubuntu: apt-get install python3-venv" if "ensurepip" in done.stdout else ""
            raise Refusal(f"cannot make .venv:\n{done.stdout}{done.stderr}{hint}")

    def _works(self) -> bool:
        probe = "import pip, sys; print(sys.version_info[:2])"
        try:
            done = subprocess.run([str(self.python), "-c", probe], capture_output=True, text=True)
        except OSError:
            return False
        return done.stdout.strip() == str(sys.version_info[:2])

    def _install(self, names: list[str]) -> None:
        say(f"installing {', '.join(names)}")
        files = [part for name in names for part in ("-r", str(self.root / name))]
        flags = ["--require-hashes", "--only-binary=:all:", "--no-compile", "--no-input", "--disable-pip-version-check"]
        log = run_folder(self.root) / "pip.log"
        self.unfinished.touch()
        with log.open("wb") as out:
            pip = [str(self.python), "-m", "pip", "install", *flags, *files]
            done = subprocess.run(pip, stdout=out, stderr=subprocess.STDOUT, env=self.clean_env(), cwd=self.root)
        if done.returncode:
            self.unfinished.unlink()  # pip has undone what it began
            raise Refusal(f"pip failed, see {log}:\n{tail(log)}")
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):  # else each module is compiled once, when it is first used
            compile_all = [str(self.python), "-m", "compileall", "-q", "-j", "0", str(self.site_packages)]
            subprocess.run(compile_all, capture_output=True)
        self.stamps.mkdir(exist_ok=True)
        for name in names:
            (self.stamps / name).write_text(self._stamp(name))
        self.unfinished.unlink()

    def clean_env(self) -> dict[str, str]:
        """Our environment without what would lead another Python astray, and with `.venv` first on PATH."""
        env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
        return env | {"VIRTUAL_ENV": str(self.folder), "PATH": f"{self.bin}{os.pathsep}{env.get('PATH', os.defpath)}"}


def prepare(root: Path, *requirement_files: str) -> Environment:
    """The environment, and beside it the front-end files of other projects, which pages and journeys need."""
    environment = Environment(root)
    with ThreadPoolExecutor(max_workers=1) as beside:
        brought = beside.submit(assets.ensure, root)
        environment.ensure(*requirement_files)
        brought.result()
    return environment
