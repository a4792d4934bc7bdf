"""An issue as office and console see it. Amounts in 分, rates in % a year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from .screen import Screen


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in a list. `percent` is how much of the scale is taken, cut to a whole number.

    With a released list in it `taken_fen` counts the whole of it, whatever became of its lines, and `is_sealed` says
    that the enterprise is told no figure until the money has moved (ADR 17).
    """

    id: UUID
    reference: str
    enterprise_name: str
    title: str
    state: str
    state_label: str
    tone: str
    scale_fen: int | None
    rate: Decimal | None
    rate_label: str
    taken_fen: int
    raised_fen: int
    percent: int
    close_at: datetime | None
    due_on: date | None
    at: datetime
    has_entrusted: bool
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class IssuePage:
    """`counts`: how many there are behind each view of the list."""

    issues: tuple[IssueLine, ...]
    number: int
    pages: int
    total: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper beside an issue, without its bytes."""

    id: UUID
    kind: str
    label: str
    title: str
    text: str
    file_name: str
    size: int
    display: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notices:
    """What lenders have been told, newest first; `report_due` is when they are owed the next report."""

    line: IssueLine
    papers: tuple[PaperLine, ...]
    report_due: date | None


@dataclass(frozen=True, slots=True)
class IssueDetail:
    """`terms` and `disclosures` are (label, text) as they are shown and signed, `digest` names exactly these; `asked`
    is what waits where calling it off, or repaying early, is asked for, `is_early` that the latter is asked for
    or agreed to. `may` names the deeds that this very actor may do now. `screens` are there only while somebody of the
    bank decides by them; `suggested_fen` is what twelve months' wages suggest."""

    line: IssueLine
    enterprise_id: UUID
    terms: tuple[tuple[str, str], ...]
    disclosures: tuple[tuple[str, str], ...]
    papers: tuple[PaperLine, ...]
    digest: str
    suggested_fen: int | None
    net_assets_fen: int | None
    lpr: Decimal | None
    min_ratio: Decimal | None
    person_max_fen: int | None
    value_date: date | None
    is_early: bool
    account_masked: str
    maker: str
    opinion: str
    reason: str
    asked: tuple[tuple[str, str], ...]
    asked_by: str
    asked_digest: str
    may: frozenset[str]
    screens: tuple[Screen, ...]


@dataclass(frozen=True, slots=True)
class Raising:
    """How far the raising is, as totals: never who (TX-11)."""

    scale_fen: int
    taken_fen: int
    percent: int
    orders: int
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class EarlySum:
    """What all lenders are owed where everything is repaid on a day; `days` from the value date, `net_fen` goes out."""

    on: date
    days: int
    lenders: int
    principal_fen: int
    interest_fen: int
    tax_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class EarlyOffer:
    """An early repayment on the day `on`; without `found` it cannot be, and `fault` says why. `notice` are the workdays
    that lenders are told before, `first` the first day that may be chosen."""

    line: IssueLine
    notice: int
    first: date
    on: date
    fault: str
    found: EarlySum | None


@dataclass(frozen=True, slots=True)
class ExitRequest:
    """A lender has asked for the money back before its day; `found` is what that takes today."""

    line: IssueLine
    holding_id: UUID
    lender: str
    asked: tuple[tuple[str, str], ...]
    digest: str
    found: EarlySum
    may_decide: bool


@dataclass(frozen=True, slots=True)
class DueSum:
    """What all lenders are owed on a day, by schedule; `tax_fen` is withheld, `net_fen` goes out."""

    due_on: date
    principal_fen: int
    interest_fen: int
    tax_fen: int
    net_fen: int
    paid_fen: int
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """One loan, for the borrower: who lent, how much is left."""

    id: UUID
    number: int
    name: str
    emp_no: str
    contract_number: str
    contract_hash: str
    principal_fen: int
    left_fen: int
    overdue_fen: int
    state_label: str
    tone: str


@dataclass(frozen=True, slots=True)
class PayoutSum:
    """One debit of the enterprise."""

    id: UUID
    number: int
    kind_label: str
    paid_on: date
    gross_fen: int
    tax_fen: int
    net_fen: int
    count: int


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One lender's part of a payout: one 次 of the withholding register (TX-23). The id number is masked."""

    paid_on: date
    kind_label: str
    name: str
    emp_no: str
    id_number: str
    contract_number: str
    principal_fen: int
    interest_fen: int
    overdue_fen: int
    tax_fen: int
    vat_fen: int
    net_fen: int
    is_returned: bool


@dataclass(frozen=True, slots=True)
class Register:
    """`sums` has the totals of the lines, by the names of their fields."""

    lines: tuple[RegisterLine, ...]
    sums: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PayoutDetail:
    issue: IssueLine
    payout: PayoutSum
    register: Register
