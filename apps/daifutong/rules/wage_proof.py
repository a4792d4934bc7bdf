"""What a bank can say of a person's wages: which months, what sum, what average (收入证明, 工资流水)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.core.money import Fen, half_up

from ..choices import BatchKind

INCOME = (BatchKind.SALARY, BatchKind.BONUS, BatchKind.SUPPLEMENT)  # no expenses repaid, no severance pay
CHOICES = (6, 12)  # months
Paid = tuple[str, str, str, int]  # month, BatchKind, day of payment, 分


@dataclass(frozen=True, slots=True)
class WageSum:
    """Of the months `first` to `last`, both included; `average` is the total over all of them, half a 分 up: a month
    without wages counts."""

    first: str
    last: str
    months: int
    total: Fen
    average: Fen
    lines: tuple[Paid, ...]


def wage_sum(paid: Sequence[Paid], months: int) -> WageSum | None:
    """The last `months` up to the newest month that was paid, but not before the first one; None without income.

    Only income makes a month and counts in the sum.
    """
    income = sorted(line for line in paid if line[1] in INCOME)
    if not income:
        return None
    last = income[-1][0]
    window = [line for line in income if line[0] > _before(last, months)]
    first = window[0][0]
    count = _number(last) - _number(first) + 1
    total = sum(line[3] for line in window)
    return WageSum(first, last, count, Fen(total), Fen(half_up(total, count)), tuple(window))


def valid_until(issued: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    number = issued.year * 12 + issued.month - 1 + months
    for day in (issued.day, 30, 29, 28):
        try:
            return date(number // 12, number % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _before(month: str, months: int) -> str:
    number = _number(month) - months
    return f"{number // 12}-{number % 12 + 1:02d}"
