"""What a transfer tells others, after the commit: no amount, no account."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """A transfer to or from another bank has its end, or is in doubt. Published once for each state."""

    name: ClassVar[str] = "transfers.transfer.ended"
    transfer_id: UUID
    state: str
