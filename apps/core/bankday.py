"""The bank's day: cut off (日切) while the next one opens, then closed step by step.

Apps declare their steps in a `day_close.py` (`STEPS`). A step runs once for a day and partition, which is its key; its
work, its report and its end are one commit, so a killed process leaves it to whoever comes next.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Q, QuerySet

from . import clock
from .choices import DayState, StepState
from .clock import Moment
from .db import lock_rows, require_transaction
from .errors import Busy, Conflict
from .events import DayOpened
from .models import BankDay, CloseStep
from .outbox import publish
from .rules import BANK_DAY, CLOSE_STEP

ONE_DAY = timedelta(days=1)


class StepDone(Conflict):
    """A step was asked to run a second time."""

    def __init__(self) -> None:
        super().__init__("STEP_DONE", "这个日终步骤已经完成,不会重复执行。")


class Phase(IntEnum):
    """When in the close a step runs; within a phase the lower tier comes first, then the order of declaration."""

    DRAIN = 1  # whoever still posts on the day comes to his end
    CHECK = 2  # what must be settled before the day may close
    WORK = 3  # what the products do and post at the end of a day
    BOOKS = 4  # interest, then the balances of the day
    PROOF = 5


@dataclass(frozen=True, slots=True)
class Report:
    """What a step tells: a sentence for the board, figures that the day's proof keeps (分 or counts), ids of cases."""

    sentence: str
    figures: Mapping[str, int] = field(default_factory=dict)
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`work` gets the moment (its business date is the day that closes) and the partition, inside a transaction.

    It raises an AppError when the day must not close. `wait` runs before, outside any transaction. `is_due` says on
    which days the step exists.
    """

    name: str
    label: str
    phase: Phase
    work: Callable[[Moment, int], Report]
    wait: Callable[[], None] | None = None
    partitions: int = 1
    is_due: Callable[[date], bool] = lambda day: True


def all_steps() -> dict[str, Step]:
    """Every declared step by name, in the order of the close."""
    found: list[Step] = []
    for app in apps.get_app_configs():  # in settings the lower tiers stand first
        if app.name.startswith("apps.") and find_spec(f"{app.name}.day_close"):
            found += import_module(f"{app.name}.day_close").STEPS
    return {step.name: step for step in sorted(found, key=lambda step: step.phase)}


def closing_day() -> date | None:
    """The day that is cut off and not closed; there is at most one."""
    return BankDay.objects.filter(state=DayState.CUTOFF).values_list("business_date", flat=True).first()


def steps_of(day: date) -> QuerySet[CloseStep]:
    """The planned steps of a day in their order."""
    return CloseStep.objects.filter(business_date=day).order_by("position", "partition")


def next_step(day: date) -> CloseStep | None:
    """The first step of a day that is not done."""
    return steps_of(day).filter(~Q(state=StepState.DONE)).first()


def cut_off(now: Moment) -> date:
    """Cuts the open day off, opens and tells the next calendar day, plans the steps; gives the day that is cut off.

    Needs the caller's transaction. Locks the days that are not closed. Raises Conflict DAY_CLOSING while another day
    is being closed, Busy when somebody else was faster.
    """
    require_transaction()
    current = lock_rows(BankDay.objects.exclude(state=DayState.CLOSED))
    if any(day.state == DayState.CUTOFF for day in current):
        raise Conflict("DAY_CLOSING", "上一营业日的日终还没有完成,不能切换到下一天。")
    if [day.business_date for day in current] != [now.business_date]:
        raise Busy("营业日刚刚切换,请刷新页面。")
    [day] = current
    day.state, day.cut_off_at = BANK_DAY.check(day.state, "cut_off").target, now.wall
    day.save(update_fields=["state", "cut_off_at"])
    opened = day.business_date + ONE_DAY
    BankDay.objects.create(business_date=opened, opened_at=now.wall)
    publish(DayOpened(opened.isoformat()))
    CloseStep.objects.bulk_create(
        CloseStep(business_date=day.business_date, job=step.name, partition=partition, position=position)
        for position, step in enumerate(all_steps().values(), 1)
        if step.is_due(day.business_date)
        for partition in range(step.partitions)
    )
    return day.business_date


def step_begin(row: CloseStep) -> None:
    """Puts a step to work, in the caller's transaction; what a dead process left RUNNING begins anew."""
    _locked(row)
    row.state, row.started_at = CLOSE_STEP.check(row.state, "begin").target, clock.wall()
    row.finished_at, row.fault = None, ""
    row.save(update_fields=["state", "started_at", "finished_at", "fault"])


def step_work(row: CloseStep) -> Report:
    """Does a begun step, in the caller's transaction. Raises what its work raises, StepDone, Busy."""
    _locked(row)
    target = CLOSE_STEP.check(row.state, "finish").target
    report = all_steps()[row.job].work(Moment(clock.wall(), row.business_date), row.partition)
    row.state, row.finished_at, row.report = target, clock.wall(), asdict(report)
    row.save(update_fields=["state", "finished_at", "report"])
    return report


def step_fail(row: CloseStep, fault: str) -> None:
    """Notes why a step did not come to its end, in the caller's transaction."""
    _locked(row)
    row.state, row.finished_at, row.fault = CLOSE_STEP.check(row.state, "fail").target, clock.wall(), fault[:300]
    row.save(update_fields=["state", "finished_at", "fault"])


def _locked(row: CloseStep) -> None:
    """Brings the row up to date under its lock: two processes never do the same step at once."""
    require_transaction()
    fresh = CloseStep.objects.select_for_update(skip_locked=True).filter(pk=row.pk).first()
    if fresh is None:
        raise Busy("这个日终步骤正在执行,请稍候。")
    if fresh.state == StepState.DONE:
        raise StepDone()
    row.state, row.started_at = fresh.state, fresh.started_at


def close(day: date, now: Moment) -> None:
    """Closes a day whose steps are all done, in the caller's transaction. Raises Conflict STEPS_LEFT, IllegalMove."""
    require_transaction()
    [row] = lock_rows(BankDay.objects.filter(business_date=day))
    target = BANK_DAY.check(row.state, "close").target
    if next_step(day) is not None:
        raise Conflict("STEPS_LEFT", "还有日终步骤没有完成。")
    row.state, row.closed_at = target, now.wall
    row.save(update_fields=["state", "closed_at"])
