"""Another person decides whether a 调阅保全单 holds, or whether a hold ends."""

from datetime import timedelta
from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict

from ..choices import READING_HOURS, WARRANT, WarrantKind, WarrantState
from ..models import Warrant
from ..rules.lives import WARRANTED
from .warrant_moves import warrant_locked, warrant_move


@use_case
def warrant_decide(*, warrant_id: UUID, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> None:
    """APPROVE or RETURN what waits: the paper itself, or the end of a hold. Locks it, then its approval.

    The window of a reading opens now and shuts by itself. Raises NotFound, IllegalMove, Conflict SAME_PERSON, and what
    approvals.decide raises.
    """
    warrant = warrant_locked(actor, warrant_id)
    is_release = warrant.state == WarrantState.RELEASING
    WARRANTED.check(warrant.state, "free" if is_release else "approve")
    if actor.person == warrant.maker_person_id:
        raise Conflict("SAME_PERSON", "经办人不能复核自己的调阅保全单,请由他人办理。")
    outcome = approvals.decide(
        kind=WARRANT, subject_id=warrant.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )
    is_approved = outcome.state == "APPROVED"
    if is_release:
        changes = {"ended_at": now.wall} if is_approved else {"end_reason": ""}
        warrant_move(warrant, "free" if is_approved else "keep", "decided", actor=actor, now=now, **changes)
        return
    by: dict[str, object] = {"checker_person_id": actor.person, "decided_at": now.wall}
    if is_approved and warrant.kind == WarrantKind.READING:
        by["open_until"] = now.wall + timedelta(hours=params.get(READING_HOURS, now.business_date))
    warrant_move(warrant, "approve" if is_approved else "return", "decided", actor=actor, now=now, **by)


def warrant_lapse(*, warrant_id: UUID, now: Moment) -> None:
    """After its request has lapsed, in the caller's transaction: what was asked for is nothing, a hold stays. Locks it;
    a repeat is nothing."""
    require_transaction()
    waits = (WarrantState.PROPOSED, WarrantState.RELEASING)
    actor = Actor.system("逾期未复核")
    for warrant in lock_rows(Warrant.objects.system("the request names it").filter(pk=warrant_id, state__in=waits)):
        name = "keep" if warrant.state == WarrantState.RELEASING else "lapse"
        warrant_move(warrant, name, "lapsed", actor=actor, now=now, end_reason="")
