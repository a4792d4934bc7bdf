"""Jobs of members."""

from apps.core import clock, jobs

from .services.certification_check import certification_check
from .services.certification_submit import CHECK_JOB


@jobs.handler(CHECK_JOB)
def check_identity(lease: jobs.Lease) -> None:
    certification_check(lease=lease, now=clock.read())
