"""The job of a payment: send it, then ask after it until its end is known, daily once people have been called."""

from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.jobs import Lease
from apps.core.outbox import publish

from ..contracts import PaymentOutcome, PaymentState
from ..events import PaymentStuck, PaymentUnsent
from ..rules.payments import QUERY_FOR, RESEND_AFTER, SEND_FOR, STUCK_QUERY_EVERY, UNSENT_RESEND_EVERY
from .payment_query import payment_query
from .payment_send import payment_send


def payment_advance(*, lease: Lease, now: Moment) -> PaymentOutcome:
    """One step of one payment, then the job is finished or handed back for its next step. Safe to repeat."""
    reference = lease.payload["reference"]
    outcome = payment_send(reference=reference, now=now)
    if outcome.state in (PaymentState.SENT, PaymentState.UNKNOWN) and _query_is_due(outcome, now):
        outcome = payment_query(reference=reference, now=now)
    _hand_back(lease=lease, outcome=outcome, now=now)
    return outcome


def _query_is_due(outcome: PaymentOutcome, now: Moment) -> bool:
    return outcome.next_query_at is not None and outcome.next_query_at <= now.wall


@use_case
def _hand_back(*, lease: Lease, outcome: PaymentOutcome, now: Moment) -> None:
    if outcome.final:
        lease.finish()
    elif outcome.sent_at is not None and now.wall - outcome.sent_at > QUERY_FOR:
        publish(PaymentStuck(outcome.reference))
        lease.again(now.wall + STUCK_QUERY_EVERY)
    elif outcome.state == PaymentState.INTENT and now.wall - outcome.intended_at > SEND_FOR:
        publish(PaymentUnsent(outcome.reference))
        lease.again(now.wall + UNSENT_RESEND_EVERY)
    else:
        lease.again(outcome.next_query_at or now.wall + RESEND_AFTER)
