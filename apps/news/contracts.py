"""What other apps see of announcements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewsLine:
    """An announcement as its readers see it."""

    id: UUID
    title: str
    body: str
    is_maintenance: bool
    is_marketing: bool
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An announcement as the bank's desk sees it; `maker` is masked."""

    news: NewsLine
    kind_label: str
    audience_label: str
    unit: str
    state: str
    state_label: str
    tone: str
    maker: str
    created_at: datetime
    may_decide: bool
    may_end: bool
