"""The transfer agents' files beside our own books, what is stuck, and how much of each product may still be sold."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen


@dataclass(frozen=True, slots=True)
class Totals:
    """Lines and 分 of a file; of prices the 分 are 0."""

    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file with the totals that it says and those that our books have of the same day. None: nothing of ours yet."""

    id: UUID
    agent: str
    kind: str
    kind_label: str
    on: date
    state: str
    state_label: str
    tone: str
    said: Totals
    ours: Totals | None
    fetched_at: datetime

    @property
    def agrees(self) -> bool:
        return self.ours == self.said


@dataclass(frozen=True, slots=True)
class FileLines:
    lines: tuple[FileLine, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line of a file in words, beside ours; `agrees` is False where they differ or ours is missing."""

    name: str
    product: str
    result: str
    said: str
    ours: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class FilePage:
    line: FileLine
    faults: tuple[str, ...]
    rows: tuple[FileRow, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class StuckLine:
    """An order, or somebody's share of a distribution, that people have to look at; nothing in it says whose it is.
    `case_id`: None where the actor sees no case of it."""

    case_id: UUID | None
    reference: str
    product_id: UUID
    product: str
    kind_label: str
    state_label: str
    tone: str
    outcome_label: str
    amount: str
    on: date


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """`left_fen` None: no quota. The advances: what the bank has paid on quick redemptions and has not back."""

    product_id: UUID
    product: str
    code: str
    state_label: str
    tone: str
    quota_fen: Fen
    sold_fen: Fen
    counter_fen: Fen
    left_fen: Fen | None
    used: Decimal | None  # %
    may_quick: bool
    advanced_fen: Fen
    quick_today: int
    quick_today_fen: Fen


@dataclass(frozen=True, slots=True)
class QuotaDesk:
    lines: tuple[QuotaLine, ...]
    advance_most_fen: Fen  # on one product
    quick_day_fen: Fen  # of one person, product and day
    advanced_fen: Fen
