"""Lines of a batch: as a program sends them, and as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """One error or warning on a line: `column` is account, name, amount, remark or "" for the whole line."""

    code: str
    message: str
    column: str


@dataclass(frozen=True, slots=True)
class PayLine:
    """A line as a program sends it; checked like a line of a file."""

    name: str
    account: str
    amount_fen: int
    remark: str
    emp_no: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """A line. `amount_fen` is None where `amount_text`, as typed, cannot be read."""

    id: UUID
    batch_id: UUID
    number: int
    line_ref: str
    name: str
    account_masked: str
    amount_fen: int | None
    amount_text: str
    remark: str
    emp_no: str
    channel: str
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    state: str
    state_label: str
    tone: str
    outcome: str
    outcome_label: str
    paid_at: datetime | None
    bounced_at: datetime | None  # 退票: paid, and sent back by the other bank
    may_amend: bool
    may_park: bool  # it lacks nothing but a wage card
    may_reclaim: bool  # paid into a person's account here, no request for it open, not all given back


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines of a batch that are wrong in the same way; `actions` are what may be done to all of them at once
    (rules.alike.AlikeAction). `text` is what they share: an amount as typed, what stands behind each name, or ""."""

    code: str
    column: str
    text: str
    message: str
    count: int
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsAnswer:
    """How many lines were changed at once, and what the batch has come to."""

    batch_id: UUID
    changed: int
    row_count: int
    total_fen: int
    error_count: int
    warning_count: int


@dataclass(frozen=True, slots=True)
class MergeAnswer:
    """What a sheet that came back has done: lines it changed, rows that say what stands there already, lines that it
    does not hold (they stay), and by how many the lines with errors became fewer. Sums in 分."""

    batch_id: UUID
    changed: int
    same: int
    absent: int
    mended: int
    total_before_fen: int
    total_fen: int
    error_count: int


@dataclass(frozen=True, slots=True)
class RowPage:
    rows: tuple[RowLine, ...]
    number: int
    pages: int
    total: int
