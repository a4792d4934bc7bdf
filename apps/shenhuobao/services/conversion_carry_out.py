"""A conversion that the agent has confirmed: units of one holding go, units of another come, nothing is between."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import lock_rows

from ..models import Holding, Order
from ..rules import pricing
from ..rules.agent_files import ConfirmationLine
from .holding_moves import units_in, units_out
from .order_fills import holding_for, nav_of, order_fill, order_finish


def into_agrees(order: Order, line: ConfirmationLine, navs: Mapping[UUID, Decimal]) -> bool:
    """Whether the second leg is ours: the net sum of the first, to the 分, buys so many units at the target's value."""
    target, terms, into, net = order.target, order.target_terms, line.into, line.fen - line.fee_fen
    if target is None or terms is None or into is None or net <= 0 or into.nav != nav_of(target, navs):
        return False
    bought = pricing.purchase(net, terms.purchase_fee, into.nav)
    return (bought.fee, bought.units) == (into.fee_fen, into.units)


def conversion_carry_out(order: Order, line: ConfirmationLine, now: Moment) -> None:
    """Both legs at once. Needs the locks of the order and both products; locks the holding that gives, then the one
    that takes. What was not filled is free again."""
    into, target = line.into, order.target
    if into is None or target is None:
        raise RuntimeError(f"order {order.reference} has no second leg")
    (holding,) = lock_rows(Holding.objects.system("its units are converted").filter(orders=order))
    units_out(holding, line.units, aside=order.units or Decimal(0))
    net = line.fen - line.fee_fen
    taking = holding_for(order, target, now)
    units_in(taking, into.units, net, order=order, acquired_on=order.confirm_date)
    order_fill(order, line, net, now, target_nav=into.nav, target_units=into.units, target_fee_fen=into.fee_fen)
    order_finish(order, now)
