"""Fees of 代付通, as their payer and the bank see them. Amounts in 分."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What was owed for a month: `fen` is VAT-inclusive and `net_fen` + `vat_fen` (PY-16)."""

    id: UUID
    enterprise_name: str
    month: str
    own_count: int
    other_count: int
    fen: int
    net_fen: int
    vat_fen: int
    state: str
    state_label: str
    tone: str
    payer_masked: str
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeeBatch:
    """The part of a batch in a month's fee."""

    id: UUID
    reference: str
    title: str
    own_count: int
    other_count: int
    fen: int


@dataclass(frozen=True, slots=True)
class FeeMonth:
    line: FeeLine
    batches: tuple[FeeBatch, ...]
