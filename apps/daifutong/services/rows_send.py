"""A chunk of other-bank lines is intended: the first of three commits; corebank sends and asks (P5)."""

from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.jobs import Lease
from apps.corebank import api as corebank
from apps.corebank.contracts import PaymentOrder

from ..choices import KIND_LABELS, BatchKind, Channel, RowState
from ..models import Batch, Row
from ..rules.batch import ROW
from .batch_moves import batch_locked, batch_record

SEND = ROW.check(RowState.PENDING, "send")


@use_case
def rows_send(*, batch_id: UUID, first: int, last: int, lease: Lease, now: Moment) -> None:
    """Writes the intent to pay for each other-bank line first … last that is PENDING; the lines are SENT.

    Key: `line_ref` is the payment's reference for ever, and the lease. Locks the batch. No network: the outcome comes
    back as an event (row_doubt, row_resolve).
    """
    actor = Actor.system("代发跨行发放")
    batch = batch_locked(actor, batch_id)
    rows = Row.objects.system("lines of a locked batch").filter(
        batch=batch, channel=Channel.OTHER, state=SEND.source, number__range=(first, last)
    )
    sent, payer_account = [], bankaccounts.account_number(batch.payer_account_id)
    for row in rows.order_by("number"):
        row.batch = batch
        corebank.intend_payment(order=_order(batch, row, payer_account), actor=actor, now=now)
        sent.append(row)
    rows.filter(pk__in=[row.pk for row in sent]).update(state=SEND.target)
    batch_record(
        batch,
        "daifutong.rows.sent",
        source=batch.state,
        actor=actor,
        now=now,
        detail={"first": first, "last": last, "sent": len(sent)},
    )
    lease.finish()


def _order(batch: Batch, row: Row, payer_account: str) -> PaymentOrder:
    return PaymentOrder(
        reference=row.line_ref,
        amount=row.payable_fen,
        payer_account=payer_account,
        payer_name=batch.payer_name,
        payee_account=row.account.clear(),
        payee_name=row.name,
        payee_bank=row.payee_bank,
        purpose=KIND_LABELS[BatchKind(batch.kind)],
    )
