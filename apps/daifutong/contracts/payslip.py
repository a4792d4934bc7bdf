"""Payslips, closed and open, and what is said about them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PayslipLine:
    """A payslip closed: no amount."""

    id: UUID
    enterprise_name: str
    title: str
    pay_period: str
    kind_label: str
    account_tail: str
    paid_at: datetime
    state: str
    state_label: str
    tone: str
    bounced_at: datetime | None  # 退票: the wage did not stay on the account


@dataclass(frozen=True, slots=True)
class PayslipView:
    """A payslip open, after step-up: for the employee alone (PY-13). `groups`: a title and the employer's (label, 分),
    as its template shows them; `items` are all of these. `withdrawn`: why the figures were taken back, or were before
    these stood here."""

    line: PayslipLine
    name: str
    amount_fen: int = field(repr=False)
    remark: str
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = field(repr=False)
    note: str
    has_tax: bool
    withdrawn: str
    dispute_text: str
    reply_text: str
    reply_display: str
    replied_at: datetime | None
    may: frozenset[str]  # confirm, dispute

    @property
    def items(self) -> tuple[tuple[str, int], ...]:
        return tuple(item for _, items in self.groups for item in items)


@dataclass(frozen=True, slots=True)
class Dispute:
    """What an employee finds wrong with a payslip, and what the enterprise says to it. No amount."""

    id: UUID
    batch_id: UUID
    number: int
    name: str
    emp_no: str
    title: str
    pay_period: str
    text: str = field(repr=False)
    disputed_at: datetime
    reply_text: str = field(repr=False)
    reply_display: str
    replied_at: datetime | None
    state: str
    state_label: str
    tone: str
    may_reply: bool


@dataclass(frozen=True, slots=True)
class DisputePage:
    disputes: tuple[Dispute, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class HomeSalary:
    """The salary on the mobile home page: the newest payslip and those before it, closed, without amounts."""

    payslip: PayslipLine
    unread: int
    earlier: tuple[PayslipLine, ...] = ()
