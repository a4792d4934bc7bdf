"""What the desk of compliance shows: 调阅保全单, and what is read under them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WarrantLine:
    """A 调阅保全单 on the desk of compliance."""

    warrant_id: UUID
    kind: str
    kind_label: str
    case_no: str
    scope_label: str
    state_label: str
    tone: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class CoveredTalk:
    """A conversation that a 调阅保全单 is about."""

    conversation_id: UUID
    title: str
    kind_label: str
    last_at: datetime
    last_seq: int


@dataclass(frozen=True, slots=True)
class WarrantPage:
    """One 调阅保全单. `may`: decide, release, close, read. `open_until`: when the window of a reading shuts."""

    line: WarrantLine
    reason: str
    covers_from: date | None
    covers_to: date | None
    maker: str
    decided_at: datetime | None
    open_until: datetime | None
    end_reason: str
    digest: str
    may: frozenset[str]
    talks: tuple[CoveredTalk, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as compliance reads it: what was recalled or hidden as well. `text` "" for what is no words; `is_erased`:
    its time was over."""

    seq: int
    sent_at: datetime
    display: str
    badge: str
    text: str
    note: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class ChainFound:
    """What the verifier says of one conversation: how many rows, of how many the body is erased, and which rows are not
    as they were written."""

    rows: int
    erased: int
    broken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One opening of a conversation under a 调阅保全单, with the proof of its chain. `more`: behind which row there are
    more, or None."""

    conversation_id: UUID
    title: str
    rows: tuple[ReadRow, ...]
    more: int | None
    chain: ChainFound


@dataclass(frozen=True, slots=True)
class NewWarrant:
    """Either a conversation by its number, or a person by the employer's code and the employee number. The days are
    those of a reading."""

    kind: str
    case_no: str
    reason: str
    conversation_id: UUID | None = None
    uscc: str = ""
    emp_no: str = ""
    covers_from: date | None = None
    covers_to: date | None = None
