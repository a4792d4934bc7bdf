"""Jobs of 同心宝: each is one call of one service, which ends the job in its own commit."""

from datetime import date
from uuid import UUID

from apps.core import clock, jobs

from .services.dues_open import PAY_JOB, dues_pay
from .services.entrusted_place import entrusted_place
from .services.entrusted_release import ENTRUST_JOB
from .services.issue_close import issue_close
from .services.issue_settle import SETTLE_JOB
from .services.order_place import CLOSE_JOB
from .services.orders_settle import orders_settle


@jobs.handler(CLOSE_JOB)
def close(lease: jobs.Lease) -> None:
    issue_close(issue_id=UUID(lease.payload["issue_id"]), lease=lease, now=clock.read())


@jobs.handler(ENTRUST_JOB)
def entrust(lease: jobs.Lease) -> None:
    entrusted_place(list_id=UUID(lease.payload["list_id"]), lease=lease, now=clock.read())


@jobs.handler(SETTLE_JOB)
def settle(lease: jobs.Lease) -> None:
    orders_settle(issue_id=UUID(lease.payload["issue_id"]), lease=lease, now=clock.read())


@jobs.handler(PAY_JOB)
def pay(lease: jobs.Lease) -> None:
    due = lease.payload
    dues_pay(issue_id=UUID(due["issue_id"]), day=date.fromisoformat(due["day"]), lease=lease, now=clock.read())
