"""What checker and authoriser share: one word on exactly the lines that were shown."""

from datetime import date, time

from apps.approvals import api as approvals
from apps.approvals.contracts import Outcome
from apps.core import jobs, params
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import BATCH_SUBJECT, CUT_OFF_HOUR
from ..events import BatchSubmitted
from ..models import Batch
from ..rules.pay_day import is_due
from .batch_moves import batch_move, batch_record

RELEASE_JOB = "daifutong.release"


def verdict_take(batch: Batch, *, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> Outcome:
    """Records one verdict with the approvals' own checks: role, another person, same digest, step-up.

    A suspended enterprise approves nothing (Conflict ENTERPRISE_SUSPENDED), but may send back.
    """
    if verdict == "APPROVE":
        members.require_certified(batch.enterprise_id)
    return approvals.decide(
        kind=BATCH_SUBJECT, subject_id=batch.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )


def batch_go_on(batch: Batch, outcome: Outcome, *, actor: Actor, now: Moment) -> None:
    """After an approval: when it was the last one to the release, or to the day of it; else to the next approver."""
    if outcome.state == "APPROVED":
        move = batch_move(batch, "schedule", outcome="")
        batch_record(batch, "daifutong.batch.scheduled", source=move.source, actor=actor, now=now)
        if pays_now(batch.pay_on, now):
            release_add(batch)
    else:
        publish(BatchSubmitted(batch.pk, outcome.step))


def release_add(batch: Batch) -> None:
    """The job that debits the payer; a batch has one for what was approved, however often this is called."""
    jobs.add(RELEASE_JOB, f"{batch.pk}:{batch.content_hash}", {"batch_id": str(batch.pk)})


def pays_now(pay_on: date | None, now: Moment) -> bool:
    """Whether what is approved now is paid now (PY-9)."""
    cut_off = time(params.get(CUT_OFF_HOUR, now.business_date))
    return is_due(pay_on, today=now.business_date, at=now.wall.astimezone(SHANGHAI).time(), cut_off=cut_off)
