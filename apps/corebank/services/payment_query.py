"""A payment in doubt is asked after, as often as it takes, and never sent again."""

from apps.core.clock import Moment
from apps.core.db import refuse_transaction

from ..adapters import NoAnswer, NotSent, exchange
from ..contracts import PaymentOutcome
from ..models import CoreMessage
from ..rules.payments import CLEARING_ACCOUNT, doubt, read_answer
from ..selectors import HOUSE, payment_outcome, statement_is_here
from .payment_record import IN_DOUBT, payment_record


def payment_query(*, reference: str, now: Moment) -> PaymentOutcome:
    """Asks the bank for a payment that is SENT or UNKNOWN; any other is answered from the books.

    Must run outside any transaction (OpenTransaction); opens one of its own, which locks the payment's row. The
    breaker never stops a query. "Not found" ends the payment as FAILED P99 only when the bank has closed the
    business day on which it was sent, which its day-end file proves: while our day is over and the bank's is not, an
    order that was late may still be applied, and its money would be returned and paid. Raises NotFound for a reference
    without an intent.
    """
    refuse_transaction()
    outcome = payment_outcome(reference)
    if outcome.state not in IN_DOUBT:
        return outcome
    sent_on = CoreMessage.objects.system(HOUSE).values_list("business_date", flat=True).get(reference=reference)
    try:
        answer = exchange("GET", f"/v1/payments/{reference}")
    except NotSent:
        verdict = doubt("UNREACHABLE")
    except NoAnswer as silence:
        verdict = doubt(silence.problem)
    else:
        day_is_over = sent_on is not None and statement_is_here(CLEARING_ACCOUNT, sent_on)
        verdict = read_answer(reference, outcome.amount, answer.status, answer.body, day_is_over=day_is_over)
    return payment_record(reference=reference, verdict=verdict, queried=True, now=now)
