"""Front-end assets: `static/vendor/`, built from package-lock.json by node and stamped with all that went in.

Nothing of it is committed. A second call only hashes the sources (some 10 ms); what a killed call left is made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtool.places import Lock, run_folder
from devtool.words import Refusal, say, tail

NODE_MAJOR = 20
# What the build reads: the style sheets are purged against every template and script.
SOURCES = (
    "package-lock.json",
    "frontend/*",
    "templates/**/*.html",
    "static/shared/*",
    "static/mobile/*",
    "static/office/*",
    "static/console/*",
    "apps/core/templatetags/*.py",
)


def ensure(root: Path) -> None:
    """Bring static/vendor/ up to date; cheap when its stamp says that it is. Refusal with the words of npm or node."""
    if _is_built(root):
        return
    lock = Lock(run_folder(root) / "assets.lock")
    lock.take("another ./dev bringing front-end assets")
    try:
        if not _is_built(root):
            _build(root, _node(root))
    finally:
        lock.release()


def bring_packages(root: Path, folder: Path) -> None:
    """node_modules of a folder of the checkout as its package-lock.json has it. Refusal with the words of npm."""
    lock = Lock(run_folder(root) / "assets.lock")
    lock.take("another ./dev bringing front-end packages")
    try:
        _bring_packages(root, folder, _node(root))
    finally:
        lock.release()


def _is_built(root: Path) -> bool:
    return _read(root / "static/vendor/stamp") == _stamp(root)


def _stamp(root: Path) -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(f"{path.relative_to(root)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _build(root: Path, node_bin: Path) -> None:
    """Packages, then the new folder beside the old one, then the exchange: static/vendor/ is whole or absent."""
    stamp = _stamp(root)  # before the build: what changes meanwhile is built next time
    _bring_packages(root, root, node_bin)
    say("building static/vendor")
    made, old = root / "node_modules/.vendor-new", root / "node_modules/.vendor-old"
    for leftover in (made, old):
        shutil.rmtree(leftover, ignore_errors=True)
    _run(root, node_bin, [str(node_bin / "node"), "frontend/build.mjs", str(made)])
    (made / "stamp").write_text(stamp)
    vendor = root / "static/vendor"
    if vendor.exists():
        vendor.rename(old)
    made.rename(vendor)
    shutil.rmtree(old, ignore_errors=True)


def _bring_packages(root: Path, folder: Path, node_bin: Path) -> None:
    """The stamp is written last, so that a half-filled folder is filled anew."""
    stamp = folder / "node_modules/.stamp"
    locked = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if _read(stamp) == locked:
        return
    say("bringing front-end packages")
    stamp.unlink(missing_ok=True)
    npm = [str(node_bin / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    _run(root, node_bin, npm, folder)
    stamp.write_text(locked)


def _run(root: Path, node_bin: Path, command: list[str], folder: Path | None = None) -> None:
    log = run_folder(root) / "assets.log"
    path = f"{node_bin}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    with log.open("wb") as out:
        done = subprocess.run(
            command, cwd=folder or root, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {"PATH": path}
        )
    if done.returncode:
        raise Refusal(f"front-end assets failed, see {log}:\n{tail(log)}")


def _node(root: Path) -> Path:
    return _node_on_path() or _node_from_wheel(root)


def _node_on_path() -> Path | None:
    """The folder of a node that is new enough and has npm beside it."""
    node = shutil.which("node")
    if not node or not (Path(node).parent / "npm").exists():
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    major = answer.removeprefix("v").split(".")[0]
    return Path(node).parent if major.isdigit() and int(major) >= NODE_MAJOR else None


def _node_from_wheel(root: Path) -> Path:
    """Node.js from hash-pinned wheels, in an environment of its own beside `.venv`."""
    folder = root / ".venv-node"
    wanted = hashlib.sha256((root / "requirements-node.txt").read_bytes()).hexdigest()
    if _read(folder / "stamp") == wanted:
        return folder / "bin"
    say("no node >= 20 here: bringing it as a wheel")
    _run(root, folder / "bin", [sys.executable, "-m", "venv", "--clear", str(folder)])
    flags = ["--require-hashes", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    pip = [str(folder / "bin/python"), "-m", "pip", "install", *flags, "-r", "requirements-node.txt"]
    _run(root, folder / "bin", pip)
    (folder / "stamp").write_text(wanted)
    return folder / "bin"


if __name__ == "__main__":
    ensure(Path(__file__).resolve().parent.parent)
