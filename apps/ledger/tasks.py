"""Jobs of the books."""

import time
from datetime import date

from apps.core import clock, jobs
from apps.core.actors import Actor

from .choices import DAY_CLOSE_JOB
from .services.clearing_reconcile import CLEARING_JOB, clearing_advance
from .services.day_close import day_advance, day_rest

AT_ONCE_SECONDS = 20  # then the job is handed back: far less than a worker may take for one message


@jobs.handler(DAY_CLOSE_JOB)
def close_days(lease: jobs.Lease) -> None:
    to, actor = date.fromisoformat(lease.payload["to"]), Actor.system("日终")
    end, more = time.monotonic() + AT_ONCE_SECONDS, True
    while more and time.monotonic() < end:
        more = day_advance(to=to, actor=actor, now=clock.read(), lease=lease)
    day_rest(is_done=not more, lease=lease, now=clock.read())


@jobs.handler(CLEARING_JOB)
def catch_up_clearing(lease: jobs.Lease) -> None:
    clearing_advance(gl_code=lease.payload["gl_code"], day=date.fromisoformat(lease.payload["day"]), lease=lease)
