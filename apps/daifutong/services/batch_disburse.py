"""A chunk of own-bank lines gets its money: one journal, one update, one insert of payslips."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.db import connection

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import InboundLine
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import IllegalMove
from apps.core.jobs import Lease
from apps.core.outbox import publish
from apps.ledger import api as ledger

from ..choices import BatchState, Channel, RowState
from ..events import RowsPaid
from ..models import Batch, Row
from .batch_finish import part_end
from .batch_moves import batch_locked, batch_record

REFUSED_BY_BOOKS = "P99"  # an account that the books do not credit, whatever its status says
Payee = tuple[UUID, UUID, UUID, int]  # line, account, ledger account, 分


@use_case
def batch_disburse(*, batch_id: UUID, first: int, last: int, lease: Lease, now: Moment) -> None:
    """Pays the own-bank lines first … last of a batch that are still PENDING (P4); refused ones become FAILED.

    Key: (batch, first, last) in the ledger, and the lease: a worker whose job was taken over cannot commit. Status and
    class limit of every payee are looked at again in this very transaction. Locks batch, payees, ledger accounts.
    Dr 2241.01 of the batch, Cr 2011.02 of each payee.
    """
    actor = Actor.system("代发批次发放")
    batch = batch_locked(actor, batch_id)
    if batch.state != BatchState.DISBURSING:
        raise IllegalMove("NOT_DISBURSING", "批次不在发放中。")
    payees = _payees(batch, first, last)
    verdicts = bankaccounts.inbound_take(lines=[InboundLine(line, acc, fen) for line, acc, _, fen in payees], now=now)
    refused = {line: refusal.payment_code for line, refusal in verdicts.items()}
    paid = [payee for payee in payees if payee[0] not in refused]
    if paid:
        posted = _post(batch, paid, key=f"daifutong.pay:{batch.pk}:{first}-{last}", now=now)
        refused |= {paid[place][0]: REFUSED_BY_BOOKS for place in posted.refused}
    _write_refused(refused)
    _write_paid([payee[0] for payee in paid if payee[0] not in refused], now)
    batch_record(
        batch,
        "daifutong.rows.disbursed",
        source=batch.state,
        actor=actor,
        now=now,
        detail=_detail(first, last, payees, refused),
    )
    publish(RowsPaid(batch.pk, first, last))
    part_end(batch, parts=1)
    lease.finish()


def _post(batch: Batch, paid: Sequence[Payee], *, key: str, now: Moment) -> ledger.BatchPosted:
    return ledger.post_batch(
        key=key,
        kind="daifutong.pay",
        summary=f"代发工资 {batch.reference}",
        debit=batch.transit,
        lines=[(ledger_id, fen, line) for line, _, ledger_id, fen in paid],
        control_count=len(paid),
        control_sum=sum(payee[3] for payee in paid),
        batch_id=batch.pk,
        approval_id=batch.approval_id,
        now=now,
    )


def _payees(batch: Batch, first: int, last: int) -> list[Payee]:
    rows = Row.objects.system("lines of a locked batch").filter(
        batch=batch, channel=Channel.OWN, state=RowState.PENDING, number__range=(first, last)
    )
    payees = rows.order_by("number").values_list("pk", "payee_account_id", "payee_ledger_id", "amount_fen")
    return cast(list[Payee], list(payees))  # daifutong_row_payable: a released line has them all


def _write_refused(refused: dict[UUID, str]) -> None:
    if not refused:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE daifutong_row r SET state = 'FAILED', outcome = u.code
                 FROM unnest(%s::uuid[], %s::text[]) u(id, code) WHERE r.id = u.id AND r.state = 'PENDING'""",
            [list(refused), list(refused.values())],
        )


def _write_paid(lines: Sequence[UUID], now: Moment) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH paid AS (
                   UPDATE daifutong_row SET state = 'PAID', outcome = 'P00', paid_at = %s
                    WHERE id = ANY (%s) AND state = 'PENDING' RETURNING id, person_id)
               INSERT INTO daifutong_payslip (row_id, person_id, published_at, items, state, dispute_text)
               SELECT id, person_id, %s, '[]', 'NEW', '' FROM paid WHERE person_id IS NOT NULL""",
            [now.business_at, list(lines), now.business_at],
        )


def _detail(first: int, last: int, payees: Sequence[Payee], refused: dict[UUID, str]) -> dict[str, object]:
    return {
        "first": first,
        "last": last,
        "paid": len(payees) - len(refused),
        "refused": {str(line): code for line, code in refused.items()},
    }
