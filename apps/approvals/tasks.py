"""Jobs of maker and checker."""

from uuid import UUID

from apps.core import clock, jobs

from .services.request_lapse import request_lapse
from .services.request_open import LAPSE_JOB


@jobs.handler(LAPSE_JOB)
def lapse(lease: jobs.Lease) -> None:
    request_lapse(request_id=UUID(lease.payload["request_id"]), lease=lease, now=clock.read())
