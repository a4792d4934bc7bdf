"""A freeze has ended the hold of an order (AC-9): the order comes to nothing, its room is free again."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction

from ..choices import OrderState
from ..models import Order
from .issue_moves import issue_locked
from .orders_release import release
from .room import room_give_back


def order_lose(*, order_id: UUID, now: Moment) -> None:
    """Releases an order that waits in the raise period; one that is allotted is dropped by the settlement itself.

    In the caller's transaction; a repeat changes nothing. Locks issue, then order.
    """
    require_transaction()
    actor = Actor.system("司法冻结使冻结款项失效")
    known = Order.objects.system("its hold was lost").filter(pk=order_id).first()
    if known is None:
        return
    issue = issue_locked(actor, known.issue_id)
    [order] = lock_rows(Order.objects.system("its hold was lost").filter(pk=order_id))
    if order.state != OrderState.HELD:
        return
    release(issue, [order], {order.pk: "FROZEN"}, actor=actor, now=now)
    room_give_back(issue, order)
