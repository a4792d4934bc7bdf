"""The end of a job whose work had commits of its own."""

from datetime import timedelta

from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.jobs import Lease

AGAIN = timedelta(seconds=15)  # a system outside that does not answer is asked again so much later


@use_case
def lease_end(*, lease: Lease, is_done: bool, now: Moment) -> None:
    """Finishes the job, or hands it back for a later run."""
    if is_done:
        lease.finish()
    else:
        lease.again(now.wall + AGAIN)
