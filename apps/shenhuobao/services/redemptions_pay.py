"""The money of redemptions is there on the product's day: from the agent through transit to each holder (WM-7)."""

from datetime import date
from uuid import UUID

from django.conf import settings

from apps.cases import api as cases
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.outbox import publish
from apps.ledger import api as ledger

from ..choices.order import (
    DISPATCH_SUBJECT,
    GL_AGENT,
    GL_REDEEMED,
    ORDER_SUBJECT,
    RETURNED_CASE,
    OrderKind,
    OrderState,
)
from ..events import OrderMoved
from ..models import Order
from .order_moves import order_move
from .ta_file_keep import AGENT_ACTOR

PAYABLE = (OrderState.CONFIRMED, OrderState.PART)


@use_case
def redemptions_pay(*, agent: str, day: date, now: Moment) -> int:
    """Pays each confirmed redemption whose day has come, a dispatch at a time; gives how many were paid.

    Dr 3001.06 Cr 2241.06; Dr 2241.06 Cr 2011.02. An account that takes nothing leaves the sum in 2241.06 under a case.
    Key: dispatch and cash date; what two people have settled comes later than its fellows and is paid by itself. Locks
    the agent's name, the orders, then the accounts of the books.
    """
    lock_name(f"shenhuobao.agent:{agent}")
    rows = Order.objects.system("the day's redemptions of everybody").filter(
        kind=OrderKind.REDEMPTION, state__in=PAYABLE, outcome="", cash_date__lte=day, product__agent=agent
    )
    groups: dict[tuple[UUID | None, date | None, str], list[Order]] = {}
    for order in lock_rows(rows.select_related("dispatch")):
        alone = order.reference if order.settled_as else ""
        groups.setdefault((order.dispatch_id, order.cash_date, alone), []).append(order)
    return sum(_pay(orders, now) for orders in groups.values())


def _pay(orders: list[Order], now: Moment) -> int:
    """One day's redemptions of one dispatch; what is worth less than half a 分 brings nothing and is done."""
    paying = [order for order in orders if order.filled_fen]
    refused = _post(paying, now) if paying else frozenset()
    for order in orders:
        if order.pk in refused:
            _returned(order, now)
        else:
            order_move(
                order, "finish", "shenhuobao.order.finished", actor=AGENT_ACTOR, now=now, ended_at=now.business_at
            )
            publish(OrderMoved(order.pk, order.state))
    return len(orders) - len(refused)


def _post(orders: list[Order], now: Moment) -> frozenset[UUID]:
    """Both journals; gives the orders whose account took nothing."""
    dispatch, cash_date = orders[0].dispatch, orders[0].cash_date
    if dispatch is None:
        raise RuntimeError(f"order {orders[0].reference} was confirmed without a dispatch")
    key = f"{dispatch.pk}:{cash_date}" + (f":{orders[0].reference}" if orders[0].settled_as else "")
    total = sum(order.filled_fen or 0 for order in orders)
    transit = ledger.open_account(
        owner_kind=DISPATCH_SUBJECT, owner_id=dispatch.pk, gl_code=GL_REDEEMED, on=now.business_date
    )
    ledger.post(
        key=f"shenhuobao.receive:{key}",
        kind="shenhuobao.receive",
        summary="理财赎回款到账",
        legs=[(ledger.house_account(GL_AGENT), -total), (transit, total)],
        now=now,
    )
    paid = ledger.post_batch(
        key=f"shenhuobao.redeem:{key}",
        kind="shenhuobao.redeem",
        summary="理财赎回",
        debit=transit,
        lines=[(order.account_ledger_id, order.filled_fen or 0, order.pk) for order in orders],
        control_count=len(orders),
        control_sum=total,
        now=now,
    )
    return frozenset(orders[place].pk for place in paid.refused)


def _returned(order: Order, now: Moment) -> None:
    order.outcome = "RETURNED"
    order.save(update_fields=["outcome"])
    cases.open_case(
        kind=RETURNED_CASE,
        subject_kind=ORDER_SUBJECT,
        subject_id=order.pk,
        title=f"理财赎回款无法入账 {order.reference}",
        detail="到账账户已不能收款,款项暂存理财赎回待付。请联系客户指定本人另一账户。",
        unit_path=order.unit_path or settings.HEAD_UNIT_PATH,
        key=f"shenhuobao.returned:{order.pk}",
        now=now,
    )
