"""What other apps get from the books, and how the books refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from apps.core.errors import AppError, Conflict
from apps.core.money import Fen

CNY = "CNY"

Leg = tuple[UUID, int]  # account, amount in 分: > 0 credits (贷), < 0 debits (借)
Line = tuple[UUID, int, UUID | None]  # account to credit, amount in 分 > 0, the caller's line (unique per journal leg)
Legs = Sequence[Leg]


@dataclass(frozen=True, slots=True)
class Posted:
    """A journal in the books. `is_replay`: the key was there already, with the same body."""

    journal_id: UUID
    is_replay: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of an account, newest first: `amount` and `balance_after` in 分."""

    at: datetime
    business_date: date
    summary: str
    kind: str
    amount: Fen
    balance_after: Fen


class LedgerRefused(Conflict):
    """The books refused. Nothing was written."""


class InsufficientFunds(LedgerRefused):
    """A balance would pass under its floor."""


class LedgerKeyReused(LedgerRefused):
    """The same key came back with another body."""

    status = 422


class LedgerFault(AppError):
    """The caller asked for what can never be right; a person can mend nothing. Stop rather than continue wrong."""

    status = 500
