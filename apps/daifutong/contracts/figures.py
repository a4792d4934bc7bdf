"""The payroll by day and by month. Amounts in 分."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .batch import BatchLine


@dataclass(frozen=True, slots=True)
class PayDayCell:
    """A day of the calendar: what leaves or left on it. `is_workday` is None for a year that is not loaded."""

    day: date
    is_workday: bool | None
    name: str  # of a holiday, or 调休上班
    is_today: bool
    is_pay_day: bool
    batches: tuple[BatchLine, ...]


@dataclass(frozen=True, slots=True)
class PayCalendar:
    """A month by weeks, Monday first; days of other months are None. `pay_day` is the contract's day of this month,
    moved to the nearest workday before it (PY-8); None without a contract, or without a calendar of the year."""

    month: str
    previous: str
    next: str
    weeks: tuple[tuple[PayDayCell | None, ...], ...]
    pay_day: date | None
    is_loaded: bool


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What ended in a month: lines and their sums, paid and failed."""

    month: str
    batches: int
    paid: int
    paid_fen: int
    failed: int
    failed_fen: int


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A kind, a reason or an enterprise with its lines and their sum."""

    label: str
    count: int
    fen: int
    enterprise_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PayrollFigures:
    """A year of months, the oldest first, and what stands behind the sums."""

    months: tuple[MonthFigures, ...]
    kinds: tuple[ShareLine, ...]
    reasons: tuple[ShareLine, ...]
    enterprises: tuple[ShareLine, ...]  # for the bank
