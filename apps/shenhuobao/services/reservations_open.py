"""A sale begins: what was reserved before becomes a purchase of its first day, if it still may (WM-2, WM-7).

The money of a reservation is held from the day on which it was made: a place in the quota that nobody can pay for would
keep others out, and the terms promise that place to whoever has put the money there. Until the opening, and as any
purchase until 15:00 of its trade date, it is taken back at once and for nothing.
"""

from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict
from apps.core.outbox import publish

from ..choices.order import OrderKind, OrderState
from ..events import OrderMoved
from ..models import Order, Product, Terms
from ..rules import trade_days
from ..selectors.suitability import assessment_for
from .order_moves import aside_give_back, order_move, order_record, quota_give_back

CHANGED = "TERMS_CHANGED"


def reservations_open(product: Product, terms: Terms, *, actor: Actor, now: Moment) -> int:
    """Asks again of each reservation what is asked of a purchase, and gives how many became one.

    Whose assessment does not allow the product any more, and who has read other terms than those of the sale, has the
    money back. In the caller's transaction, which holds the product's lock; locks the orders, then the accounts of the
    books. A repeat finds no reservation left.
    """
    require_transaction()
    rows = Order.objects.system("a sale begins").filter(
        product=product, kind=OrderKind.PURCHASE, state=OrderState.HELD, is_reservation=True
    )
    opened = 0
    market = trading_days(now.business_date, now.business_date + trade_days.SPAN)
    for order in lock_rows(rows.select_related("product")):
        outcome = "" if order.terms_id == terms.pk else CHANGED
        if not outcome:
            try:
                order.assessment = assessment_for(order.person_id, terms.rating, now)
            except Conflict as refused:
                outcome = refused.code
        if outcome:
            _release(order, outcome, actor, now)
            continue
        order.is_reservation = False
        order.trade_date = trade_days.trade_date(now.business_at, market)
        order.confirm_date = trade_days.confirm_date(order.trade_date, market)
        order.save(update_fields=["is_reservation", "assessment", "trade_date", "confirm_date"])
        order_record(order, "shenhuobao.reservation.opened", source=order.state, actor=actor, now=now)
        publish(OrderMoved(order.pk, order.state))
        opened += 1
    return opened


def _release(order: Order, outcome: str, actor: Actor, now: Moment) -> None:
    aside_give_back(order, now=now)
    quota_give_back(order)
    order_move(
        order, "release", "shenhuobao.order.released", actor=actor, now=now, outcome=outcome, ended_at=now.business_at
    )
    publish(OrderMoved(order.pk, order.state))
