"""What other apps get from the books, and how the books refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.cases.contracts import CaseLine
from apps.core.errors import AppError, Conflict
from apps.core.money import Fen

from .choices import HoldKind

CNY = "CNY"
ENTRIES_A_PAGE = 30
LINES_A_PAGE = 50  # of a period
MOST_LINES = 200_000  # of a period: two busy months of a firm that pays 100,000 wages

Leg = tuple[UUID, int]  # account, amount in 分: > 0 credits (贷), < 0 debits (借)
Line = tuple[UUID, int, UUID | None]  # account to credit, amount in 分 > 0, the caller's line (unique per journal leg)
Legs = Sequence[Leg]

# What a receipt shows of a journal and of its one leg; all else stays behind a digest.
VOUCHER_SHOWN = ("id", "kind", "summary", "asset", "business_date", "value_date", "created_at")
LEG_SHOWN = ("leg", "amount")


@dataclass(frozen=True, slots=True)
class Posted:
    """A journal in the books. `is_replay`: the key was there already, with the same body."""

    journal_id: UUID
    is_replay: bool


@dataclass(frozen=True, slots=True)
class BatchPosted:
    """A batch in the books. `refused`: the lines that failed alone, by their place from 0, each with its code; with no
    other line there is no journal."""

    journal_id: UUID | None
    is_replay: bool
    refused: dict[int, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A hold in the books: `held` 分 at this moment. `ended`: the holds that were found run out, or that a
    judicial freeze put an end to (AC-9)."""

    hold_id: UUID
    held: Fen
    is_replay: bool
    ended: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """How a hold stands: 分 wanted, held and taken; a freeze with wanted > held + taken waits for money or its turn."""

    id: UUID
    account_id: UUID
    kind: HoldKind
    wanted: Fen
    held: Fen
    taken: Fen
    is_open: bool
    subject_kind: str
    subject_id: UUID
    placed_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an account, newest first: `amount` and `balance_after` in 分 (none on a hot account)."""

    at: datetime
    business_date: date
    summary: str
    kind: str
    amount: Fen
    balance_after: Fen | None
    journal_id: UUID
    leg: int


@dataclass(frozen=True, slots=True)
class LineCredit:
    """What a business line brought to an account, 分, and where it stands in the books."""

    account_id: UUID
    line_id: UUID
    amount: Fen
    journal_id: UUID
    leg: int


@dataclass(frozen=True, slots=True)
class PeriodSheet:
    """What moved on an account from `first` to `last`, both included, in 分: opening - debit + credit = closing.
    `debits`, `credits` count the lines that took out and brought in."""

    first: date
    last: date
    opening: Fen
    debit: Fen
    credit: Fen
    debits: int
    credits: int
    closing: Fen

    @property
    def count(self) -> int:
        return self.debits + self.credits


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A line of a period: `number` counts from 1 by business date, `balance` is what the period held behind it."""

    number: int
    business_date: date
    at: datetime
    kind: str
    summary: str
    amount: Fen
    balance: Fen
    journal_id: UUID
    leg: int

    @property
    def taken(self) -> Fen:
        """What went out, > 0; of a line that took out."""
        return Fen(-self.amount)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are asked for: `side` in, out or ""; `kinds` and `other_than` are beginnings of journals' kinds."""

    side: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    kinds: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindTurnover:
    """What journals of one kind moved on an account, both in 分 >= 0."""

    kind: str
    came: Fen
    went: Fen
    count: int


@dataclass(frozen=True, slots=True)
class ProvedLine:
    """What a receipt proves: one leg of a journal, `amount` in 分 (> 0 came in), and the block that holds it."""

    journal_id: UUID
    leg: int
    amount: Fen
    asset: str
    kind: str
    summary: str
    business_date: date
    at: datetime
    block: int


@dataclass(frozen=True, slots=True)
class GlLine:
    """A code in the trial balance: 分 at the day's opening, debited, credited, at its closing (> 0: credit)."""

    code: str
    name: str
    kind_label: str
    opening: Fen
    debit: Fen
    credit: Fen
    closing: Fen


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """试算平衡表: in the total, debit equals credit, and opening and closing are zero."""

    day: date
    asset: str
    lines: tuple[GlLine, ...]
    total: GlLine

    @property
    def is_balanced(self) -> bool:
        return self.total.opening == self.total.closing == 0 and self.total.debit == self.total.credit


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account of the books, without its owner's name."""

    id: UUID
    owner_label: str
    balance: Fen
    held: Fen
    is_hot: bool
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class JournalLeg:
    number: int
    account_id: UUID
    gl_code: str
    gl_name: str
    debit: Fen | None
    credit: Fen | None


@dataclass(frozen=True, slots=True)
class JournalSheet:
    """记账凭证: `total` is the sum of one side, `legs` a page of `leg_count`."""

    id: UUID
    kind: str
    summary: str
    asset: str
    business_date: date
    value_date: date
    posted_at: datetime
    reverses: UUID | None
    reversed_by: tuple[UUID, ...]
    total: Fen
    leg_count: int
    legs: tuple[JournalLeg, ...]


class LedgerRefused(Conflict):
    """The books refused. Nothing was written."""


class DayClosed(Conflict):
    """The day on which the journal was to be posted is not the open one any more. Nothing was written; do it anew.

    No LedgerRefused: it says nothing about the accounts.
    """


class InsufficientFunds(LedgerRefused):
    """A balance would pass under its floor."""


class LedgerKeyReused(LedgerRefused):
    """The same key came back with another body."""

    status = 422


class PeriodTooFull(AppError):
    """More moved in a period than is shown at once."""

    def __init__(self) -> None:
        super().__init__("PERIOD_TOO_FULL", f"这一期间超过 {MOST_LINES:,} 笔业务,请缩短期间后再查询。")


class LedgerFault(AppError):
    """The caller asked for what can never be right; a person can mend nothing. Stop rather than continue wrong."""

    status = 500


@dataclass(frozen=True, slots=True)
class DayLine:
    """A bank day in the list: what was posted on it is known once it is proved. `turnover`: debits in CNY, 分."""

    day: date
    state: str
    state_label: str
    cut_off_at: datetime | None
    closed_at: datetime | None
    journals: int | None
    turnover: Fen | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a close with all its parts; `told` is what it reports, or what stops it and what to do."""

    label: str
    state: str
    state_label: str
    told: str
    started_at: datetime | None
    seconds: str  # "0.03"; "" before its end
    done: int
    parts: int


@dataclass(frozen=True, slots=True)
class DayProgress:
    """How far a close is. `first` … `to`: the days between which the running job moves the open day, when one does."""

    open_day: date
    closing: date | None
    steps_done: int = 0
    steps: int = 0
    fault: str = ""
    is_running: bool = False
    first: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class DayProofSheet:
    """What was proved when a day closed. `digest` is the hex of the first bytes."""

    journals: int
    entries: int
    accounts: int
    turnover: Fen
    digest: str
    proved_at: datetime


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A day with its steps, its proof and the cases that its close has carried over, as far as the actor sees them."""

    line: DayLine
    steps: tuple[StepLine, ...]
    proof: DayProofSheet | None
    carried: tuple[CaseLine, ...]
