"""A person takes an order back, strictly before the cut-off of its trade date (WM-4, WM-14)."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import once
from apps.core.moves import found_locked

from ..choices.order import OrderKind
from ..contracts import OrderAnswer
from ..models import Order, Product
from ..rules import trade_days
from ..rules.lives import ORDER
from .order_moves import aside_give_back, order_answer, order_move, quota_give_back


@use_case
def order_cancel(*, order_id: UUID, key: str, actor: Actor, now: Moment) -> OrderAnswer:
    """Gives money or units back at once. Key: (person, key). Locks the product, the order, then what is set aside.

    A reservation may be taken back until it has become a purchase, and then as one. Raises NotFound, IllegalMove,
    Conflict CUT_OFF once 15:00 of the trade date has come, QUICK_PAID for a quick
    redemption, whose money is there already; KeyReused, Busy.
    """

    def effect() -> dict[str, Any]:
        known = Order.objects.scoped(actor).filter(pk=order_id).first()
        if known is None:
            raise NotFound("没有找到这笔交易。")
        lock_rows(Product.objects.filter(pk=known.product_id))
        order = found_locked(Order.objects.scoped(actor), order_id, "没有找到这笔交易。")
        ORDER.check(order.state, "cancel")
        if order.kind == OrderKind.QUICK:
            raise Conflict("QUICK_PAID", "快速赎回的款项已经到账,不能撤单。")
        if not order.is_reservation and now.business_at >= trade_days.cut_off_at(order.trade_date):
            raise Conflict("CUT_OFF", "已过交易日 15:00,不能撤单。")
        aside_give_back(order, now=now)
        quota_give_back(order)
        order_move(order, "cancel", "shenhuobao.order.cancelled", actor=actor, now=now, ended_at=now.business_at)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="shenhuobao.order_cancel", key=key, body={"order": order_id}, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))
