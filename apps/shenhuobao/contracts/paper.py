"""What a month or a year of a person's wealth says, on the page and on paper."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One product over the period: opening + in − out + gain = closing, to the 分. `nav` of the closing, None of cash
    management and before the first price."""

    product_id: UUID
    product: str
    opening_units: Decimal
    opening_fen: Fen
    in_fen: Fen
    out_fen: Fen
    gain_fen: int
    closing_units: Decimal
    closing_fen: Fen
    nav: Decimal | None


@dataclass(frozen=True, slots=True)
class PaperMove:
    on: date
    label: str
    product: str
    reference: str
    units: Decimal
    fen: int
    fee_fen: Fen

    @property
    def paid_fen(self) -> Fen:
        """What changed hands, whichever way."""
        return Fen(abs(self.fen))


@dataclass(frozen=True, slots=True)
class PaperContent:
    """`first` to `last`; `is_running`: the period has not ended."""

    first: date
    last: date
    lines: tuple[PaperLine, ...]
    moves: tuple[PaperMove, ...]
    is_running: bool

    @property
    def opening_fen(self) -> Fen:
        return Fen(sum(line.opening_fen for line in self.lines))

    @property
    def in_fen(self) -> Fen:
        return Fen(sum(line.in_fen for line in self.lines))

    @property
    def out_fen(self) -> Fen:
        return Fen(sum(line.out_fen for line in self.lines))

    @property
    def gain_fen(self) -> int:
        return sum(line.gain_fen for line in self.lines)

    @property
    def closing_fen(self) -> Fen:
        return Fen(sum(line.closing_fen for line in self.lines))


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper that was issued. `is_current`: the books still say every word of it."""

    id: UUID
    name: str  # in full: it is the person's own
    content: PaperContent
    code: str
    digest: str
    prints: int
    issued_at: datetime
    is_current: bool
