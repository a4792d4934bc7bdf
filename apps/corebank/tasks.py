"""Jobs of the port."""

from apps.core import clock, jobs

from .services.payment_advance import payment_advance
from .services.payment_intend import PAYMENT_JOB


@jobs.handler(PAYMENT_JOB)
def advance_payment(lease: jobs.Lease) -> None:
    payment_advance(lease=lease, now=clock.read())
