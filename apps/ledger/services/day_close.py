"""Closing bank days: started by a person, done move by move by whoever runs, until the wanted day is open."""

from contextlib import suppress
from datetime import date, timedelta

import structlog
from django.conf import settings

from apps.audit import api as audit
from apps.core import bankday, jobs
from apps.core.actors import Actor, Relation
from apps.core.choices import DayState
from apps.core.clock import Moment
from apps.core.db import refuse_transaction, use_case
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.idempotency import once
from apps.core.ids import new_id
from apps.core.jobs import Lease
from apps.core.models import CloseStep

from ..choices import DAY_CLOSE_JOB
from ..selectors.books import require_head_office

log = structlog.get_logger("day_close")

DAYS_AT_ONCE = 400


@use_case
def day_close_start(*, to: date, key: str, actor: Actor, now: Moment) -> None:
    """Cuts the open day off, unless one is being closed already, and writes the job that closes days until `to` is
    open. With `to` the open day itself, what is being closed is gone on with.

    Key: `key`, of the actor. Locks the days that are not closed. Raises InvalidInput DAY_TARGET for a day that is past
    or too far away, Conflict NOTHING_TO_CLOSE, Busy, Forbidden for a person outside head office.
    """
    if actor.relation != Relation.SYSTEM:
        require_head_office(actor)
    if not now.business_date <= to <= now.business_date + timedelta(days=DAYS_AT_ONCE):
        raise InvalidInput("DAY_TARGET", f"请选择当前营业日之后、{DAYS_AT_ONCE} 天以内的日期。")

    def effect() -> dict[str, str]:
        if bankday.closing_day() is None:
            if to == now.business_date:
                raise Conflict("NOTHING_TO_CLOSE", "没有正在日终的营业日。")
            _cut_off(actor, now)
        days = {"from": now.business_date.isoformat(), "to": to.isoformat()}
        jobs.add(DAY_CLOSE_JOB, f"{to}:{new_id()}", days, due_at=now.wall)
        return days

    once(actor=actor, route=DAY_CLOSE_JOB, key=key, body={"to": to}, effect=effect)


def day_advance(*, to: date, actor: Actor, now: Moment, lease: Lease | None = None) -> bool:
    """Makes the next move towards the open day `to`: a cut-off, a step, the close of a day. False: nothing is left.

    Each move is a durable transaction, so a killed process leaves the next move to the next caller. With a lease, a
    worker whose job was taken over cannot commit. Must run outside any transaction. Raises what a step raises, when the
    day may not close: the step is FAILED then, and says why.
    """
    refuse_transaction()
    day = bankday.closing_day()
    if day is None:
        if now.business_date >= to:
            return False
        day_cut_off(actor=actor, now=now, lease=lease)
    elif step := bankday.next_step(day):
        with suppress(bankday.StepDone):  # somebody else was faster
            _step(step, lease)
    else:
        day_end(day=day, to=to, actor=actor, now=now, lease=lease)
    return True


@use_case
def day_cut_off(*, actor: Actor, now: Moment, lease: Lease | None = None) -> None:
    """日切: the open day takes no more postings and the next one opens. Locks both."""
    _cut_off(actor, now)
    _keep(lease)


@use_case
def day_end(*, day: date, to: date, actor: Actor, now: Moment, lease: Lease | None = None) -> None:
    """Closes a day whose steps are all done; the open one is cut off with it while `to` lies behind that. Whoever
    watches never finds nothing being closed on the way. Locks both. Raises Conflict STEPS_LEFT."""
    bankday.close(day, now)
    _record("ledger.day.closed", day, DayState.CUTOFF, DayState.CLOSED, actor, now)
    if now.business_date < to:
        _cut_off(actor, now)
    _keep(lease)


@use_case
def day_rest(*, is_done: bool, lease: Lease, now: Moment) -> None:
    """Ends the job, or hands it back so that no message to a worker lasts too long."""
    if is_done:
        lease.finish()
    else:
        lease.again(now.wall)


def _step(step: CloseStep, lease: Lease | None) -> None:
    declared = bankday.all_steps()[step.job]
    step_begin(step=step, lease=lease)
    try:
        if declared.wait:
            declared.wait()
        step_work(step=step, lease=lease)
    except (jobs.LeaseLost, bankday.StepDone):
        raise
    except AppError as error:
        step_fail(step=step, fault=error.message)
        raise
    except Exception as error:
        step_fail(step=step, fault=f"程序错误({type(error).__name__}),请联系技术人员。")
        raise


@use_case
def step_begin(*, step: CloseStep, lease: Lease | None) -> None:
    """Marks a step as running, for those who watch. Locks it; Busy when somebody else does it."""
    bankday.step_begin(step)
    _keep(lease)


@use_case
def step_work(*, step: CloseStep, lease: Lease | None) -> None:
    """The step itself: work, report and end in one commit. Key: (job, business date, partition)."""
    bankday.step_work(step)
    _keep(lease)


@use_case
def step_fail(*, step: CloseStep, fault: str) -> None:
    """Notes what stopped a step."""
    log.warning("day_close.step_failed", day=str(step.business_date), step=step.job)
    bankday.step_fail(step, fault)


def _cut_off(actor: Actor, now: Moment) -> None:
    day = bankday.cut_off(now)
    _record("ledger.day.cut_off", day, DayState.OPEN, DayState.CUTOFF, actor, now)


def _keep(lease: Lease | None) -> None:
    """Another worker who has taken the job over meanwhile makes this commit impossible."""
    if lease is not None:
        lease.renew()


def _record(action: str, day: date, source: DayState, target: DayState, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind="core.bank_day",
        from_state=source,
        to_state=target,
        detail={"day": day.isoformat()},
        unit_path=settings.HEAD_UNIT_PATH,
        now=now,
    )
