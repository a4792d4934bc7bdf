"""A person's wealth at a glance, and what each day brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen, format_yuan, half_up

from .suitability import AssessmentLine
from .trading import TradeLine

WHOLE_FROM, SHORT_FROM = 1_000_00, 100_000  # 分, yuan


@dataclass(frozen=True, slots=True)
class UnitMove:
    """Units that came (above zero) or went on a day, and what was paid for them or brought by them, above or below zero
    alike; the fee is part of it."""

    on: date
    units: Decimal
    fen: int
    label: str = ""
    reference: str = ""
    fee_fen: int = 0


@dataclass(frozen=True, slots=True)
class DayGains:
    """What each day brought, product by product, in 分: the income of cash management, of others the move of the price.
    A day without a price is absent."""

    by_day: Mapping[date, Mapping[UUID, int]]
    names: Mapping[UUID, str]
    is_income: frozenset[UUID]  # the products whose figure is income, not a move of the price

    def of_day(self, day: date) -> int | None:
        found = self.by_day.get(day)
        return None if found is None else sum(found.values())

    def of_month(self, year: int, month: int) -> int:
        days = (gains for day, gains in self.by_day.items() if (day.year, day.month) == (year, month))
        return sum(sum(gains.values()) for gains in days)

    def of_year(self, year: int) -> int:
        return sum(sum(gains.values()) for day, gains in self.by_day.items() if day.year == year)


@dataclass(frozen=True, slots=True)
class ShareLine:
    """What one product brought on a day."""

    product_id: UUID
    product: str
    is_income: bool
    fen: int


@dataclass(frozen=True, slots=True)
class DayShare:
    on: date
    fen: int | None  # None: no price of this day
    lines: tuple[ShareLine, ...]

    @property
    def short(self) -> str:
        """The sum in as few letters as a day of a month has room for: the 分 of small sums alone."""
        fen = self.fen or 0
        sign = "+" if fen > 0 else "-" if fen < 0 else ""
        if abs(fen) < WHOLE_FROM:
            return sign + format_yuan(abs(fen))
        yuan = half_up(abs(fen), 100)
        return f"{sign}{yuan:,}" if yuan < SHORT_FROM else f"{sign}{half_up(yuan, 10_000):,}万"

    @property
    def tone(self) -> str:
        return "up" if (self.fen or 0) > 0 else "down" if (self.fen or 0) < 0 else ""


@dataclass(frozen=True, slots=True)
class MonthSum:
    first: date
    fen: int


@dataclass(frozen=True, slots=True)
class IncomeCalendar:
    """A month as a grid of weeks, Monday first, None outside the month; the sums of its year; one day of it."""

    first: date
    weeks: tuple[tuple[DayShare | None, ...], ...]
    month_fen: int
    year_fen: int
    months: tuple[MonthSum, ...]  # of the year, newest first
    picked: DayShare | None
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class WealthSums:
    """The figures of the card: all in 分. `day`: of which day the newest gain is, None before the first."""

    value_fen: Fen
    day: date | None
    day_fen: int
    month_fen: int
    year_fen: int


@dataclass(frozen=True, slots=True)
class DueLine:
    """A holding of a fixed term and the day on which it ends."""

    holding_id: UUID
    product: str
    on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class WealthHome:
    """What one sees first: no amount in it but those of orders on their way. `sums`: only when asked for."""

    sums: WealthSums | None
    has_holdings: bool
    assessment: AssessmentLine | None
    on_the_way: tuple[TradeLine, ...]
    due: tuple[DueLine, ...]
