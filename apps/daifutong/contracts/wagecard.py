"""The account into which an employer pays a person, as the two sides see it. The number only masked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WageCardLine:
    """One wage card. `label` says which account it is, `account_since` since when it is there or bound."""

    id: UUID
    enterprise_id: UUID
    name: str
    emp_no: str
    label: str
    masked_number: str
    account_since: date
    state: str
    state_label: str
    tone: str
    submitted_at: datetime
    decided_display: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class EmployerCards:
    """What one employer pays into (None: nobody has said), and what waits for its word or came back from it."""

    enterprise_id: UUID
    enterprise_name: str
    emp_no: str
    in_use: WageCardLine | None
    used_id: UUID | None  # which of the person's accounts or bound cards that is
    latest: WageCardLine | None  # the newest one when it waits or was refused


@dataclass(frozen=True, slots=True)
class CardChoice:
    """An account of the person that may be a wage card: `source` is account or card."""

    source: str
    id: UUID
    label: str
    masked_number: str


@dataclass(frozen=True, slots=True)
class WageCardPage:
    cards: tuple[WageCardLine, ...]
    number: int
    pages: int
    total: int
    waiting: int


@dataclass(frozen=True, slots=True)
class WageCardDesk:
    """A wage card before whom confirms it: the one that it would take the place of, and what the house knows of the
    person's login. Dates alone: no device, no number."""

    card: WageCardLine
    before: WageCardLine | None
    mobile_changed_at: datetime | None
    pin_set_at: datetime | None
    newest_device_at: datetime | None
    may_decide: bool
