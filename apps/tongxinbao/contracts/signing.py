"""What a lender reads and signs with an order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Signing:
    """The words that were shown: their hashes, and since when the risk notice was open."""

    risk_hash: str
    terms_hash: str
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Payer:
    """The account that an order is paid from: of bankaccounts, and of the books."""

    account_id: UUID
    ledger_id: UUID
    masked: str
