"""Interest, tax and schedules of a loan (TX-21 to TX-24), in whole 分, without any float.

The first day counts, the last does not (算头不算尾). Half a 分 rounds up (TX-22).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from apps.core.money import Fen, half_up

from ..choices import TAX_PERCENT, DayCount

RATE_PLACES = 10**4  # a rate has at most four decimals of a percent
BASE = {DayCount.ACT_365: 365, DayCount.ACT_360: 360}


class ScheduleFault(ValueError):
    """Dates of which no schedule can be made; `field` names them, the message is a Chinese sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Payment:
    """What is due on a day: `days` of interest, all in 分. `tax` is withheld of `gross`, `total` arrives."""

    due_on: date
    days: int
    principal: Fen
    gross: Fen
    tax: Fen

    @property
    def net(self) -> Fen:
        return Fen(self.gross - self.tax)

    @property
    def total(self) -> Fen:
        return Fen(self.principal + self.net)


def early_interest(principal: int, rate: Decimal, day_count: DayCount, value_date: date, day: date, before: int) -> Fen:
    """What is left of the interest for the actual days up to `day`, where the instalments `before` it have been
    reckoned already (TX-25)."""
    return Fen(max(interest_of(principal, rate, (day - value_date).days, day_count) - before, 0))


def interest_of(principal: int, rate: Decimal, days: int, day_count: DayCount) -> Fen:
    """Interest in 分 of `principal` 分 at `rate` % a year (four decimals at most) over `days`; half a 分 up (TX-22)."""
    scaled = rate * RATE_PLACES
    if scaled != int(scaled):
        raise ValueError("a rate has four decimals at most")
    return Fen(half_up(principal * int(scaled) * days, 100 * RATE_PLACES * BASE[day_count]))


def tax_of(gross: int) -> Fen:
    """The income tax that is withheld of one payment of interest (TX-23)."""
    return Fen(half_up(gross * TAX_PERCENT, 100))


def spans(value_date: date, maturity_date: date, interest_dates: Iterable[date] = ()) -> tuple[tuple[date, int], ...]:
    """The due dates with their days. The maturity may be among `interest_dates`. Raises ScheduleFault."""
    if maturity_date <= value_date:
        raise ScheduleFault("maturity_date", "到期日必须晚于起息日。")
    dates = list(interest_dates)
    if dates != sorted(set(dates)):
        raise ScheduleFault("interest_dates", "付息日必须从早到晚,不能重复。")
    if dates and not value_date < dates[0] <= dates[-1] <= maturity_date:
        raise ScheduleFault("interest_dates", "付息日必须在起息日之后,且不晚于到期日。")
    if not dates or dates[-1] != maturity_date:
        dates.append(maturity_date)
    return tuple((last, (last - first).days) for first, last in pairwise([value_date, *dates]))


def schedule(
    principal: int,
    rate: Decimal,
    day_count: DayCount,
    value_date: date,
    maturity_date: date,
    interest_dates: Sequence[date] = (),
) -> tuple[Payment, ...]:
    """What a lender of `principal` 分 gets, and when. Each instalment is rounded, the last one makes the sum right:
    round(total) - what went before (TX-22). Raises ScheduleFault."""
    dates = spans(value_date, maturity_date, interest_dates)
    left = interest_of(principal, rate, (maturity_date - value_date).days, day_count)
    payments = []
    for due_on, days in dates:
        is_last = due_on == dates[-1][0]
        gross = left if is_last else interest_of(principal, rate, days, day_count)
        left = Fen(left - gross)
        payments.append(Payment(due_on, days, Fen(principal if is_last else 0), gross, tax_of(gross)))
    return tuple(payments)
