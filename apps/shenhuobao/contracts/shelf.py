"""The shelf of wealth products, as everybody sees it: figures of the past, and what a product costs."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen
from apps.core.parts import Pair

from .desk import DocumentShown


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """One product. `figure` is the latest of the past, `figure_label` says what it is and of which day."""

    id: UUID
    code: str
    name: str
    kind: str
    kind_label: str
    issuer: str
    state: str
    state_label: str
    tone: str
    rating: int
    rating_label: str
    rating_tone: str
    figure: str
    figure_label: str
    benchmark: str
    first_min_fen: Fen
    first_min: str
    term: str
    is_sold_out: bool


@dataclass(frozen=True, slots=True)
class ShelfGroup:
    kind: str
    label: str
    lines: tuple[ShelfLine, ...]


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What the transfer agent's file says of a day; `yield_7d` in %, of the seven days up to it."""

    on: date
    nav: Decimal
    income_per_10k: Decimal | None
    yield_7d: Decimal | None


@dataclass(frozen=True, slots=True)
class TradeDates:
    """What an order placed now would be priced and confirmed on; `cash_on` of a redemption."""

    trade_on: date
    confirm_on: date
    cash_on: date
    cut_off_at: datetime


@dataclass(frozen=True, slots=True)
class DividendLine:
    """A dividend as announced; `per_unit` in yuan, as text."""

    record_on: date
    ex_on: date
    per_unit: str
    state_label: str


@dataclass(frozen=True, slots=True)
class ShelfProduct:
    """A product's page. `may_buy`: it takes orders now; `is_reserved`: as reservations until the sale begins."""

    line: ShelfLine
    reason: str
    facts: tuple[Pair, ...]
    fees: tuple[Pair, ...]
    redemption_fees: tuple[tuple[str, str], ...]  # for how long it was held, the rate
    rules: tuple[Pair, ...]
    dates: TradeDates | None
    documents: tuple[DocumentShown, ...]
    prices: tuple[PriceLine, ...]
    version: int
    may_buy: bool
    is_reserved: bool
    dividends: tuple[DividendLine, ...]  # the last ones, newest first
    large_note: str  # while a large redemption goes on
