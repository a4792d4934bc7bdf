"""Third commit of three: what an answer proved, written once."""

from django.conf import settings

from apps.audit.api import record
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.outbox import publish

from ..choices import MOVE_ACTIONS
from ..contracts import PaymentCode, PaymentOutcome, PaymentState
from ..events import PaymentDoubted, PaymentResolved
from ..models import CoreMessage
from ..rules.payments import PAYMENT, Verdict, query_delay
from ..selectors import HOUSE, outcome_of

IN_DOUBT = (PaymentState.SENT, PaymentState.UNKNOWN)


@use_case
def payment_record(*, reference: str, verdict: Verdict, queried: bool, now: Moment) -> PaymentOutcome:
    """Takes the verdict over, unless another worker has already found the definite end: that one stands.

    Locks the payment's row. Publishes PaymentDoubted at the first doubt, PaymentResolved at the end.
    """
    (message,) = lock_rows(CoreMessage.objects.system(HOUSE).filter(reference=reference))
    if message.state not in IN_DOUBT:
        return outcome_of(message)
    before = message.state
    message.queries += queried
    message.problem = verdict.problem
    if verdict.move == "doubt":
        _stay_in_doubt(message, now)
    else:
        message.state = PAYMENT.check(before, verdict.move).target
        message.code = verdict.code
        message.bank_reference = verdict.bank_reference
        message.resolved_at = now.wall
        message.next_query_at = None
        publish(PaymentResolved(reference, message.state, message.code))
    message.save()
    if message.state != before:
        record_move(message, before, verdict.move, now)
    return outcome_of(message)


def record_move(message: CoreMessage, before: str, move: str, now: Moment, actor: Actor | None = None) -> None:
    """The audit row of a move, which the house made by itself unless there is an actor."""
    record(
        actor=actor or Actor.system("支付指令处理"),
        action=MOVE_ACTIONS[move],
        subject_kind="corebank.payment",
        subject_id=message.pk,
        from_state=before,
        to_state=message.state,
        detail={"reference": message.reference, "code": message.code, "problem": message.problem},
        unit_path=settings.HEAD_UNIT_PATH,  # the branch has the rows of the payer's own line
        now=now,
    )


def _stay_in_doubt(message: CoreMessage, now: Moment) -> None:
    if message.state == PaymentState.SENT:
        message.state = PAYMENT.check(message.state, "doubt").target
        message.code = PaymentCode.UNKNOWN
        publish(PaymentDoubted(message.reference))
    message.next_query_at = now.wall + query_delay(message.queries)
