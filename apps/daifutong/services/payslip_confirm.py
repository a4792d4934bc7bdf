"""The employee confirms a payslip that was opened."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from .payslip_moves import payslip_locked, payslip_move


@use_case
def payslip_confirm(*, payslip_id: UUID, actor: Actor, now: Moment) -> None:
    """Confirms, also after a dispute. Locks the payslip. Raises NotFound, IllegalMove for one never opened."""
    slip = payslip_locked(actor, payslip_id, now)
    payslip_move(slip, "confirm", "daifutong.payslip.confirmed", actor=actor, now=now, answered_at=now.business_at)
