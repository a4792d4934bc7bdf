"""Batches as pages, the API and other apps see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ..choices import BatchState
from .comparison import Comparison
from .row import Alike
from .upload import UploadProgress


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What an import made; of a large file a batch without lines, in UPLOADED, which a job fills."""

    batch_id: UUID
    reference: str
    state: str
    row_count: int
    total_fen: int
    error_count: int
    warning_count: int
    overlap_percent: int = 0
    overlap_reference: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether the rest is done later."""
        return self.state == BatchState.UPLOADED


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Where a batch stands after a use case."""

    batch_id: UUID
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list. `error_count` and `warning_count` count lines."""

    id: UUID
    reference: str
    title: str
    enterprise_name: str
    pay_period: str
    kind_label: str
    state: str
    state_label: str
    tone: str
    row_count: int
    total_fen: int
    error_count: int
    warning_count: int
    created_at: datetime
    finished_at: datetime | None
    wanted_on: date | None  # None: paid as soon as it is approved
    pay_on: date | None  # that day, or the nearest workday before it


@dataclass(frozen=True, slots=True)
class BatchPage:
    batches: tuple[BatchLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class WaitingLines:
    """Parked lines that nothing pays yet, and how many of their employees have a confirmed wage card now: of ordinary
    batches, and of confidential ones."""

    total: int
    ready: int
    confidential_ready: int


@dataclass(frozen=True, slots=True)
class StateSum:
    """How many lines of a batch stand in a state, and their sum."""

    state: str
    label: str
    tone: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Progress:
    """For the live bar: `percent` of the lines that are final; poll until `settled`."""

    state: str
    state_label: str
    tone: str
    states: tuple[StateSum, ...]
    percent: int
    settled: bool
    waiting: int  # parked lines, which count nowhere else


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision on a batch; `person` is a masked name."""

    role_label: str
    person: str
    verdict_label: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BatchDetail:
    """A batch with its control totals. `may` names the use cases that this very actor may call now:
    amend, submit, withdraw, check, authorise, reject, cancel, release, permit, retry. `overlap_percent`: so many of its
    lines stand in the batch `overlap_reference` of the same period too; `repeats`: who has permitted that, and why.
    `short_fen`: what the payer's account lacks for this batch and those that leave before it; 0 for who may not know.
    `alike`: lines that are wrong in the same way, for whoever may mend them.
    `comparison`: the period before, until the batch is approved; None where there is none, and for bank staff.
    `upload`: how far a large file is that its lines come from, until they stand, and why they never will.
    `lines_hidden`: its lines are for others; the totals stand here.
    """

    line: BatchLine
    payer_masked: str
    payer_name: str
    file_name: str
    file_sha256: str
    digest: str
    outcome: str
    outcome_label: str
    maker: str
    steps: tuple[str, ...]
    steps_done: int
    approvals: tuple[Approval, ...]
    progress: Progress
    returned_fen: int
    overlap_percent: int
    overlap_reference: str
    repeats: str
    short_fen: int
    comparison: Comparison | None
    alike: tuple[Alike, ...]
    upload: UploadProgress | None
    is_confidential: bool
    lines_hidden: bool
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recall:
    """Other-bank lines whose payments have not left for long. `digest` names exactly these payments; while a request
    to cancel them waits, `asked` is what its maker asked for, and `asked_digest` names it."""

    count: int
    fen: int
    digest: str
    may_recall: bool
    may_decide: bool
    asked: dict[str, str]
    asked_digest: str


@dataclass(frozen=True, slots=True)
class PayerAccount:
    """An account of the enterprise from which wages may be paid."""

    id: UUID
    masked: str
    name: str
