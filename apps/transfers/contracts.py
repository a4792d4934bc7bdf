"""What the pages and programs see of transfers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.core.money import Fen

from .choices import Direction, TransferState


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer as its person sees it; `amount` in 分, `reason` why it failed, "" else."""

    id: UUID
    direction: Direction
    direction_label: str
    amount: Fen
    account_id: UUID
    account_label: str
    card_id: UUID
    card_label: str
    state: TransferState
    state_label: str
    tone: str
    reason: str
    reference: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Block:
    """A reason why an account cannot be closed; `action` and `route` (with its argument) lead to what mends it."""

    code: str
    text: str
    action: str
    route: str
    argument: UUID | None
    query: str = ""
