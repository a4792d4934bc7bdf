"""定投: a trading day opens, and what was agreed for it, or for the rest before it, is bought before 10:00 (WM-13)."""

from datetime import date
from uuid import UUID

from apps.core import jobs
from apps.core.calendar import is_trading_day
from apps.core.clock import Moment
from apps.core.db import lock_rows, refuse_transaction, require_transaction, use_case
from apps.core.jobs import Lease

from ..choices.instruction import InstructionKind, InstructionState
from ..models import Instruction
from ..rules import plans
from ..selectors.instructions import due_ids
from .instruction_moves import schedule_of
from .lease_end import lease_end
from .run_make import run_make
from .runs_each import runs_each

AUTOINVEST_JOB = "shenhuobao.autoinvest"


def autoinvest_open(*, day: date) -> None:
    """The job of a trading day on which something is due. In the caller's transaction. Key: the day."""
    require_transaction()
    if due_ids(day) and is_trading_day(day):
        jobs.add(AUTOINVEST_JOB, f"{day}", {}, max_attempts=100)


def autoinvest_advance(*, lease: Lease, now: Moment) -> None:
    """The job: each instruction in a transaction of its own, so that one does not wait for another."""
    refuse_transaction()
    if is_trading_day(now.business_date):  # a day late, it is the next day's job that buys
        runs_each(due_ids(now.business_date), autoinvest_run, lease=lease, now=now)
    lease_end(lease=lease, is_done=True, now=now)


@use_case
def autoinvest_run(*, instruction_id: UUID, now: Moment) -> None:
    """Buys once for the agreed day that has come, and sets the next one after today. Whoever comes second finds it
    done. Locks the instruction, then as run_make."""
    rows = Instruction.objects.system("what was agreed is due").filter(pk=instruction_id)
    (one,) = lock_rows(rows)
    is_due = one.kind == InstructionKind.AUTO_INVEST and one.state == InstructionState.ACTIVE
    if not is_due or one.next_on is None or one.fen is None or one.next_on > now.business_date:
        return
    agreed, one.next_on = one.next_on, plans.next_agreed(schedule_of(one), now.business_date)
    one.save(update_fields=["next_on"])
    run_make(one, f"{agreed}", one.fen, now=now)
