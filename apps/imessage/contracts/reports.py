"""What reports of messages hand to pages and programs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report of mine, or one about my words: then `author` is "", and what was decided stands here."""

    report_id: UUID
    is_about_me: bool
    author: str
    reason_label: str
    state_label: str
    tone: str
    reported_at: datetime
    decision: str
    measure: str
    appeal: str
    answer: str
    may_appeal: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report on the desk. Who has reported is not shown."""

    report_id: UUID
    author: str
    badge: str
    reason_label: str
    state_label: str
    tone: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report with the words in question; `text` None where they were erased. `may`: decide, second, answer."""

    line: ReportLine
    conversation_id: UUID
    seq: int
    text: str | None
    note: str
    decision: str
    decided_at: datetime | None
    measure: str
    appeal: str
    answer: str
    digest: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """The report of a message, new or found."""

    report_id: UUID
