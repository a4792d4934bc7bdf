"""Failed lines' money goes back to the payer; what the payer's account cannot take waits at the bank (PY-7)."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Sum

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus, HolderKind
from apps.cases import api as cases
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.jobs import Lease
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.members import api as members

from ..choices import BATCH_SUBJECT, RowState
from ..events import ReturnsMoved
from ..models import Batch, Row
from ..rules.batch import ROW
from .batch_moves import batch_locked, batch_record

RETURN_JOB = "daifutong.return"
GL_RETURN = "2241.02"
CASE = "daifutong.return.held"
LOOK_AGAIN = timedelta(minutes=10)  # how long until a payer's account that takes no money is looked at anew
RETURN, HOLD = ROW.check(RowState.FAILED, "return"), ROW.check(RowState.FAILED, "hold")
PAY_OUT = ROW.check(RowState.HELD, "return")


def failed_return(batch: Batch, lines: list[UUID], *, key: str, now: Moment) -> int:
    """Takes the failed lines' sum (分, which it gives) out of transit under one key, in the caller's transaction.

    The payer's account gets it and the lines are RETURNED: Dr 2241.01 Cr 2241.02, Dr 2241.02 Cr 2011.01. Where that
    account is closed, frozen or stopped the second half waits: the lines are HELD under a case, and `batch_return`
    pays them out. Needs the batch's lock; locks the payer's account, then ledger accounts.
    """
    require_transaction()
    rows = Row.objects.system("lines of a locked batch").filter(pk__in=lines, state=RETURN.source)
    total = int(rows.aggregate(fen=Sum("amount_fen", default=0))["fen"])
    if not total:
        return 0
    takes = bankaccounts.payer_hold(batch.payer_account_id) == AccountStatus.NORMAL
    rows.update(state=(RETURN if takes else HOLD).target)
    returns = _returns(batch, now)
    legs = [(batch.transit, -total), (returns, total)]
    if takes:
        legs += [(returns, -total), (batch.payer_ledger_id, total)]
        batch.returned_fen += total
        batch.save(update_fields=["returned_fen"])
    ledger.post(
        key=key,
        kind="daifutong.return",
        summary=f"代发失败退回 {batch.reference}",
        legs=legs,
        batch_id=batch.pk,
        approval_id=batch.approval_id,
        now=now,
    )
    if not takes:
        _hold(batch, key, now)
    return total


def _hold(batch: Batch, key: str, now: Moment) -> None:
    cases.open_case(
        kind=CASE,
        subject_kind=BATCH_SUBJECT,
        subject_id=batch.pk,
        title=f"代发退回款无法入账 {batch.reference}",
        detail="付款账户已销户或不能收款,失败明细的款项暂存代发退回待处理;账户恢复或企业另有正常账户后自动退回。",
        unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
        enterprise_id=batch.enterprise_id,
        key=f"{CASE}:{key}",
        now=now,
    )
    jobs.add(RETURN_JOB, key, {"batch_id": str(batch.pk), "case": f"{CASE}:{key}"})
    publish(ReturnsMoved(batch.pk, HOLD.target))


@use_case
def batch_return(*, batch_id: UUID, case: str, lease: Lease, now: Moment) -> None:
    """Pays what is HELD out to the enterprise once an account of it takes money again; till then the job comes back.

    Key: the job in the ledger, and the lease. Locks batch, the enterprise's accounts one by one, then ledger accounts.
    A closed payer's money goes to the oldest account of the enterprise that is in order; a frozen or stopped one's
    stays until that very account is free: no other account may be a way around an order. Dr 2241.02 Cr 2011.01.
    """
    actor = Actor.system("代发退回")
    batch = batch_locked(actor, batch_id)
    rows = Row.objects.system("lines of a locked batch").filter(batch=batch, state=PAY_OUT.source)
    total = int(rows.aggregate(fen=Sum("amount_fen", default=0))["fen"])
    payee = _payee(batch)
    if total and payee is None:
        lease.again(now.wall + LOOK_AGAIN)
        return
    if total and payee:
        rows.update(state=PAY_OUT.target)
        batch.returned_fen += total
        batch.save(update_fields=["returned_fen"])
        ledger.post(
            key=f"daifutong.pay_out:{lease.key}",
            kind="daifutong.return",
            summary=f"代发退回入账 {batch.reference}",
            legs=((_returns(batch, now), -total), (payee, total)),
            batch_id=batch.pk,
            approval_id=batch.approval_id,
            now=now,
        )
        detail = {"returned": total, "ledger_account": str(payee)}
        batch_record(batch, "daifutong.batch.returned", source=batch.state, actor=actor, now=now, detail=detail)
        publish(ReturnsMoved(batch.pk, PAY_OUT.target))
    cases.close_case(key=case, resolution="退回款已转入企业账户", actor=actor, now=now)
    lease.finish()


def _payee(batch: Batch) -> UUID | None:
    status = bankaccounts.payer_hold(batch.payer_account_id)
    if status == AccountStatus.NORMAL:
        return batch.payer_ledger_id
    if status != AccountStatus.CLOSED:
        return None
    for account in bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=batch.enterprise_id):
        if bankaccounts.payer_hold(account.id) == AccountStatus.NORMAL:
            return account.ledger_account_id
    return None


def _returns(batch: Batch, now: Moment) -> UUID:
    """The batch's own 2241.02."""
    return ledger.open_account(owner_kind=BATCH_SUBJECT, owner_id=batch.pk, gl_code=GL_RETURN, on=now.business_date)
