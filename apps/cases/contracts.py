"""What other apps see of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.core.parts import Pair


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    kind: str
    title: str
    detail: str
    state: str
    state_label: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    job_id: UUID | None  # of a parked job, which may be run again


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the desk; `kinds` are (code, label) of what stands there under any filter of kind and owner."""

    lines: tuple[CaseLine, ...]
    kinds: tuple[tuple[str, str], ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One case as the desk shows it: its app's evidence, what may be done, what is proposed, and the digest of that."""

    line: CaseLine
    kind_label: str
    evidence: tuple[Pair, ...]
    remedies: tuple[tuple[str, str], ...]
    remedy: str
    resolution: str
    digest: str
    is_mine: bool
    colleagues: tuple[tuple[UUID, str], ...]  # whom its owner may hand it over to
    is_proposer: bool
