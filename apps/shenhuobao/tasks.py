"""Jobs of 申活宝: each is one call of one service. What is asked of the transfer agent, and each standing instruction,
takes commits of its own."""

from apps.core import clock, jobs

from .services.agent_day_run import AGENT_DAY_JOB, agent_day_advance
from .services.autoinvest_run import AUTOINVEST_JOB, autoinvest_advance
from .services.dispatch_make import SEND_JOB
from .services.dispatch_send import dispatch_advance
from .services.payday_run import PAYDAY_JOB, payday_advance
from .services.sweep_run import SWEEP_JOB, sweeps_advance

LEASE_SECONDS = 300


@jobs.handler(SEND_JOB, lease_seconds=LEASE_SECONDS)
def send(lease: jobs.Lease) -> None:
    dispatch_advance(lease=lease, now=clock.read())


@jobs.handler(AGENT_DAY_JOB, lease_seconds=LEASE_SECONDS)
def agent_day(lease: jobs.Lease) -> None:
    agent_day_advance(lease=lease, now=clock.read())


@jobs.handler(AUTOINVEST_JOB, lease_seconds=LEASE_SECONDS)
def autoinvest(lease: jobs.Lease) -> None:
    autoinvest_advance(lease=lease, now=clock.read())


@jobs.handler(PAYDAY_JOB, lease_seconds=LEASE_SECONDS)
def payday(lease: jobs.Lease) -> None:
    payday_advance(lease=lease, now=clock.read())


@jobs.handler(SWEEP_JOB, lease_seconds=LEASE_SECONDS)
def sweep(lease: jobs.Lease) -> None:
    sweeps_advance(lease=lease, now=clock.read())
