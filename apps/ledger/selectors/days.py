"""The bank's days and their closes, as the day's board and the story bar show them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from apps.cases import api as cases
from apps.core import bankday
from apps.core.actors import Actor
from apps.core.choices import DAY_LABELS, STEP_LABELS, DayState, StepState
from apps.core.errors import NotFound, Unavailable
from apps.core.models import BankDay, CloseStep, Job
from apps.core.money import Fen

from ..choices import DAY_CLOSE_JOB
from ..contracts import CNY, DayLine, DayProgress, DayProofSheet, DaySheet, StepLine
from ..models import DayProof
from .books import require_head_office

DAYS_A_PAGE = 30
HUNDREDTH = timedelta(milliseconds=10)
# Of a step in parts: the first of these that a part is in. A failure comes before all, rest before the end.
RANK = (StepState.FAILED, StepState.RUNNING, StepState.WAITING, StepState.DONE)


def days_shown(actor: Actor, *, page: int) -> tuple[tuple[DayLine, ...], int]:
    """A page of the bank's days, the newest first, and their number. Raises Forbidden outside head office."""
    require_head_office(actor)
    start = (page - 1) * DAYS_A_PAGE
    rows = list(BankDay.objects.order_by("-business_date")[start : start + DAYS_A_PAGE])
    proofs = DayProof.objects.in_bulk([row.business_date for row in rows])
    return tuple(_line(row, proofs.get(row.business_date)) for row in rows), BankDay.objects.count()


def day_sheet(actor: Actor, day: date) -> DaySheet:
    """One day. Raises NotFound for a day that the bank has not had, Forbidden outside head office."""
    require_head_office(actor)
    row = BankDay.objects.filter(pk=day).first()
    if row is None:
        raise NotFound("没有这个营业日。")
    proof = DayProof.objects.filter(pk=day).first()
    steps = list(bankday.steps_of(day))
    ids = [UUID(case) for step in steps for case in step.report.get("cases", ())]
    return DaySheet(
        line=_line(row, proof),
        steps=_steps(steps),
        proof=DayProofSheet(
            proof.journals, proof.entries, proof.accounts, _turnover(proof), bytes(proof.digest).hex()[:16],
            proof.proved_at,
        ) if proof else None,
        carried=cases.cases_named(actor, ids),
    )  # fmt: skip


def day_progress() -> DayProgress:
    """The open day, and how far the close of the one before is. Raises Unavailable when no day is open."""
    days = dict(BankDay.objects.exclude(state=DayState.CLOSED).values_list("state", "business_date"))
    if DayState.OPEN not in days:
        raise Unavailable("银行营业日尚未开启,请稍后再试。")
    if DayState.CUTOFF not in days:
        return DayProgress(days[DayState.OPEN], None)
    steps = list(bankday.steps_of(days[DayState.CUTOFF]))
    states = [step.state for step in steps]
    job = Job.objects.filter(kind=DAY_CLOSE_JOB, state__in=[Job.State.DUE, Job.State.LEASED]).order_by("pk").last()
    return DayProgress(
        open_day=days[DayState.OPEN],
        closing=days[DayState.CUTOFF],
        steps_done=states.count(StepState.DONE),
        steps=len(steps),
        fault=next((step.fault for step in steps if step.state == StepState.FAILED), ""),
        is_running=job is not None or StepState.RUNNING in states,
        first=date.fromisoformat(job.payload["from"]) if job else None,
        to=date.fromisoformat(job.payload["to"]) if job else None,
    )


def _line(row: BankDay, proof: DayProof | None) -> DayLine:
    return DayLine(
        row.business_date, row.state, DAY_LABELS[DayState(row.state)], row.cut_off_at, row.closed_at,
        proof.journals if proof else None, _turnover(proof) if proof else None,
    )  # fmt: skip


def _turnover(proof: DayProof) -> Fen:
    return Fen(proof.turnover.get(CNY, 0))


def _steps(rows: Iterable[CloseStep]) -> tuple[StepLine, ...]:
    labels = {step.name: step.label for step in bankday.all_steps().values()}
    return tuple(_step(labels.get(job, job), list(parts)) for job, parts in groupby(rows, key=lambda row: row.job))


def _step(label: str, parts: list[CloseStep]) -> StepLine:
    states = {StepState(part.state) for part in parts}
    state = next(one for one in RANK if one in states)
    done = sum(part.state == StepState.DONE for part in parts)
    if state == StepState.WAITING and done:
        state = StepState.RUNNING  # between two parts
    begun = [part.started_at for part in parts if part.started_at]
    ended = [part.finished_at for part in parts if part.finished_at]
    time = (max(ended) - min(begun)) // HUNDREDTH if state == StepState.DONE and begun else None
    fault = next((part.fault for part in parts if part.fault), "")
    told = fault or (parts[0].report.get("sentence", "") if len(parts) == 1 else f"{done} / {len(parts)} 组")
    return StepLine(
        label, state, STEP_LABELS[state], told, min(begun, default=None),
        "" if time is None else f"{time // 100}.{time % 100:02}", done, len(parts),
    )  # fmt: skip
