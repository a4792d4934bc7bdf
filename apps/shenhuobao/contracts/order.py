"""What a person says when an order is placed, and what comes back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reading:
    """The words that were shown before an order: their hashes, and since when the risk notice was open (WM-5)."""

    prospectus_hash: str
    risk_hash: str
    agreement_hash: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    order_id: UUID
    state: str
    label: str
    outcome: str
