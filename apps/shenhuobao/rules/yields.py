"""万份收益 and 七日年化: figures of what was, natural days with holidays among them, never a promise (WM-6, WM-9)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from apps.core.money import signed_half_up

from .exact import RuleFault, from_whole, hundredths, whole

INCOME_PLACES, YIELD_PLACES = 4, 3
WEEK, YEAR = 7, 365
PER = 10_000
MOST_INCOME = 1_000  # yuan a day on 10,000 units, either way
_EXACT = Context(prec=80)


def income_per_10k(income: int, units: Decimal) -> Decimal:
    """万份收益: a day's net income in 分, for 10,000 of all units, in yuan with four places, HALF_UP."""
    count = hundredths(units)
    if count <= 0:
        raise RuleFault("units", "份额必须大于零。")
    return from_whole(signed_half_up(income * PER * 10**INCOME_PLACES, count), INCOME_PLACES)


def simple_yield_7d(incomes: Sequence[Decimal]) -> Decimal:
    """In %, where income is carried over by the month: mean of the seven days x 365 / 10,000."""
    total = sum(_checked(incomes))
    scale = 10 ** (INCOME_PLACES - YIELD_PLACES) * WEEK * PER // 100
    return from_whole(signed_half_up(total * YEAR, scale), YIELD_PLACES)


def compound_yield_7d(incomes: Sequence[Decimal]) -> Decimal:
    """In %, where income is carried over by the day: product of (1 + income / 10,000) to the power of 365/7, less 1."""
    base = PER * 10**INCOME_PLACES
    grown = Decimal(1)
    for income in _checked(incomes):
        grown = _EXACT.multiply(grown, _EXACT.divide(Decimal(base + income), Decimal(base)))
    power = _EXACT.power(grown, _EXACT.divide(Decimal(YEAR), Decimal(WEEK)))
    percent = _EXACT.multiply(_EXACT.subtract(power, Decimal(1)), Decimal(100))
    rounded = percent.quantize(Decimal(1).scaleb(-YIELD_PLACES), rounding=ROUND_HALF_UP, context=_EXACT)
    return rounded if rounded else abs(rounded)


def _checked(incomes: Sequence[Decimal]) -> list[int]:
    """The seven as whole ten-thousandths of a yuan."""
    if len(incomes) != WEEK:
        raise RuleFault("income_per_10k", f"须为最近 {WEEK} 个自然日的万份收益。")
    counts = [whole(income, INCOME_PLACES, "income_per_10k") for income in incomes]
    if any(abs(count) > MOST_INCOME * 10**INCOME_PLACES for count in counts):
        raise RuleFault("income_per_10k", f"万份收益不能超过 {MOST_INCOME} 元。")
    return counts
