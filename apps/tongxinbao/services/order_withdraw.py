"""A lender takes the order back, until the close: the hold is released at once."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import once
from apps.members import api as members

from ..choices import IssueState
from ..contracts import OrderAnswer
from ..models import Order
from ..rules.order import ORDER
from .issue_moves import issue_locked
from .order_moves import order_answer, order_move
from .orders_release import hold_give_back
from .room import room_give_back


@use_case
def order_withdraw(*, order_id: UUID, key: str, actor: Actor, now: Moment) -> OrderAnswer:
    """Key: (person, key). Locks the issue, the order, then the account of the books. Raises NotFound, IllegalMove,
    Conflict RAISE_OVER once the hour of the close has come, KeyReused, Busy."""

    def effect() -> dict[str, Any]:
        known = Order.objects.scoped(actor).filter(pk=order_id).first()
        if known is None:
            raise NotFound("没有找到这笔认购。")
        issue = issue_locked(Actor.system("its own order is withdrawn"), known.issue_id)
        (order,) = lock_rows(Order.objects.scoped(actor).filter(pk=order_id))
        ORDER.check(order.state, "withdraw")
        is_over = issue.close_at is not None and now.business_at >= issue.close_at
        if is_over or issue.state not in (IssueState.SUBSCRIBING, IssueState.SUSPENDED):
            raise Conflict("RAISE_OVER", "认购已经结束,不能撤回。")
        hold_give_back(order, now=now)
        order_move(
            order, "withdraw", "tongxinbao.order.withdrawn", issue=issue,
            unit_path=members.enterprise_brief(issue.enterprise_id).unit_path, actor=actor, now=now,
            ended_at=now.business_at,
        )  # fmt: skip
        room_give_back(issue, order)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="tongxinbao.order_withdraw", key=key, body={"order": order_id}, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))
