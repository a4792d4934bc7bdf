"""A person's own orders and holdings, and the sheet on which one is bought."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen
from apps.core.parts import Pair

from .desk import DocumentShown
from .shelf import ShelfLine, TradeDates


@dataclass(frozen=True, slots=True)
class PurchaseSheet:
    """What a buyer reads and fills in. `refusal` says why this person may not buy now; "" when nothing stands in the
    way. `needs_care`: reads for longer, and confirms once more (WM-1)."""

    line: ShelfLine
    limits: tuple[Pair, ...]
    documents: tuple[DocumentShown, ...]  # prospectus, then risk notice
    dates: TradeDates | None
    reserved_for: date | None  # before the sale: the day on which it begins
    fee: Decimal  # %
    refusal: str
    refusal_code: str
    needs_care: bool
    read_seconds: int


@dataclass(frozen=True, slots=True)
class TradeSource:
    """The standing instruction that placed an order; journal and leg: where the wage stands that was its occasion."""

    instruction_id: UUID
    label: str
    journal_id: UUID | None
    leg: int | None


@dataclass(frozen=True, slots=True)
class TradeLine:
    """An order as its person sees it. `amount_fen` of a purchase, `units` of a redemption; filled: once confirmed.
    `is_reservation`: a purchase of a sale that has not begun. `may`: the moves that this person can make now."""

    id: UUID
    reference: str
    product_id: UUID
    product: str
    kind: str
    kind_label: str
    is_reservation: bool
    state: str
    state_label: str
    tone: str
    outcome: str
    outcome_label: str
    amount_fen: Fen | None
    units: Decimal | None
    account: str
    ordered_at: datetime
    trade_date: date
    confirm_date: date
    cash_date: date | None
    nav: Decimal | None
    filled_fen: Fen | None
    filled_units: Decimal | None
    fee_fen: Fen | None
    target: str  # of a conversion: what it becomes
    target_nav: Decimal | None
    target_units: Decimal | None
    target_fee_fen: Fen | None
    cut_off_at: datetime
    may: tuple[str, ...]
    account_id: UUID
    source: TradeSource | None = None


@dataclass(frozen=True, slots=True)
class IncomeLine:
    on: date
    income_fen: Fen


@dataclass(frozen=True, slots=True)
class PositionLine:
    """What a person holds of a product. `value_fen` by the last price, of the day `priced_on`; `gain_fen` against what
    was paid for it, with `dividend_fen`, the dividends that came as money."""

    id: UUID
    product_id: UUID
    product: str
    kind: str
    rating_label: str
    units: Decimal
    free: Decimal
    aside: Decimal
    value_fen: Fen
    cost_fen: Fen
    gain_fen: int
    dividend_fen: Fen
    income_fen: int
    priced_on: date | None
    nav: Decimal | None
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    lines: tuple[PositionLine, ...]
    value_fen: Fen


@dataclass(frozen=True, slots=True)
class PositionPage:
    """One holding with its last days of income and, of cash-management, what may still be redeemed at once today."""

    line: PositionLine
    incomes: tuple[IncomeLine, ...]
    quick_room: Decimal | None
    min_holding_days: int
    dividend_label: str  # how dividends are paid; "" of cash management
    orders: tuple[TradeLine, ...]
    ends_on: date | None  # of a fixed term
    dates: TradeDates | None = None  # of a redemption placed now, on the sheet alone


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """What a holder got of a dividend or a maturity: money, or `added` units. `per_unit` in yuan, of a dividend."""

    id: UUID
    product_id: UUID
    product: str
    kind: str
    kind_label: str
    mode_label: str
    ex_on: date
    units: Decimal
    per_unit: Decimal | None
    nav: Decimal
    due_fen: Fen
    cash_fen: Fen
    added: Decimal
    account: str
    state: str
    state_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class DividendPage:
    """How a holding's dividends are paid. `is_open`: the holder may choose; cash management always reinvests."""

    holding_id: UUID
    product: str
    mode: str
    label: str
    is_open: bool
