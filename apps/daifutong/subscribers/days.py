"""Of days that open: what is due, what it cost, what is short, what nobody answered."""

from datetime import date
from typing import Any

from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber

from ..services.fee_charge import fees_state
from ..services.pay_day_open import pay_day_open, pay_days_remind
from ..services.reclaim_lapse import reclaims_lapse


@subscriber(DayOpened.name, "daifutong.pay_day")
def open_pay_day(event: dict[str, Any]) -> None:
    pay_day_open(day=date.fromisoformat(event["business_date"]))


@subscriber(DayOpened.name, "daifutong.fees")
def state_fees(event: dict[str, Any]) -> None:
    fees_state(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(DayOpened.name, "daifutong.pay_days_remind")
def remind_of_pay_days(event: dict[str, Any]) -> None:
    pay_days_remind(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(DayOpened.name, "daifutong.reclaims_lapse")
def end_reclaims(event: dict[str, Any]) -> None:
    reclaims_lapse(day=date.fromisoformat(event["business_date"]), now=clock.read())
