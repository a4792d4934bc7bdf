"""What the books tell the tiers above them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HoldLost:
    """A hold ended without its owner: `how` is EXPIRED, or OVERRIDDEN by a judicial freeze (AC-9). Told once."""

    name: ClassVar[str] = "ledger.hold.lost"
    hold_id: UUID
    subject_kind: str
    subject_id: UUID
    how: str
