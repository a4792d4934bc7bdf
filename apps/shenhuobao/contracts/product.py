"""What the bank says of a product when it is proposed (WM-1, WM-6, WM-10). Rates in %, amounts in 分."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ProductFees = tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class NewProduct:
    """What never changes of a product."""

    code: str
    registration: str
    kind: str
    issuer: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsSaid:
    """A version of the terms with its two documents. `redemption_fees`: (held for fewer days than, rate)."""

    name: str
    issuer_rating: int
    seller_rating: int
    benchmark: str = ""
    benchmark_basis: str = ""
    invests_in: str
    income_method: str = ""
    first_min_fen: int
    next_min_fen: int
    step_fen: int
    person_max_fen: int = 0
    quota_fen: int = 0
    purchase_fee: Decimal = Decimal(0)
    redemption_fees: ProductFees = ()
    management_fee: Decimal = Decimal(0)
    min_holding_days: int = 0
    cash_days: int = 1
    may_quick: bool = False
    sale_from: date
    sale_until: date | None = None
    value_date: date | None = None
    maturity_date: date | None = None
    prospectus: str
    risk_notice: str
