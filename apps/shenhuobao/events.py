"""What 申活宝 tells others, after the commit. Ids, counts and states only: no amount, no account, no name."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RatingRaised:
    """The risk of a product is rated higher than before: who holds it is told, and decides (WM-1)."""

    name: ClassVar[str] = "shenhuobao.rating.raised"
    product_id: UUID
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class AssessmentTaken:
    """A person has been assessed anew: what may be bought may have changed."""

    name: ClassVar[str] = "shenhuobao.assessment.taken"
    assessment_id: UUID


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """One person's order has come to `state` without that person's doing."""

    name: ClassVar[str] = "shenhuobao.order.moved"
    order_id: UUID
    state: str
