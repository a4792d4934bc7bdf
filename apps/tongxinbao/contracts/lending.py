"""What a lender sees of an issue, of an order and of a loan. Amounts in 分."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.core.money import Fen

from .issue import EarlySum


@dataclass(frozen=True, slots=True)
class LendingLine:
    """An issue in the list of those for whom it exists."""

    id: UUID
    title: str
    reference: str
    state: str
    state_label: str
    tone: str
    rate: str  # % a year, ready to read
    open_at: datetime
    close_at: datetime
    maturity_date: date


@dataclass(frozen=True, slots=True)
class LendingPaper:
    id: UUID
    title: str
    text: str
    file_name: str
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContractFile:
    """The contract of one loan as PDF, and what the file is called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LendingIssue:
    """An issue as whoever may lend reads it: every term, what the enterprise says of itself, and its papers.

    `room_fen` is what can still be taken (None where it is shared out pro rata, and after the close), `mine_fen` what
    the reader has asked for; `value_date` is the day from which the calculator reckons: that of the close.
    """

    line: LendingLine
    enterprise_name: str
    terms: tuple[tuple[str, str], ...]
    disclosures: tuple[tuple[str, str], ...]
    papers: tuple[LendingPaper, ...]
    content_hash: str
    outstanding_fen: Fen
    scale_fen: Fen
    room_fen: Fen | None
    min_order_fen: Fen
    step_fen: Fen
    person_max_fen: Fen
    mine_fen: Fen
    is_open: bool
    is_eligible: bool
    refusal: str
    rate: Decimal
    day_count: str
    value_date: date
    interest_dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order as its person finds it again. `may` holds "withdraw" until the close."""

    id: UUID
    issue_id: UUID
    title: str
    reference: str
    enterprise_name: str
    state: str
    state_label: str
    tone: str
    outcome: str
    outcome_label: str
    amount_fen: Fen
    allotted_fen: Fen
    account: str
    is_entrusted: bool
    placed_at: datetime
    close_at: datetime | None
    holding_id: UUID | None
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueLine:
    """A date of the schedule, before tax; `state` is PAID, DUE, LATE or PART."""

    due_on: date
    days: int
    principal_fen: Fen
    interest_fen: Fen
    state: str
    state_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What has been paid out at once, with the tax that was withheld of it."""

    paid_on: date
    kind_label: str
    principal_fen: Fen
    interest_fen: Fen
    overdue_fen: Fen
    tax_fen: Fen
    net_fen: Fen
    is_returned: bool


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan in the list of its lender."""

    id: UUID
    issue_id: UUID
    title: str
    enterprise_name: str
    state: str
    state_label: str
    tone: str
    principal_fen: Fen
    left_fen: Fen
    rate: str
    opened_on: date
    due_on: date | None
    contract_number: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """What one calendar year has brought: interest with overdue interest, and the tax that was withheld of it."""

    year: int
    principal_fen: Fen
    interest_fen: Fen
    tax_fen: Fen
    net_fen: Fen


@dataclass(frozen=True, slots=True)
class LateSum:
    """What a loan is owed today and has not been paid: principal and interest that have fallen due, overdue interest
    reckoned to this day, before tax."""

    principal_fen: Fen
    interest_fen: Fen
    overdue_fen: Fen
    total_fen: Fen


@dataclass(frozen=True, slots=True)
class LoanPage:
    """A loan with its contract, its schedule, and everything that was paid. `late` is what it is owed while the issue
    is in arrears, `issue_state` how the issue stands, `reason` why it is in default, `early_on` the day on which the
    enterprise repays before the end, `may_exit` that the lender may ask for the money back before."""

    line: LoanLine
    signed_id: UUID  # what the contract was signed for: the order, or the mandate that it was placed under
    contract_hash: str
    contract: tuple[tuple[str, str], ...]
    account: str
    late: LateSum | None
    is_frozen: bool
    dues: tuple[DueLine, ...]
    paid: tuple[PaidLine, ...]
    papers: tuple[LendingPaper, ...]
    issue_state: str
    issue_label: str
    is_late: bool
    reason: str
    early_on: date | None
    may_exit: bool


@dataclass(frozen=True, slots=True)
class ExitOffer:
    """What a lender who asks for the money back would have today; without `found`, `fault` says why not."""

    line: LoanLine
    fault: str
    found: EarlySum | None


@dataclass(frozen=True, slots=True)
class Loans:
    """All loans of a person, and the years in which they paid."""

    holdings: tuple[LoanLine, ...]
    years: tuple[YearLine, ...]
