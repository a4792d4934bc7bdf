"""What a loan of given terms would bring: pure arithmetic, of no issue and of nobody (TX-21 to TX-23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.core.money import Fen

from ..choices import DayCount
from .interest import Payment, ScheduleFault, schedule

MOST_FEN = 10**13  # a hundred thousand million yuan
MOST_RATE = 100  # % a year
MOST_DAYS = 36_525  # a hundred years
MOST_DATES = 400


@dataclass(frozen=True, slots=True)
class Quote:
    """The whole of it, and payment by payment; 分."""

    days: int
    principal: Fen
    gross: Fen
    tax: Fen
    payments: tuple[Payment, ...]

    @property
    def net(self) -> Fen:
        return Fen(self.gross - self.tax)

    @property
    def total(self) -> Fen:
        return Fen(self.principal + self.net)


def quote_of(
    principal: int,
    rate: Decimal,
    day_count: DayCount,
    value_date: date,
    maturity_date: date,
    interest_dates: Sequence[date] = (),
) -> Quote:
    """`principal` in 分, `rate` in % a year with four decimals at most. Each payment's tax is rounded by itself: one
    payment is one 次 (TX-23). Raises ScheduleFault, its `field` named as the argument."""
    if not 0 < principal < MOST_FEN:
        raise ScheduleFault("principal", "金额必须大于零,且不能过大。")
    if not 0 < rate <= MOST_RATE:
        raise ScheduleFault("annual_rate", f"年利率必须大于零,不超过 {MOST_RATE}%。")
    if (maturity_date - value_date).days > MOST_DAYS:
        raise ScheduleFault("maturity_date", "期限过长,请核对到期日。")
    if len(interest_dates) > MOST_DATES:
        raise ScheduleFault("interest_dates", f"付息日最多 {MOST_DATES} 个。")
    payments = schedule(principal, rate, day_count, value_date, maturity_date, interest_dates)
    return Quote(
        days=sum(one.days for one in payments),
        principal=Fen(principal),
        gross=Fen(sum(one.gross for one in payments)),
        tax=Fen(sum(one.tax for one in payments)),
        payments=payments,
    )
