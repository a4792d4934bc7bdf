"""What of an issue's scale is still to be had. All of it needs the issue's lock (TX-30, ADR 17)."""

from ..choices import Allotment
from ..models import Issue, Order


def room_of(issue: Issue) -> int:
    """What can still be asked for, in 分: where it is shared out pro rata, as much as the scale."""
    taken = issue.taken_fen + issue.reserved_fen if issue.allotment == Allotment.FIRST_COME else 0
    return (issue.scale_fen or 0) - taken


def is_full(issue: Issue) -> bool:
    """Whether it closes before its hour. One with a list does not: that would tell what became of the lines."""
    is_first = issue.allotment == Allotment.FIRST_COME
    return is_first and not issue.has_entrusted and issue.taken_fen == issue.scale_fen


def room_give_back(issue: Issue, order: Order) -> None:
    """Takes out what an order held. The sum of an entrusted one stays nobody else's room until the close, so that
    whoever watches the room learns nothing of the person."""
    issue.taken_fen -= order.amount_fen
    if order.is_entrusted:
        issue.reserved_fen += order.amount_fen
    issue.save(update_fields=["taken_fen", "reserved_fen"])
