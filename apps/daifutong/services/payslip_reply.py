"""The enterprise's pay specialist answers what an employee found wrong with a payslip."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.outbox import publish
from apps.members import api as members

from ..choices import REPLY_LENGTH
from ..events import PayslipReplied
from ..selectors.disputes import disputed
from .payslip_moves import payslip_move


@use_case
def payslip_reply(*, payslip_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Writes the reply beside the dispute; the employee is told that there is one, and reads it in the open payslip.

    Locks the payslip. Raises NotFound for one that is not disputed or not of the actor's enterprise, IllegalMove for
    one that has its reply, InvalidInput REPLY, Conflict ENTERPRISE_SUSPENDED.
    """
    text = text.strip()
    if not 1 <= len(text) <= REPLY_LENGTH:
        message = f"请填写 {REPLY_LENGTH} 字以内的答复。"
        raise InvalidInput("REPLY", message, fields={"text": message})
    rows = lock_rows(disputed(actor).filter(pk=payslip_id))
    if not rows:
        raise NotFound("没有找到这条工资条异议。")
    members.require_certified(actor.enterprise)
    slip = rows[0]
    payslip_move(
        slip,
        "reply",
        "daifutong.payslip.replied",
        actor=actor,
        now=now,
        reply_text=text,
        reply_display=actor.display,
        replied_at=now.business_at,
    )
    publish(PayslipReplied(slip.pk, now.wall.isoformat()))
