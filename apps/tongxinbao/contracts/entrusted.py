"""Buying by the enterprise under a person's mandate, as each side sees it (TX-11). Amounts in 分."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.core.money import Fen

from .lending import OrderLine


@dataclass(frozen=True, slots=True)
class MandateSigning:
    """The words that were shown with a mandate: their hashes, and since when they were open."""

    risk_hash: str
    terms_hash: str
    mandate_hash: str
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class MandateAnswer:
    """`withdrawn`: how many orders were taken back with it."""

    mandate_id: UUID
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class MandatePage:
    """A person's own mandate for an issue, with every order that was placed under it. `may` holds "revoke"."""

    issue_id: UUID
    title: str
    reference: str
    enterprise_name: str
    max_fen: Fen
    used_fen: Fen
    valid_until: date
    account: str
    signed_at: datetime
    close_at: datetime | None
    state: str  # ACTIVE, OVER or REVOKED
    state_label: str
    tone: str
    orders: tuple[OrderLine, ...]
    is_raising: bool
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntrustedReply:
    """Where a list stands after a deed."""

    list_id: UUID
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class SentLineShown:
    """A line as the enterprise sent it, and what is wrong with it by its own roster."""

    number: int
    emp_no: str
    name: str
    amount_text: str
    amount_fen: int | None
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class EntrustedSheet:
    """A list in the office. Nothing here depends on what became of a line (ADR 17)."""

    id: UUID
    issue_id: UUID
    issue_title: str
    state: str
    state_label: str
    tone: str
    file_name: str
    file_sha256: str
    digest: str
    line_count: int
    fault_count: int
    total_fen: int
    maker: str
    checker: str
    reason: str
    at: datetime
    released_at: datetime | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class EntrustedDetail:
    sheet: EntrustedSheet
    lines: tuple[SentLineShown, ...]
    faulty: tuple[SentLineShown, ...]


@dataclass(frozen=True, slots=True)
class EntrustedLists:
    """The lists of an issue, the newest first; `may_load` where one more may come."""

    issue_id: UUID
    issue_title: str
    lists: tuple[EntrustedSheet, ...]
    may_load: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class OutcomeSum:
    """How many lines of a list came to the same; of the bank alone, as everything that follows."""

    label: str
    tone: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class OutcomeSheet:
    """A released list with what became of it; `waiting` lines have no answer yet, and are the last of the sums."""

    id: UUID
    issue_id: UUID
    issue_title: str
    file_name: str
    digest: str
    line_count: int
    total_fen: int
    maker: str
    checker: str
    released_at: datetime | None
    waiting: int
    sums: tuple[OutcomeSum, ...]


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One line, its person masked."""

    number: int
    name: str
    amount_fen: int
    label: str
    tone: str
    at: datetime | None
