"""Jobs of 申活宝: what is asked of the transfer agent has its own commits; the job ends in one more, or comes again."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from apps.core import clock, jobs

from .services.agent_day_run import AGENT_DAY_JOB, WAITS, agent_day_run
from .services.dispatch_make import SEND_JOB
from .services.dispatch_send import dispatch_send

AGAIN_SECONDS = 15  # a system outside that does not answer is asked again so much later
LEASE_SECONDS = 300


@jobs.handler(SEND_JOB, lease_seconds=LEASE_SECONDS)
def send(lease: jobs.Lease) -> None:
    _end(lease, dispatch_send(dispatch_id=UUID(lease.payload["dispatch_id"]), now=clock.read()) not in WAITS)


@jobs.handler(AGENT_DAY_JOB, lease_seconds=LEASE_SECONDS)
def agent_day(lease: jobs.Lease) -> None:
    due = lease.payload
    _end(lease, agent_day_run(agent=due["agent"], day=date.fromisoformat(due["day"]), now=clock.read()))


def _end(lease: jobs.Lease, is_done: bool) -> None:
    with transaction.atomic(durable=True):
        if is_done:
            lease.finish()
        else:
            lease.again(clock.wall() + timedelta(seconds=AGAIN_SECONDS))
