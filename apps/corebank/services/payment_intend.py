"""First commit of three: the intent, in the transaction of the deed that pays."""

import json
from dataclasses import asdict

from django.conf import settings

from apps.audit.api import record
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.errors import Conflict

from ..choices import MOVE_ACTIONS
from ..contracts import PaymentOrder, PaymentOutcome
from ..models import CoreMessage
from ..rules.payments import PAYMENT, REFERENCE
from ..selectors import HOUSE, outcome_of

PAYMENT_JOB = "corebank.payment"
JOB_ATTEMPTS = 100  # failures, a quarter of an hour apart: a day to mend what breaks; then people are called


def payment_intend(*, order: PaymentOrder, actor: Actor, now: Moment) -> PaymentOutcome:
    """Writes the intent to pay, and the job that will send it; needs the caller's open transaction.

    Key: `order.reference`. The same order again gives the stored outcome, another order under the reference raises
    Conflict REFERENCE_REUSED. No locks but the row's own unique index.
    """
    require_transaction()
    if not REFERENCE.fullmatch(order.reference):
        raise ValueError("a reference is 8 to 64 letters, digits and hyphens")
    named = {name: value for name, value in asdict(order).items() if value or name not in ("payee_bank", "payer_bank")}
    kind = named.pop("kind")  # the address to which the order is sent
    payload = json.dumps(named, ensure_ascii=False, sort_keys=True)
    state = PAYMENT.check("", "intend").target
    intent = CoreMessage(
        reference=order.reference,
        kind=kind,
        amount=order.amount,
        payload=payload,
        state=state,
        intended_at=now.wall,
    )
    CoreMessage.objects.bulk_create([intent], ignore_conflicts=True)
    message = CoreMessage.objects.system(HOUSE).get(reference=order.reference)
    if (message.kind, message.payload.clear()) != (kind, payload):
        raise Conflict("REFERENCE_REUSED", "同一支付流水号的内容与上次不一致。")
    if message.pk != intent.pk:
        return outcome_of(message)
    jobs.add(PAYMENT_JOB, order.reference, {"reference": order.reference}, max_attempts=JOB_ATTEMPTS)
    record(
        actor=actor,
        action=MOVE_ACTIONS["intend"],
        subject_kind="corebank.payment",
        subject_id=message.pk,
        to_state=message.state,
        detail={"reference": order.reference, "amount": order.amount},
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
    return outcome_of(message)
