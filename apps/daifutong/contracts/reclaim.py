"""A request to give a wage back, as its enterprise and its employee see it. Amounts in 分."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReclaimLine:
    """`digest` names what is asked for; `may` the use cases that this very actor may call now: decide, withdraw,
    answer. `account` is where the money would come from, masked; `lapses_on` the last day of an answer."""

    id: UUID
    line_ref: str
    batch_id: UUID
    title: str
    pay_period: str
    enterprise_name: str
    name: str
    emp_no: str
    account: str
    paid_fen: int
    amount_fen: int
    reason: str
    digest: str
    state: str
    state_label: str
    tone: str
    maker: str
    checker: str
    checker_reason: str
    asked_at: datetime
    lapses_on: date | None
    answer_text: str
    ended_at: datetime | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReclaimPage:
    reclaims: tuple[ReclaimLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Reclaimable:
    """A paid line before its maker asks for it back: at most `left_fen`."""

    row_id: UUID
    batch_id: UUID
    title: str
    name: str
    emp_no: str
    left_fen: int
