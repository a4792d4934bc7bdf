"""A second person of the enterprise agrees that an employee is asked for a wage back."""

from datetime import timedelta
from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import RECLAIM_DAYS, RECLAIM_SUBJECT
from ..rules.reclaim import RECLAIM
from ..selectors.reclaims import reclaims_of
from .reclaim_moves import reclaim_locked, reclaim_move


@use_case
def reclaim_decide(*, reclaim_id: UUID, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> None:
    """APPROVE tells the employee, who has so many days to answer; RETURN ends the request with a reason.

    Locks the request, then its approval. Raises NotFound, IllegalMove, and what approvals.decide raises: Forbidden
    SAME_PERSON, Conflict STALE or LAPSED, InvalidInput REASON or VERDICT, StepUpRequired.
    """
    reclaim = reclaim_locked(reclaims_of(actor), reclaim_id)
    RECLAIM.check(reclaim.state, "pass")
    outcome = approvals.decide(
        kind=RECLAIM_SUBJECT, subject_id=reclaim.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )
    said = {"checker_person_id": actor.person, "checker_display": actor.display, "checker_reason": reason.strip()}
    if outcome.state == "APPROVED":
        said["lapses_on"] = now.business_date + timedelta(days=params.get(RECLAIM_DAYS, now.business_date))
        reclaim_move(reclaim, "pass", "decided", actor=actor, now=now, **said)
    else:
        reclaim_move(reclaim, "send_back", "decided", actor=actor, now=now, **said)
