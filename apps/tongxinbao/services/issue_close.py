"""The hour of the close: orders are allotted, nothing changes any more; too little raised fails (rows 9, 10, 14c)."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.jobs import Lease
from apps.core.money import shares

from ..choices import IssueState, OrderState
from ..models import Issue, Order
from ..rules.order import ORDER
from .entrusted_moves import lists_lapse
from .issue_moves import issue_locked, issue_move
from .mandates_over import mandates_over
from .orders_release import orders_release, release
from .room import is_full

WHY = "the hour of its close"
OPEN = (IssueState.SUBSCRIBING, IssueState.SUSPENDED)


@use_case
def issue_close(*, issue_id: UUID, lease: Lease, now: Moment) -> None:
    """Closes an issue whose hour has come, or that is full where first come is first served; otherwise leaves it alone.

    Key: the lease; a repeat changes nothing. Locks the issue, its orders, then the accounts whose holds go back.
    """
    actor = Actor.system("认购截止")
    issue = issue_locked(actor, issue_id)
    if issue.state in OPEN and _is_over(issue, now):
        _close(issue, actor, now)
    lease.finish()


def _is_over(issue: Issue, now: Moment) -> bool:
    is_open = issue.state == IssueState.SUBSCRIBING
    return (is_full(issue) and is_open) or (issue.close_at is not None and now.business_at >= issue.close_at)


def _close(issue: Issue, actor: Actor, now: Moment) -> None:
    lists_lapse(issue, "认购已经结束。", actor=actor, now=now)
    rows = Order.objects.system(WHY).filter(issue=issue, state=OrderState.HELD)
    orders = lock_rows(rows)
    orders.sort(key=lambda order: order.number)
    parts = allotted(issue, [order.amount_fen for order in orders])
    _allot(issue, orders, parts, actor, now)
    raised = sum(parts)
    issue_move(
        issue, "close", "tongxinbao.issue.closed", actor=actor, now=now,
        detail={"orders": len(orders), "allotted": raised}, taken_fen=raised, reserved_fen=0,
        closed_at=now.business_at,
    )  # fmt: skip
    fail_if_short(issue, raised, actor, now)


def allotted(issue: Issue, wanted: list[int]) -> tuple[int, ...]:
    """What each order gets, in the order of their numbers: all, or pro rata in steps where too much is wanted."""
    scale = issue.scale_fen or 0
    if sum(wanted) <= scale:
        return tuple(wanted)
    return shares(scale, wanted, issue.step_fen or 1)


def _allot(issue: Issue, orders: list[Order], parts: tuple[int, ...], actor: Actor, now: Moment) -> None:
    """Writes what each gets; who gets nothing has the money back at once."""
    empty = []
    for order, part in zip(orders, parts, strict=True):
        if not part:
            empty.append(order)
            continue
        order.allotted_fen = part
        order.state = ORDER.check(order.state, "allot" if part == order.amount_fen else "allot_part").target
    Order.objects.system(WHY).bulk_update([one for one in orders if one.allotted_fen], ["allotted_fen", "state"])
    release(issue, empty, dict.fromkeys((one.pk for one in empty), "NO_SHARE"), actor=actor, now=now, name="leave_out")


def fail_if_short(issue: Issue, raised: int, actor: Actor, now: Moment) -> bool:
    """Ends an issue that has raised too little, with every hold given back; True where it did (row 10)."""
    if raised and raised * 100 >= (issue.scale_fen or 0) * (issue.min_ratio or 0):
        return False
    orders_release(issue, "TOO_LITTLE", actor=actor, now=now)
    mandates_over(issue, actor=actor, now=now)
    changes: dict[str, Any] = {"taken_fen": 0, "ended_at": now.business_at}
    issue_move(
        issue, "fail", "tongxinbao.issue.failed", actor=actor, now=now, detail={"raised": raised},
        reason="募集金额未达到成立所需的最低比例。", **changes,
    )  # fmt: skip
    return True
