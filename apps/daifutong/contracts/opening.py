"""A request to open accounts for people, and how far each of them is. No numbers, no accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the roster who has no account here into which wages may be paid."""

    person_id: UUID
    name: str
    emp_no: str
    department: str


@dataclass(frozen=True, slots=True)
class OpeningLine:
    id: UUID
    enterprise_name: str
    state: str
    state_label: str
    tone: str
    count: int
    wish: str
    place: str
    reason: str
    maker: str
    asked_at: datetime
    invited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invited:
    """One person: `step` 0 no account yet, 1 an account, 2 a wage card submitted, 3 confirmed."""

    name: str
    emp_no: str
    step: int
    step_label: str


@dataclass(frozen=True, slots=True)
class OpeningDetail:
    """`digest` names people and place once the bank has accepted."""

    line: OpeningLine
    people: tuple[Invited, ...]
    digest: str
    may: frozenset[str]  # accept, decide, withdraw


@dataclass(frozen=True, slots=True)
class OwnInvitation:
    """What an invited person sees: where to go, and how far they are."""

    id: UUID
    enterprise_id: UUID
    enterprise_name: str
    place: str
    invited_at: datetime
    step: int
    step_label: str
