"""A submitted batch on which nobody decided in time goes back to its maker."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..rules.batch import WITHDRAWABLE
from .batch_moves import APPROVALS_VOID, batch_locked, batch_move, batch_record


def batch_lapse(*, batch_id: UUID, now: Moment) -> None:
    """Back to PARSED in the caller's transaction, after its request for approval has lapsed; the maker hears of it from
    approvals. Locks the batch; heard again, or after the maker took it back, it changes nothing."""
    require_transaction()
    actor = Actor.system("审批逾期")
    batch = batch_locked(actor, batch_id)
    if batch.state in WITHDRAWABLE:
        move = batch_move(batch, "lapse", **APPROVALS_VOID)
        batch_record(batch, "daifutong.batch.lapsed", source=move.source, actor=actor, now=now)
