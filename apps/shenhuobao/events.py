"""What 申活宝 tells others, after the commit. Ids, counts and states only: no amount, no account, no name."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProductOpened:
    """The sale of a product has begun."""

    name: ClassVar[str] = "shenhuobao.product.opened"
    product_id: UUID


@dataclass(frozen=True, slots=True)
class RatingRaised:
    """The risk of a product is rated higher than before: who holds it is told, and decides (WM-1)."""

    name: ClassVar[str] = "shenhuobao.rating.raised"
    product_id: UUID
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """One person's order has come to `state` without that person's doing."""

    name: ClassVar[str] = "shenhuobao.order.moved"
    order_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class LargeRedemptionSeen:
    """More of a product is asked back than a part of all units: who holds it is told (WM-11)."""

    name: ClassVar[str] = "shenhuobao.large.seen"
    product_id: UUID
    on: str
    days: int


@dataclass(frozen=True, slots=True)
class DistributionAnnounced:
    """A product will pay a dividend, or has come to its maturity."""

    name: ClassVar[str] = "shenhuobao.distribution.announced"
    distribution_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class PayoutMade:
    """One holder's share of a distribution stands."""

    name: ClassVar[str] = "shenhuobao.payout.made"
    payout_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class InstructionRan:
    """A standing instruction has had its occasion: it bought, or it did not; `has_ended`: it was the last failure."""

    name: ClassVar[str] = "shenhuobao.instruction.ran"
    run_id: UUID
    has_ended: bool
