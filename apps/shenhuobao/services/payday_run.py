"""工资日自动转入: a wage has come to the account, and a share of it is bought for the plan (WM-13).

What came is read in the books, by the line that the payroll paid there; the payroll itself is a stranger, and the
employer hears of nothing.
"""

from uuid import UUID

from apps.core import jobs
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.jobs import Lease
from apps.ledger import api as ledger

from ..choices.instruction import InstructionKind, InstructionState
from ..models import Instruction
from ..rules import plans
from ..selectors.instructions import payday_accounts
from .run_make import run_make

PAYDAY_JOB = "shenhuobao.payday"


def paydays_open(*, batch_id: UUID) -> None:
    """One job for each wage of the batch that came to an account with such an instruction. In the caller's
    transaction. Key: (instruction, line)."""
    require_transaction()
    waiting = payday_accounts()
    for credit in ledger.line_credits(batch_id, list(waiting)) if waiting else ():
        for instruction_id in waiting[credit.account_id]:
            payload = {"instruction_id": str(instruction_id), "batch_id": str(batch_id), "line_id": str(credit.line_id)}
            jobs.add(PAYDAY_JOB, f"{instruction_id}:{credit.line_id}", payload)


def payday_advance(*, lease: Lease, now: Moment) -> None:
    """The job of one wage."""
    said = lease.payload
    payday_run(
        instruction_id=UUID(said["instruction_id"]), batch_id=UUID(said["batch_id"]), line_id=UUID(said["line_id"]),
        lease=lease, now=now,
    )  # fmt: skip


@use_case
def payday_run(*, instruction_id: UUID, batch_id: UUID, line_id: UUID, lease: Lease, now: Moment) -> None:
    """Buys a share of what the line brought, never more than is there. Key: (instruction, line). Locks the
    instruction, then as run_make."""
    rows = Instruction.objects.system("a wage has come to its account").filter(pk=instruction_id)
    (one,) = lock_rows(rows)
    credits = ledger.line_credits(batch_id, [one.account_ledger_id])
    credit = next((each for each in credits if each.line_id == line_id), None)
    is_due = one.kind == InstructionKind.PAY_DAY and one.state == InstructionState.ACTIVE
    if is_due and credit is not None and one.percent is not None:
        share = plans.share_of_pay(credit.amount, one.percent, cap=one.cap_fen)
        there = max(ledger.available(one.account_ledger_id, now=now), 0)
        run_make(one, f"{line_id}", min(share, there), now=now, credit=credit)
    lease.finish()
