"""A payment that never left is given up: nothing of it has been sent, and nothing will be."""

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import NotFound
from apps.core.outbox import publish

from ..contracts import PaymentCode, PaymentOutcome
from ..events import PaymentResolved
from ..models import CoreMessage
from ..rules.payments import PAYMENT
from ..selectors import HOUSE, outcome_of
from .payment_record import record_move


def payment_cancel(*, reference: str, actor: Actor, now: Moment) -> PaymentOutcome:
    """Ends an INTENT as CANCELLED P99 in the caller's transaction; who has two people's word is the caller's affair.

    Locks the payment's row, as sending does: it either left before, or never leaves. Publishes PaymentResolved. Raises
    NotFound, IllegalMove for one that was sent.
    """
    require_transaction()
    rows = lock_rows(CoreMessage.objects.system(HOUSE).filter(reference=reference))
    if not rows:
        raise NotFound("没有这笔支付指令。")
    message = rows[0]
    before, message.state = message.state, PAYMENT.check(message.state, "cancel").target
    message.code, message.resolved_at = PaymentCode.OTHER, now.wall
    message.save(update_fields=["state", "code", "resolved_at"])
    publish(PaymentResolved(reference, message.state, message.code))
    record_move(message, before, "cancel", now, actor)
    return outcome_of(message)
