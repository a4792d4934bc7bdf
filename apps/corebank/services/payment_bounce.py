"""A payment that had succeeded comes back (退票): the bank's day-end file says so, and nobody guesses it."""

from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.outbox import publish

from ..contracts import PaymentCode, PaymentState
from ..events import PaymentBounced
from ..models import CoreMessage
from ..rules.payments import PAYMENT
from ..selectors import HOUSE
from .payment_record import record_move


@use_case
def payment_bounce(*, reference: str, now: Moment) -> bool:
    """SUCCEEDED becomes BOUNCED P99, once; False for any other state, which stays as it is.

    Locks the payment's row. Publishes PaymentBounced: whoever had it sent gives the money back by a new journal.
    """
    (message,) = lock_rows(CoreMessage.objects.system(HOUSE).filter(reference=reference))
    if message.state != PaymentState.SUCCEEDED:
        return False
    before, message.state = message.state, PAYMENT.check(message.state, "bounce").target
    message.code, message.problem = PaymentCode.OTHER, "RETURNED"
    message.save(update_fields=["state", "code", "problem"])
    publish(PaymentBounced(reference))
    record_move(message, before, "bounce", now)
    return True
