"""Who hears what became of an order: its person, never of an amount. A repeat changes nothing: notices have keys."""

import re
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import clock
from apps.core.outbox import subscriber
from apps.notify import api as notify

from ..choices.order import ORDER_KIND_LABELS, OrderKind, OrderState
from ..events import OrderMoved
from ..selectors.telling import order_told

TOLD = {
    OrderState.HELD: ("预约已生效", "产品今日开始销售,预约已转为申购,交易日 15:00 前可以撤单。"),
    OrderState.CONFIRMED: ("已确认", "登记机构已确认,可在「我的理财」中查看。"),
    OrderState.PART: ("部分确认", "登记机构确认了一部分,其余按您的选择办理,请查看交易详情。"),
    OrderState.REJECTED: ("未确认", "登记机构未确认,款项或份额已退回。"),
    OrderState.RELEASED: ("已解除", "这笔交易已解除,原因请查看交易详情。"),
    OrderState.DONE: ("已到账", "款项已转入您的账户。"),
}


@subscriber(OrderMoved.name, "shenhuobao.tell_order", state=re.compile("|".join(TOLD)))
def tell_order(event: dict[str, Any]) -> None:
    order_id = UUID(event["order_id"])
    told = order_told(order_id)
    word, body = TOLD[OrderState(event["state"])]
    notify.tell(
        person_id=told.person_id,
        kind="shenhuobao.order",
        title=f"理财{ORDER_KIND_LABELS[OrderKind(told.kind)]}{word}",
        body=f"{told.product}:{body}",
        link=reverse("mobile:trade", args=[order_id]),
        key=f"shenhuobao.order:{order_id}:{event['state']}",
        now=clock.read(),
    )
