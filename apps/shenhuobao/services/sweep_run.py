"""利民宝: before the cut-off of a trading day, what stands idle above the floor is swept (WM-13; 非存款)."""

from uuid import UUID

from apps.core import clock, jobs
from apps.core.bankday import Report, closing_day
from apps.core.calendar import is_trading_day
from apps.core.clock import Moment
from apps.core.db import lock_rows, refuse_transaction, require_transaction, use_case
from apps.core.jobs import Lease
from apps.ledger import api as ledger

from ..choices.instruction import SWEEP_AT, SWEEP_STEP, InstructionKind, InstructionState
from ..models import Instruction, Run
from ..selectors.instructions import sweep_ids
from .lease_end import lease_end
from .run_make import run_make
from .runs_each import runs_each

SWEEP_JOB = "shenhuobao.sweep"


def sweeps_tick(*, now: Moment) -> None:
    """The job of a trading day, once its hour has come. In the caller's transaction (`core.sweeps`). Key: the day."""
    require_transaction()
    day = now.business_date
    if now.business_at.time() >= SWEEP_AT and sweep_ids(day) and is_trading_day(day):
        jobs.add(SWEEP_JOB, f"{day}", {}, max_attempts=100)


def sweeps_advance(*, lease: Lease, now: Moment) -> None:
    """The job: each account in a transaction of its own."""
    refuse_transaction()
    runs_each(sweep_ids(now.business_date), sweep_run, lease=lease, now=now)
    lease_end(lease=lease, is_done=True, now=now)


def sweeps_settle() -> None:
    """Whatever the afternoon has not swept, on the day that closes. Outside any transaction."""
    day = closing_day()
    if day is None or not (ids := sweep_ids(day)):
        return  # before the calendar is asked: its years may not be loaded that far
    if is_trading_day(day):
        runs_each(ids, sweep_run, now=Moment(clock.wall(), day))


def sweeps_settled(now: Moment, _partition: int) -> Report:
    """Tells what was swept on the day that closes."""
    require_transaction()
    runs = Run.objects.system("what a day has swept").filter(
        instruction__kind=InstructionKind.SWEEP, on=now.business_date, outcome=""
    )
    count = runs.count()
    return Report(f"利民宝转入 {count} 笔。" if count else "没有需要转入的利民宝。", {"sweeps": count})


@use_case
def sweep_run(*, instruction_id: UUID, now: Moment) -> None:
    """Buys for the whole multiples that are there above the floor; nothing above it is no occasion. Key: (instruction,
    day). Locks the instruction, then as run_make."""
    rows = Instruction.objects.system("idle money is swept").filter(pk=instruction_id)
    (one,) = lock_rows(rows)
    if one.kind != InstructionKind.SWEEP or one.state != InstructionState.ACTIVE or one.floor_fen is None:
        return
    idle = ledger.available(one.account_ledger_id, now=now) - one.floor_fen
    if idle >= SWEEP_STEP:
        run_make(one, f"{now.business_date}", idle - idle % SWEEP_STEP, now=now)
