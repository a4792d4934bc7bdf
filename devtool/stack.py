"""PostgreSQL and Valkey together: each one given by its URL or started here."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from devtool.binaries import postgres_bin, valkey_server
from devtool.places import Home
from devtool.postgres import Postgres
from devtool.process import Child
from devtool.valkey import Valkey


class Stack:
    """A context: servers up inside, in `env` their addresses; down after it, and a throw-away home removed."""

    def __init__(self, home: Home, site_packages: Path, *, durable: bool) -> None:
        self.home = home
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        self.env = {key: os.environ[key] for key in ("DATABASE_URL", "REDIS_URL") if os.environ.get(key)}
        # exported heads live as long as the database whose heads they are
        self.env["SEAL_HEADS_DIR"] = os.environ.get("SEAL_HEADS_DIR") or str(home.path / "heads")
        if "DATABASE_URL" not in self.env:
            programs = postgres_bin(site_packages, home.account)
            self.postgres = Postgres(programs, home, durable=durable)
            self.env |= {"DATABASE_URL": self.postgres.url, "PG_BIN": str(programs)}
        if "REDIS_URL" not in self.env:
            self.valkey = Valkey(valkey_server(site_packages, home.account), home)
            self.env["REDIS_URL"] = self.valkey.url

    @property
    def servers(self) -> list[Postgres | Valkey]:
        return [server for server in (self.postgres, self.valkey) if server is not None]

    @property
    def children(self) -> list[Child]:
        return [server.child for server in self.servers]

    def start(self) -> None:
        self.home.roll.end_leftovers()
        for server in self.servers:
            server.start()
            self.home.roll.write(self.children)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.ask_to_stop()
        for child in reversed(self.children):
            child.end()
        self.home.close()

    def __enter__(self) -> Stack:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
