"""What 同心宝 tells others, after the commit. Ids, counts and states only: no amount, no account, no name."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class IssueMoved:
    """An issue has come to `state`; people who have to act, or who lend, are told."""

    name: ClassVar[str] = "tongxinbao.issue.moved"
    issue_id: UUID
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """One person's order has come to `state` without that person's doing, or was placed under a mandate."""

    name: ClassVar[str] = "tongxinbao.order.moved"
    order_id: UUID
    state: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class EntrustedMoved:
    """A list has come to `state` by a move: who has to act, or has made it, is told."""

    name: ClassVar[str] = "tongxinbao.entrusted.moved"
    list_id: UUID
    state: str
    move: str


@dataclass(frozen=True, slots=True)
class EntrustedPlaced:
    """A list was carried out: who stands in it and holds no order is told that nothing was taken."""

    name: ClassVar[str] = "tongxinbao.entrusted.placed"
    list_id: UUID


@dataclass(frozen=True, slots=True)
class LoansMade:
    """An issue is settled: its lenders have their contracts."""

    name: ClassVar[str] = "tongxinbao.loans.made"
    issue_id: UUID


@dataclass(frozen=True, slots=True)
class DuesAhead:
    """The enterprise has to pay on `due_on` (ISO), so many workdays ahead."""

    name: ClassVar[str] = "tongxinbao.dues.ahead"
    issue_id: UUID
    due_on: str
    workdays: int


@dataclass(frozen=True, slots=True)
class PaidOut:
    """The lenders of a payout have their money."""

    name: ClassVar[str] = "tongxinbao.payout.paid"
    payout_id: UUID


@dataclass(frozen=True, slots=True)
class NoticePublished:
    """The enterprise has a report or an announcement for its lenders."""

    name: ClassVar[str] = "tongxinbao.notice.published"
    issue_id: UUID
    paper_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class ExitReturned:
    """The enterprise does not agree that a lender has the money back before its day."""

    name: ClassVar[str] = "tongxinbao.exit.returned"
    holding_id: UUID


@dataclass(frozen=True, slots=True)
class QuoteLoaded:
    """Another LPR holds: what is above its cap is stopped (TX-6)."""

    name: ClassVar[str] = "tongxinbao.lpr.loaded"
    quote_id: UUID
