"""django-hordak pays salaries: a process of its own, in an environment and a database of its own (_ledger_hordak.py).

    python salaries_hordak.py COUNT

Each line on standard input has it pay them all once; the answer is what that cost in seconds by the clock and of CPU,
of this process and its database session. A salary is a transaction of two legs, as in its own benchmark: its trigger
sums the whole transaction for each leg, so that one transaction of 10,001 legs would be quadratic.
"""

import datetime
import json
import os
import sys
import time
import warnings
from pathlib import Path

import dj_database_url
import django
from django.conf import settings

settings.configure(
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"])},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
    HORDAK_INTERNAL_CURRENCY="CNY",
    DEFAULT_CURRENCY="CNY",
    HORDAK_CURRENCIES=["CNY"],
    USE_TZ=True,
)
warnings.simplefilter("ignore")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from hordak.models import Account, AccountType, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

TODAY = datetime.date(2026, 3, 2)


def opened(count: int) -> list[Account]:
    """Accounts without parents, of which the first one pays; made as its own benchmark makes them."""
    accounts = [
        Account(name=f"账户 {number}", type=AccountType.liability, currencies=["CNY"],
                lft=1, rght=2, tree_id=number, level=0)
        for number in range(1, count + 1)
    ]  # fmt: skip
    return Account.objects.bulk_create(accounts)


def pay(payer: Account, payees: list[Account]) -> None:
    fen = Money("0.01", "CNY")
    paid = [Transaction(date=TODAY, description="工资") for _ in payees]
    with transaction.atomic():
        Transaction.objects.bulk_create(paid)
        legs = []
        for one, payee in zip(paid, payees, strict=True):
            legs += Leg(transaction=one, account=payer, debit=fen), Leg(transaction=one, account=payee, credit=fen)
        Leg.objects.bulk_create(legs)


def cpu_seconds() -> float:
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.process_time() + int(session) / 1e9


def main() -> None:
    call_command("migrate", verbosity=0)
    payer, *payees = opened(1 + int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print("ready", flush=True)
    for _ in sys.stdin:
        cpu, wall = cpu_seconds(), time.perf_counter()
        pay(payer, payees)
        print(json.dumps({"wall": time.perf_counter() - wall, "cpu": cpu_seconds() - cpu}), flush=True)


main()
