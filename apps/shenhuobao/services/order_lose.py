"""A freeze has ended the hold of a purchase (AC-9): before the cut-off the order comes to nothing.

One that is with the agent already goes on, and its confirmation finds the money gone (`order_confirm`, FROZEN).
"""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.outbox import publish

from ..choices.order import OrderState
from ..events import OrderMoved
from ..models import Order, Product
from .order_moves import order_move, quota_give_back


def order_lose(*, order_id: UUID, now: Moment) -> None:
    """In the caller's transaction; a repeat changes nothing. Locks product, then order."""
    require_transaction()
    rows = Order.objects.system("its hold was lost").filter(pk=order_id)
    lock_rows(Product.objects.filter(orders__in=rows))
    for order in lock_rows(rows):
        if order.state == OrderState.HELD:
            quota_give_back(order)
            order_move(
                order, "release", "shenhuobao.order.released", actor=Actor.system("司法冻结使冻结款项失效"), now=now,
                outcome="FROZEN", ended_at=now.business_at,
            )  # fmt: skip
            publish(OrderMoved(order.pk, order.state))
