"""A job that the machine has given up is an exception for head office."""

from uuid import UUID

from django.conf import settings

from apps.core.clock import Moment

from .case_open import case_open


def job_parked(*, job_id: UUID, kind: str, error: str, now: Moment) -> None:
    """Opens the case of a parked job (settings.JOB_PARKED) in the caller's transaction; one case a job.

    `error` is the name of an exception's class. Neither the job's payload nor its key is told: they may name people.
    """
    case_open(
        kind="core.job.parked",
        subject_kind="core.job",
        subject_id=job_id,
        title="后台任务多次失败,已搁置,请技术人员处理",
        detail=f"任务 {kind},错误 {error}"[:300],
        unit_path=settings.HEAD_UNIT_PATH,
        key=f"job:{job_id}",
        now=now,
    )
