"""Jobs of the limits centre."""

from apps.core import clock, jobs

from .services.claims_take import EXPIRE_JOB
from .services.reservation_settle import reservations_expire


@jobs.handler(EXPIRE_JOB)
def expire(lease: jobs.Lease) -> None:
    reservations_expire(lease=lease, now=clock.read())
