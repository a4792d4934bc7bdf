"""The one Celery task: a message names a job, PostgreSQL knows the rest."""

from typing import Any
from uuid import UUID

from celery import shared_task

from . import jobs


@shared_task(name="core.run_job", ignore_result=True)
def run_job(job_id: str, **kwargs: Any) -> None:
    """Losing or doubling this message changes nothing. `kwargs` are left for newer senders."""
    jobs.run(UUID(job_id))
