"""A second person of the bank decides on a request to open accounts; then each of the people is invited."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import OPENING_SUBJECT
from ..rules.opening import OPENING
from .opening_moves import opening_locked, opening_move


@use_case
def opening_decide(*, opening_id: UUID, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> None:
    """APPROVE invites the people; RETURN ends the request with a reason. Locks the request, then its approval.

    Raises NotFound, IllegalMove, and what approvals.decide raises.
    """
    opening = opening_locked(actor, opening_id)
    OPENING.check(opening.state, "invite")
    outcome = approvals.decide(
        kind=OPENING_SUBJECT, subject_id=opening.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )
    by = {"approver_person_id": actor.person}
    if outcome.state == "APPROVED":
        opening_move(opening, "invite", "decided", actor=actor, now=now, invited_at=now.business_at, **by)
    else:
        opening_move(opening, "decline", "decided", actor=actor, now=now, reason=reason.strip(), **by)
