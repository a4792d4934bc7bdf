"""The maker withdraws the request for a wrongly paid wage."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices import RECLAIM_SUBJECT, ReclaimState
from ..selectors.reclaims import reclaims_of
from .reclaim_moves import reclaim_locked, reclaim_move


@use_case
def reclaim_withdraw(*, reclaim_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends a request that the employee has not answered. Locks the request, then its approval.

    Raises NotFound, IllegalMove.
    """
    reclaim = reclaim_locked(reclaims_of(actor), reclaim_id)
    if reclaim.state == ReclaimState.ASKED:
        approvals.void(kind=RECLAIM_SUBJECT, subject_id=reclaim.pk, reason="经办撤回", actor=actor, now=now)
    reclaim_move(reclaim, "withdraw", "withdrawn", actor=actor, now=now)
