"""A PostgreSQL of the bank test's own with the books in it, and runs of clients, kills and checker on them."""

import random
import signal
import sysconfig
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from apps.core.models import BankDay
from apps.ledger import api as ledger
from apps.ledger.models import Account
from devtool.binaries import postgres_bin
from devtool.places import throw_away_home
from devtool.postgres import Postgres
from devtool.process import server_account
from efincloud.settings.base import database_from_url
from tests.ledger.books import CLEARING, NOW, funded

from .chaos import CLIENTS, KILLS, Chaos, Plan
from .checker import Kind, Violation, check
from .notes import Story

OPENING = 100_000  # fen on each account


@dataclass(frozen=True)
class Run:
    chaos: Chaos
    opening: dict[UUID, int]  # fen on each account before the first transfer
    stories: dict[UUID, Story]
    violations: list[Violation]
    seconds: float

    @property
    def kinds(self) -> set[Kind]:
        return {violation.kind for violation in self.violations}

    @property
    def posted(self) -> list[Story]:
        return [story for story in self.stories.values() if story.journals]

    def kinds_with_forged_notes(self) -> set[Kind]:
        """What the checker says when one transfer is not in the clients' notes, one is noted as refused, one with
        another amount, and one without an end."""
        unknown, refused, other, open_ = (story.transfer for story in self.posted[:4])
        forged = {id: story for id, story in self.stories.items() if id != unknown.id}
        forged[refused.id] = Story(refused, refusals=["LEDGER_INSUFFICIENT"])
        forged[other.id] = replace(self.stories[other.id], transfer=replace(other, fen=other.fen + 1))
        forged[open_.id] = Story(open_)
        return {violation.kind for violation in check(self.chaos.name, forged, self.opening)}

    def require_a_proof(self, plan: Plan) -> None:
        """Everything was killed as planned, and enough was at stake each time."""
        assert self.chaos.killed == {kill: getattr(plan, kill) for kill in KILLS}
        assert self.chaos.reads >= 10 * plan.seconds
        assert len(self.posted) >= 10 * plan.seconds
        assert sum(len(story.journals) > 1 for story in self.posted) >= CLIENTS, "keys sent again and answered again"
        assert any(story.sent > len(story.journals) for story in self.posted), "answers that were lost"
        assert sum(story.found for story in self.posted) >= plan.seconds // 20, "committed, and not told so"

    def __str__(self) -> str:
        return (
            f"{self.chaos.name} (seed {self.chaos.seed}): {len(self.stories)} transfers, {len(self.posted)} posted,"
            f" {sum(len(story.journals) > 1 for story in self.posted)} of them sent again and answered again,"
            f" {sum(story.found for story in self.posted)} committed though the answer was lost,"
            f" killed {dict(self.chaos.killed)}, {self.chaos.reads} snapshots, {len(self.violations)} violations,"
            f" {self.seconds:.1f} s"
        )


class Bank:
    """The opened bank. Django's `connection` is one to it, and closed while there are clients, who are forks."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self.server, self.folder = server, folder
        call_command("migrate", "ledger", verbosity=0)
        for looked_into in ("corebank", "cases"):  # by a check of the books: the day-end files, and what is in work
            call_command("migrate", looked_into, verbosity=0)
        BankDay.objects.create(business_date=NOW.business_date, opened_at=NOW.wall)

    def run(self, name: str, plan: Plan, fault: AbstractContextManager[None] | None = None) -> Run:
        """Clients, kills and the checker, on eight fresh accounts and the hot one, while this fault is planted."""
        began, folder = time.monotonic(), self.folder / name
        folder.mkdir()
        accounts = [ledger.house_account(CLEARING), *(funded(OPENING) for _ in range(CLIENTS))]
        opening = ledger.balances(Account.objects.values_list("id", flat=True))
        with fault or nullcontext():
            connection.close()
            chaos = Chaos(self.server, name, accounts, folder, random.SystemRandom().randrange(10**6))
            chaos.run(plan)
            stories = chaos.stories
            violations = [*chaos.violations, *check(name, stories, opening)]
        run = Run(chaos, opening, stories, violations, time.monotonic() - began)
        print(run)
        return run


@contextmanager
def opened_bank(folder: Path) -> Iterator[Bank]:
    """A cluster of its own, with fsync. Its recovery begins with one sync of the file system, not one a file."""
    home = throw_away_home(server_account(), durable=True)
    server = Postgres(postgres_bin(Path(sysconfig.get_path("purelib")), home.account), home, durable=True)
    server.child.stop_signal = signal.SIGQUIT  # at once: nobody wants this cluster again
    before = dict(connection.settings_dict)
    connection.close()
    try:
        server.start()
        server.query("ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
        server.query("SELECT pg_reload_conf()")
        assert server.query("SHOW fsync") == "on"
        connection.settings_dict.update(database_from_url(server.url))
        yield Bank(server, folder)
    finally:
        connection.close()
        connection.settings_dict.update(before)
        server.child.ask_to_stop()
        server.child.end()
        home.close()
