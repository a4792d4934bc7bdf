"""Standing instructions: what a person says when one is signed, how it stands, what it did."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen
from apps.core.parts import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionTerms:
    """What is agreed, by its kind: so much on the days of a rhythm; a share of each wage, with a ceiling or none (0);
    what stands above a floor. Amounts in 分."""

    kind: str
    fen: int = 0
    rhythm: str = ""
    day: int = 0
    percent: Decimal = Decimal(0)
    cap_fen: int = 0
    floor_fen: int = 0


@dataclass(frozen=True, slots=True)
class RunLine:
    """One occasion. `outcome_label` says why nothing was bought, "" when it was; journal and leg: where the wage
    stands in the books."""

    id: UUID
    on: date
    at: datetime
    fen: Fen
    is_bought: bool
    outcome: str
    outcome_label: str
    order_id: UUID | None
    journal_id: UUID | None
    leg: int | None


@dataclass(frozen=True, slots=True)
class InstructionLine:
    """`title` says in one line what it does. `runs_on`: the next day on which it buys, when the calendar knows."""

    id: UUID
    kind: str
    kind_label: str
    title: str
    state: str
    state_label: str
    tone: str
    product_id: UUID
    product: str
    plan_id: UUID | None
    account_id: UUID
    account: str
    mandate_id: UUID
    terms: InstructionTerms
    next_on: date | None
    runs_on: date | None
    failures: int
    signed_at: datetime
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstructionPage:
    line: InstructionLine
    facts: tuple[Pair, ...]
    runs: tuple[RunLine, ...]
