"""A day has opened: each transfer agent owes yesterday's prices and what is to be confirmed by this morning."""

from datetime import date

from apps.core import jobs
from apps.core.db import require_transaction

from ..selectors.agents import agents
from .agent_day_run import AGENT_DAY_JOB


def agent_days_open(*, day: date) -> None:
    """One job for each agent. In the caller's transaction. Key: (agent, day)."""
    require_transaction()
    for agent in agents():
        payload = {"agent": agent, "day": day.isoformat()}
        jobs.add(AGENT_DAY_JOB, f"{agent}:{day}", payload, max_attempts=100)
