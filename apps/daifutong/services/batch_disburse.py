"""A chunk of own-bank lines gets its money: one journal, one update, one insert of payslips."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.db import connection

from apps.bankaccounts import api as bankaccounts
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.collector import collector_paused
from apps.core.db import use_case
from apps.core.errors import IllegalMove
from apps.core.jobs import Lease
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.risk import api as risk
from apps.risk.contracts import Flow

from ..choices import BatchState, Channel, RowState
from ..events import RowsPaid
from ..models import Batch
from ..rules.batch import PAYSLIP, ROW
from ..selectors.payees import payee_refusals
from .batch_finish import part_end
from .batch_moves import batch_locked, batch_record

REFUSED_BY_BOOKS = "P99"  # an account that the books do not credit, whatever its status says
Payee = tuple[UUID, UUID, UUID, int]  # line, account, ledger account, 分
PAY, REFUSE = ROW.check(RowState.PENDING, "pay"), ROW.check(RowState.PENDING, "refuse")
PUBLISH = PAYSLIP.check("", "publish")
_TO_PAY = "batch_id = %s AND number BETWEEN %s AND %s AND channel = %s AND state = %s"


@use_case
@collector_paused()
def batch_disburse(*, batch_id: UUID, first: int, last: int, lease: Lease, now: Moment) -> None:
    """Pays the own-bank lines first … last of a batch that are still PENDING (P4); refused ones become FAILED.

    Key: (batch, first, last) in the ledger, and the lease: a worker whose job was taken over cannot commit. Status and
    class limit of every payee are looked at again in this very transaction. What the books refuse gives its
    limit back. Locks batch, payees, counters of limits, ledger accounts. Dr 2241.01 of the batch, Cr 2011.02 of each
    payee.
    """
    actor = Actor.system("代发批次发放")
    batch = batch_locked(actor, batch_id)
    if batch.state != BatchState.DISBURSING:
        raise IllegalMove("NOT_DISBURSING", "批次不在发放中。")
    payees = _payees(batch, first, last)
    special = bankaccounts.payees_hold({account for _, account, _, _ in payees})
    looked_at = [(line, special[account], fen) for line, account, _, fen in payees if account in special]
    verdicts = payee_refusals(looked_at, ask=risk.take_lines, now=now)
    refused = {line: refusal.payment_code for line, refusal in verdicts.items()}
    paid = [payee for payee in payees if payee[0] not in refused] if refused else payees
    if paid:
        posted = _post(batch, paid, key=f"daifutong.pay:{batch.pk}:{first}-{last}", now=now)
        by_books = [paid[place][0] for place in posted.refused]
        risk.give_back(flow=Flow.PAYROLL, keys=by_books, now=now)
        refused |= dict.fromkeys(by_books, REFUSED_BY_BOOKS)
    _write_refused(refused)
    _write_paid(batch, first, last, len(payees) - len(refused), now)
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
    """daifutong_row_payable: a released line has them all."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id, payee_account_id, payee_ledger_id, amount_fen FROM daifutong_row
                 WHERE {_TO_PAY} ORDER BY number""",  # noqa: S608  (the condition is code)
            [batch.pk, first, last, Channel.OWN, PAY.source],
        )
        return cast(list[Payee], cursor.fetchall())


def _write_refused(refused: dict[UUID, str]) -> None:
    if not refused:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE daifutong_row r SET state = %s, outcome = u.code
                 FROM unnest(%s::uuid[], %s::text[]) u(id, code) WHERE r.id = u.id AND r.state = %s""",
            [REFUSE.target, list(refused), list(refused.values()), REFUSE.source],
        )


def _write_paid(batch: Batch, first: int, last: int, count: int, now: Moment) -> None:
    """What is still PENDING in the part is paid. Raises RuntimeError unless these are as many as get their money."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH paid AS (
                   UPDATE daifutong_row SET state = %s, outcome = 'P00', paid_at = %s
                    WHERE {_TO_PAY} RETURNING id, person_id, items),
               slips AS (
                   INSERT INTO daifutong_payslip (row_id, person_id, published_at, items, state,
                                                  dispute_text, reply_text, reply_display)
                   SELECT id, person_id, %s, items, %s, '', '', '' FROM paid WHERE person_id IS NOT NULL)
               SELECT count(*) FROM paid""",  # noqa: S608  (the condition is code)
            [
                PAY.target,
                now.business_at,
                batch.pk,
                first,
                last,
                Channel.OWN,
                PAY.source,
                now.business_at,
                PUBLISH.target,
            ],
        )
        if cursor.fetchone() != (count,):
            raise RuntimeError(f"the lines of batch {batch.reference} changed under its lock")


def _detail(first: int, last: int, payees: Sequence[Payee], refused: dict[UUID, str]) -> dict[str, object]:
    return {
        "first": first,
        "last": last,
        "paid": len(payees) - len(refused),
        "refused": {str(line): code for line, code in refused.items()},
    }
