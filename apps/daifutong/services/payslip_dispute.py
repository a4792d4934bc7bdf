"""The employee disputes a payslip that was opened."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.outbox import publish

from ..choices import DISPUTE_LENGTH
from ..events import PayslipDisputed
from .payslip_moves import payslip_locked, payslip_move


@use_case
def payslip_dispute(*, payslip_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Records what the employee finds wrong; the enterprise is told which line, not the text.

    Locks the payslip. Raises NotFound, IllegalMove, InvalidInput DISPUTE.
    """
    text = text.strip()
    if not 1 <= len(text) <= DISPUTE_LENGTH:
        message = f"请填写 {DISPUTE_LENGTH} 字以内的异议说明。"
        raise InvalidInput("DISPUTE", message, fields={"text": message})
    slip = payslip_locked(actor, payslip_id, now)
    payslip_move(
        slip,
        "dispute",
        "daifutong.payslip.disputed",
        actor=actor,
        now=now,
        answered_at=now.business_at,
        dispute_text=text,
        reply_text="",
        reply_display="",
        replied_at=None,
    )
    publish(PayslipDisputed(slip.row.batch_id, slip.row.number, now.wall.isoformat()))
