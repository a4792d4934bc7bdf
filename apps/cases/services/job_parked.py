"""A job that the machine has given up is an exception for head office."""

from uuid import UUID

from django.conf import settings

from apps.core.clock import Moment

from ..choices import PARKED_JOB, CaseState
from ..models import Case
from .case_open import case_open

SUBJECT = "core.job"


def job_parked(*, job_id: UUID, kind: str, error: str, now: Moment) -> None:
    """Opens the case of a parked job (settings.JOB_PARKED) in the caller's transaction, which holds the job's lock.

    One case each time that people have to look: a job that failed again after job_unpark opens the next one. `error`
    is the name of an exception's class. Neither the job's payload nor its key is told: they may name people.
    """
    closed = Case.objects.system("earlier ones of this job").filter(subject_id=job_id, state=CaseState.CLOSED)
    case_open(
        kind=PARKED_JOB,
        subject_kind=SUBJECT,
        subject_id=job_id,
        title="后台任务多次失败,已搁置,请技术人员处理",
        detail=f"任务 {kind},错误 {error}"[:300],
        unit_path=settings.HEAD_UNIT_PATH,
        key=f"job:{job_id}:{closed.count()}",
        now=now,
    )
