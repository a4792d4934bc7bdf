"""What the bank's people see of a written agreement."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccordLine:
    """The name is masked. `may`: moves that are open; `decision`: the digest to decide on, for who may now."""

    id: UUID
    name: str
    number: str
    signed_on: date
    state_label: str
    tone: str
    maker: str
    reason: str
    created_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    may: tuple[str, ...]
    decision: str
