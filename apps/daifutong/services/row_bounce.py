"""A wage that had been paid to another bank comes back (退票): a new reversal, and its money to the enterprise."""

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.outbox import publish
from apps.ledger import api as ledger

from ..choices import BOUNCED, BatchState, PayslipState, RowState
from ..events import RowBounced
from ..models import Batch, Payslip, PayslipWithdrawal, Row
from ..rules.batch import ROW
from .batch_moves import batch_move, batch_record
from .payslip_moves import payslip_move
from .row_moves import row_record
from .row_resolve import PAID_KEY, line_locked, line_return, row_resolve

VOID_REASON = f"{BOUNCED}:这笔工资没有入账,款项已退回单位。请与单位核对收款账户,由单位重新发放。"


def row_bounce(*, line_ref: str, now: Moment) -> None:
    """The PAID other-bank line is FAILED P99 and its money goes the way of every failure (PY-7): to the payer's account
    by a journal of its own, or, while that account takes none, to wait for it; while the batch is still being paid, in
    the one returned sum. Its payslip is withdrawn, a batch that was DONE is PART_FAILED: the line may be paid again.

    Needs the caller's open transaction. Key: the line in the ledger, whose payment is reversed once; heard twice, or of
    another app's reference, it changes nothing. Events come in any order: the success, if it is still to be heard, is
    taken first. Locks batch, line, payslip, the payment's journal, then as failed_return.
    Dr 3001.02 Cr 2241.01, then Dr 2241.01 Cr 2241.02, Dr 2241.02 Cr 2011.01.
    """
    require_transaction()
    row_resolve(line_ref=line_ref, code="P00", now=now)
    batch, row = line_locked(line_ref)
    if batch is None or row is None or row.state != RowState.PAID:
        return
    actor = Actor.system("跨行退票")
    row.batch = batch
    row.state, row.outcome, row.bounced_at = ROW.check(row.state, "bounce").target, "P99", now.business_at
    row.save(update_fields=["state", "outcome", "bounced_at"])
    row_record(row, batch, "daifutong.row.bounced", source=RowState.PAID, actor=actor, now=now)
    _void_payslip(row, actor, now)
    ledger.reverse(
        journal_id=ledger.journal_of(f"{PAID_KEY}:{line_ref}"),
        key=f"daifutong.bounce:{line_ref}",
        kind="daifutong.bounce",
        summary=f"代发工资退票 {batch.reference}",
        approval_id=batch.approval_id,
        now=now,
    )
    if batch.state != BatchState.DISBURSING:
        line_return(batch, row, actor, now)
        _end_batch(batch, actor, now)
    publish(RowBounced(batch.pk, row.number))


def _void_payslip(row: Row, actor: Actor, now: Moment) -> None:
    slips = lock_rows(Payslip.objects.system("of a locked line").filter(pk=row.pk))
    for slip in slips:
        if slip.state == PayslipState.WITHDRAWN:
            continue
        slip.row = row
        PayslipWithdrawal.objects.create(
            payslip=slip,
            state=slip.state,
            items=slip.items,
            dispute_text=slip.dispute_text,
            reply_text=slip.reply_text,
            reason=VOID_REASON,
            display=actor.display,
            withdrawn_at=now.wall,
        )
        action = "daifutong.payslip.voided"
        payslip_move(slip, "void", action, actor=actor, now=now, withdraw_reason=VOID_REASON, items=[])


def _end_batch(batch: Batch, actor: Actor, now: Moment) -> None:
    if batch.state == BatchState.DONE:
        move = batch_move(batch, "bounce")
        batch_record(batch, "daifutong.batch.bounced", source=move.source, actor=actor, now=now)
