"""The steps that the books contribute to a day's close. Each needs the transaction of its step."""

import json

from django.db import connection

from apps.core import clock
from apps.core.bankday import Report, steps_of
from apps.core.clock import Moment
from apps.core.db import wait_for_writers
from apps.core.errors import Conflict

from .door import call
from .hot_fold import hot_fold

DRAIN_SECONDS = 60
FAULTS_TOLD = 3


def drain() -> None:
    """Waits, outside any transaction, for whoever posts on the day that is cut off: he has written a journal before he
    looked at the day, and whoever looks after the cut-off has committed is refused. Raises Busy after a minute."""
    wait_for_writers("ledger_journal", DRAIN_SECONDS)


def day_drained(now: Moment, partition: int) -> Report:
    return Report("切换前的交易已全部结束")


def hot_folded(now: Moment, partition: int) -> Report:
    """What waits for hot accounts is in their balances afterwards."""
    return Report(f"归并 {hot_fold(now=now):,} 笔热点账户发生额")


def snapshots_take(now: Moment, partition: int) -> Report:
    """Keeps the balance of each account that has moved since the last snapshots."""
    [taken] = call(
        "INSERT INTO ledger_daywork (work, day) VALUES ('snapshots', %s) RETURNING touched", [now.business_date]
    )
    return Report(f"留存 {taken:,} 个变动账户的余额", {"accounts": taken})


def day_prove(now: Moment, partition: int) -> Report:
    """Proves the books of the day and keeps what was proved. Raises Conflict BOOKS_WRONG with the first faults."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fault FROM ledger_day_faults(%s)", [now.business_date])
        faults = [row[0] for row in cursor.fetchall()]
    if faults:
        told = ";".join(faults[:FAULTS_TOLD])
        raise Conflict("BOOKS_WRONG", f"账务不平({len(faults)} 处),请立即联系账务人员:{told}")
    figures: dict[str, int] = {}
    for step in steps_of(now.business_date):
        for name, value in step.report.get("figures", {}).items():
            figures[f"{step.job}.{name}"] = figures.get(f"{step.job}.{name}", 0) + value
    journals, entries = call(
        "INSERT INTO ledger_daywork (work, day, figures, at) VALUES ('proof', %s, %s, %s) RETURNING touched, entries",
        [now.business_date, json.dumps(figures), clock.wall()],
    )
    return Report(f"{journals:,} 张凭证、{entries:,} 条分录,借贷相等,余额与分录一致")
