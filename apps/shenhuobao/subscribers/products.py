"""A product's days, a version that nobody decided on, and telling holders of a rise of its risk (WM-1)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber
from apps.notify import api as notify

from ..choices.product import TERMS_SUBJECT
from ..events import LargeRedemptionSeen, RatingRaised
from ..selectors.telling import holders_told, product_name
from ..services.products_turn import products_turn
from ..services.terms_decide import terms_lapse


@subscriber(DayOpened.name, "shenhuobao.turn_products")
def turn_products(event: dict[str, Any]) -> None:
    products_turn(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(RequestLapsed.name, "shenhuobao.terms_lapse", kind=TERMS_SUBJECT)
def lapse_terms(event: dict[str, Any]) -> None:
    terms_lapse(terms_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(LargeRedemptionSeen.name, "shenhuobao.tell_large")
def tell_large(event: dict[str, Any]) -> None:
    product_id = UUID(event["product_id"])
    notify.tell_many(
        person_ids=holders_told(product_id),
        kind="shenhuobao.holding",
        title="您持有的产品发生巨额赎回",
        body=f"「{product_name(product_id)}」{event['on']} 发生巨额赎回,赎回申请可能部分确认,其余按您的选择顺延或撤销,"
        "快速赎回暂停。",
        link=reverse("mobile:product", args=[product_id]),
        key=f"shenhuobao.large:{product_id}:{event['on']}",
        now=clock.read(),
    )


@subscriber(RatingRaised.name, "shenhuobao.tell_rating")
def tell_rating(event: dict[str, Any]) -> None:
    product_id = UUID(event["product_id"])
    notify.tell_many(
        person_ids=holders_told(product_id),
        kind="shenhuobao.holding",
        title="您持有的产品风险等级上调",
        body=f"「{product_name(product_id)}」的风险等级由 R{event['before']} 上调为 R{event['after']},"
        "请查看最新的产品说明书和风险揭示书,自行决定是否继续持有。",
        link=reverse("mobile:product", args=[product_id]),
        key=f"shenhuobao.rating:{event['event_id']}",
        now=clock.read(),
    )
