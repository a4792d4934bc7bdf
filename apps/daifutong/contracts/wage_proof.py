"""收入证明 and 工资流水: closed, and as they are printed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Employer:
    """An enterprise that has paid wages to the person."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof closed: no amount. `is_void`: a wage that it counts came back after it was issued."""

    id: UUID
    kind: str
    kind_label: str
    enterprise_name: str
    purpose_label: str
    recipient: str
    first: str
    last: str
    issued_on: date
    expires_on: date
    state_label: str
    tone: str
    is_good: bool
    is_void: bool


@dataclass(frozen=True, slots=True)
class ProofView:
    """A proof as it is printed; `lines`: month, kind, day of payment, 分."""

    line: ProofLine
    name: str
    months: int
    total_fen: int = field(repr=False)
    average_fen: int = field(repr=False)
    lines: tuple[tuple[str, str, str, int], ...] = field(repr=False)
    code: str
    digest: str
    issued_at: datetime
