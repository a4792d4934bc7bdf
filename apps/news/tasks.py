"""Jobs of the announcements."""

from uuid import UUID

from apps.core import clock, jobs

from .services.announcement_tell import announcement_tell
from .services.announcement_write import TELL_JOB


@jobs.handler(TELL_JOB)
def tell_audience(lease: jobs.Lease) -> None:
    announcement_tell(announcement_id=UUID(lease.payload["announcement_id"]), lease=lease, now=clock.read())
