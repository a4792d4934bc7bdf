"""The pay specialist takes back a payslip whose figures are wrong (PY-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.outbox import publish

from ..choices import REASON_LENGTH
from ..events import PayslipWithdrawn
from ..models import PayslipWithdrawal
from .payslip_moves import payslip_move, published_locked


@use_case
def payslip_withdraw(*, payslip_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Takes the figures back: the employee is told, and sees the reason and what he was paid, which stays as it is.
    What it said goes into the records.

    Locks the payslip. Raises NotFound, IllegalMove, InvalidInput WITHDRAWAL, Conflict ENTERPRISE_SUSPENDED.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的撤回原因,员工会看到。"
        raise InvalidInput("WITHDRAWAL", message, fields={"reason": message})
    slip = published_locked(actor, payslip_id)
    PayslipWithdrawal.objects.create(
        payslip=slip,
        state=slip.state,
        items=slip.items,
        dispute_text=slip.dispute_text,
        reply_text=slip.reply_text,
        reason=reason,
        person_id=actor.person,
        display=actor.display,
        withdrawn_at=now.wall,
    )
    action = "daifutong.payslip.withdrawn"
    payslip_move(slip, "withdraw", action, actor=actor, now=now, withdraw_reason=reason, items=[])
    publish(PayslipWithdrawn(slip.pk, now.wall.isoformat()))
