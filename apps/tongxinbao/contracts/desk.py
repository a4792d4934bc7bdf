"""What the bank's people watch: quotes of the LPR, and what may go wrong with what is lent (TX-6, TX-7, TX-9)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from .issue import IssueLine


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """`digest` names exactly this quote for who may decide on it; "" for everybody else."""

    id: UUID
    published_on: date
    rate: Decimal
    legal: Decimal
    state: str
    state_label: str
    tone: str
    proposer: str
    decided_at: datetime | None
    digest: str


@dataclass(frozen=True, slots=True)
class Concentration:
    """The largest lender of an issue; `share` in whole percent of what is lent or ordered."""

    issue_id: UUID
    title: str
    enterprise_name: str
    lender: str
    fen: int
    total_fen: int
    share: int
    is_high: bool


@dataclass(frozen=True, slots=True)
class Arrears:
    """An issue whose money is late; `days` since its oldest unpaid due date."""

    issue_id: UUID
    title: str
    enterprise_name: str
    state_label: str
    tone: str
    since: date | None
    days: int
    left_fen: int


@dataclass(frozen=True, slots=True)
class Late:
    """How late an issue is; without insolvency it is in default after more than `bound` days. What is owed today is
    `left_fen` of principal (due or not), interest and overdue interest."""

    line: IssueLine
    since: date | None
    days: int
    bound: int
    lenders: int
    left_fen: int
    interest_fen: int
    overdue_fen: int


@dataclass(frozen=True, slots=True)
class SharedDevice:
    """One device from which several people have lent in one issue."""

    issue_id: UUID
    title: str
    enterprise_name: str
    mark: str
    people: int
    orders: int
    fen: int


@dataclass(frozen=True, slots=True)
class LenderCount:
    """How near an enterprise is to the most lenders it may have."""

    enterprise_name: str
    count: int
    most: int
    percent: int
    tone: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """How many of an issuer's people could lend today by the roster, how many are in the social insurance, and why the
    others could not, as (reason, people)."""

    line: IssueLine
    enterprise_id: UUID
    people: int
    may: int
    insured: int
    refusals: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    concentrations: tuple[Concentration, ...]
    arrears: tuple[Arrears, ...]
    devices: tuple[SharedDevice, ...]
    lenders: tuple[LenderCount, ...]
