"""An approver lets a canned answer out or sends it back."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case

from ..choices.canned import CANNED, CannedState
from ..models import CannedAnswer
from ..rules.canned import CANNED_LIFE
from . import canned_parts as parts

WHY = "the house itself"


@use_case
def canned_decide(*, answer_id: UUID, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> None:
    """One verdict on exactly what was shown. Locks the answer, then the approval.

    Raises NotFound, IllegalMove, and what approvals.decide raises.
    """
    row = parts.locked(CannedAnswer.objects.scoped(actor), answer_id)
    CANNED_LIFE.check(row.state, "publish")
    outcome = approvals.decide(
        kind=CANNED, subject_id=row.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )
    name = "publish" if outcome.state == "APPROVED" else "refuse"
    parts.move(row, name, "decided", actor, now, checker_person_id=actor.person)


def canned_lapse(*, answer_id: UUID, now: Moment) -> None:
    """Nobody decided in time; in the caller's transaction, a repeat changes nothing."""
    require_transaction()
    row = parts.locked(CannedAnswer.objects.system(WHY), answer_id)
    if row.state == CannedState.PROPOSED:
        parts.move(row, "lapse", "lapsed", Actor.system("逾期未复核"), now)
