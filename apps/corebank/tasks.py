"""Jobs of the port."""

from apps.core import clock, jobs

from .services.loans_fetch import LOANS_JOB, loans_fetch
from .services.payment_advance import payment_advance
from .services.payment_intend import PAYMENT_JOB


@jobs.handler(PAYMENT_JOB)
def advance_payment(lease: jobs.Lease) -> None:
    payment_advance(lease=lease, now=clock.read())


@jobs.handler(LOANS_JOB)
def fetch_loans(lease: jobs.Lease) -> None:
    loans_fetch(lease=lease, now=clock.read())
