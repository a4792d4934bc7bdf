"""Running a job again that the machine had given up, once somebody has mended what was wrong."""

from uuid import UUID

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound

from ..choices import PARKED_JOB, CaseState
from ..models import Case
from .case_open import case_close
from .job_parked import SUBJECT


@use_case
def job_unpark(*, job_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Makes a parked job due again and closes its case; should it fail again, it is a new case.

    Locks the case, then the job. Raises InvalidInput (REASON), NotFound for a job without an open case within the
    actor's reach, Conflict (NOT_PARKED).
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= 100:
        raise InvalidInput("REASON", "请填写 100 字以内的处理说明。", fields={"reason": "请填写 100 字以内的处理说明"})
    found = lock_rows(
        Case.objects.scoped(actor).filter(kind=PARKED_JOB, subject_id=job_id).exclude(state=CaseState.CLOSED)
    )
    if not found:
        raise NotFound("没有找到这个已搁置的任务,可能已由他人处理。")
    if not jobs.unpark(job_id):
        raise Conflict("NOT_PARKED", "这个任务没有搁置,不需要重新执行。")
    (case,) = found
    audit.record(
        actor=actor,
        action="cases.job.unparked",
        subject_kind=SUBJECT,
        subject_id=job_id,
        detail={"reason": reason},
        unit_path=case.unit_path,
        now=now,
    )
    case_close(key=case.key, resolution=f"重新执行:{reason}", actor=actor, now=now)
