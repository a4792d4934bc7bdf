"""Second commit of three: mark the payment as sent, commit, and only then send it."""

import json
from typing import Any

from apps.core.clock import Moment
from apps.core.db import lock_rows, refuse_transaction, use_case
from apps.core.errors import NotFound

from ..adapters import SENDS, NoAnswer, NotSent, exchange
from ..contracts import PaymentKind, PaymentOutcome, PaymentState
from ..models import CoreMessage
from ..rules.payments import PAYMENT, doubt, query_delay, read_answer
from ..selectors import HOUSE, outcome_of, payment_outcome
from .payment_record import payment_record, record_move

ADDRESSES = {PaymentKind.PAYMENT: "/v1/payments", PaymentKind.COLLECTION: "/v1/collections"}


def payment_send(*, reference: str, now: Moment) -> PaymentOutcome:
    """Sends an intended payment once, whoever calls however often, and records what came of it.

    Must run outside any transaction (OpenTransaction); opens two of its own, which lock the payment's row. Any state
    but INTENT is left as it is. With the breaker open, or the bank unreachable, the payment stays an INTENT. Raises
    NotFound for a reference without an intent.
    """
    refuse_transaction()
    if payment_outcome(reference).state != PaymentState.INTENT or not SENDS.may_send():
        return payment_outcome(reference)
    marked = _mark_sent(reference=reference, now=now)
    if marked is None:
        return payment_outcome(reference)
    address, order = marked
    try:
        answer = exchange("POST", address, order)
    except NotSent:
        SENDS.record(answered=False)
        return _take_back(reference=reference, now=now)
    except NoAnswer as silence:
        SENDS.record(answered=False)
        verdict = doubt(silence.problem)
    else:
        SENDS.record(answered=True)
        verdict = read_answer(reference, order["amount"], answer.status, answer.body, day_is_over=False)
    return payment_record(reference=reference, verdict=verdict, queried=False, now=now)


@use_case
def _mark_sent(*, reference: str, now: Moment) -> tuple[str, dict[str, Any]] | None:
    rows = lock_rows(CoreMessage.objects.system(HOUSE).filter(reference=reference))
    if not rows:
        raise NotFound("没有这笔支付指令。")
    message = rows[0]
    if message.state != PaymentState.INTENT:
        return None
    message.state = PAYMENT.check(message.state, "send").target
    message.attempts += 1
    message.sent_at = now.wall
    message.business_date = now.business_date
    message.next_query_at = now.wall + query_delay(0)
    message.save()
    record_move(message, PaymentState.INTENT, "send", now)
    order: dict[str, Any] = json.loads(message.payload.clear())
    return ADDRESSES[PaymentKind(message.kind)], order | {"business_date": now.business_date.isoformat()}


@use_case
def _take_back(*, reference: str, now: Moment) -> PaymentOutcome:
    (message,) = lock_rows(CoreMessage.objects.system(HOUSE).filter(reference=reference))
    if message.state == PaymentState.SENT:  # a query may have put it into doubt meanwhile: then that stands
        message.state = PAYMENT.check(message.state, "not_sent").target
        message.problem = "UNREACHABLE"
        message.sent_at = message.business_date = message.next_query_at = None
        message.save()
        record_move(message, PaymentState.SENT, "not_sent", now)
    return outcome_of(message)
