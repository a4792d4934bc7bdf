"""What 申活宝 does when something has happened. Each handler runs in a transaction that also ends its job; a repeat
changes nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber
from apps.ledger.events import HoldLost

from ..choices.order import ORDER_SUBJECT
from ..services.agent_days_open import agent_days_open
from ..services.order_lose import order_lose


@subscriber(DayOpened.name, "shenhuobao.open_agent_days")
def open_agent_days(event: dict[str, Any]) -> None:
    agent_days_open(day=date.fromisoformat(event["business_date"]))


@subscriber(HoldLost.name, "shenhuobao.lose_order", subject_kind=ORDER_SUBJECT)
def lose_order(event: dict[str, Any]) -> None:
    order_lose(order_id=UUID(event["subject_id"]), now=clock.read())
