"""Payslips as the enterprise's pay specialist sees them, and how they shall look."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DeskSlip:
    """A payslip in the pay specialist's list; no amount."""

    id: UUID
    number: int
    name: str
    emp_no: str
    title: str
    pay_period: str
    published_at: datetime
    state: str
    state_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    slips: tuple[DeskSlip, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was taken back, by whom and why."""

    reason: str
    display: str
    at: datetime
    items: tuple[tuple[str, int], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskSlipView:
    """A payslip with its figures; `items` are all that the employer lists, hidden ones too. `may`: withdraw,
    correct."""

    slip: DeskSlip
    amount_fen: int = field(repr=False)
    items: tuple[tuple[str, int], ...] = field(repr=False)
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = field(repr=False)
    note: str
    withdrawals: tuple[Withdrawal, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column that the enterprise's files have had, and the ItemGroup where it stands."""

    label: str
    group: str
    is_new: bool  # not in the saved template: the group is a guess


@dataclass(frozen=True, slots=True)
class TemplateView:
    """The columns in their order, the note, and who said so; "" and None while nobody has."""

    columns: tuple[TemplateColumn, ...]
    note: str
    saved_display: str
    saved_at: datetime | None
