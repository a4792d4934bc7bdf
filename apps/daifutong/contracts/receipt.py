"""Receipts (电子回单) of batches and of lines."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from .batch import BatchLine


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as this very copy shows it: account numbers masked on both, names on the employee's alone.

    `count` lines were paid; 0 for the receipt of one line, which has a payee. `code` stands in groups of four.
    """

    number: str
    code: str
    is_employees: bool
    payer_name: str
    payer_account: str
    payee_name: str
    payee_account: str
    count: int
    amount_fen: int = field(repr=False)
    purpose: str
    paid_on: date
    prints: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptBundle:
    """The receipts of part `number` of `parts` of a batch's paid lines."""

    reference: str
    number: int
    parts: int
    receipts: tuple[ReceiptView, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsIssued:
    """How often receipts of a batch were printed: its own, and those of some of its lines. `parts`: in how many files
    all of its lines' come."""

    batch: BatchLine
    prints: int
    lines: dict[UUID, int]
    paid: int
    parts: int
