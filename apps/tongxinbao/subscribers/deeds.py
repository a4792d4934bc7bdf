"""What 同心宝 does when something has happened. Each handler runs in a transaction that also ends its job; a repeat
changes nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from apps.agreements.events import MandateStopped
from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber
from apps.ledger.events import HoldLost

from ..choices import CANCEL_SUBJECT, EARLY_SUBJECT, ISSUE_SUBJECT, MANDATE, ORDER_SUBJECT, QUOTE_SUBJECT
from ..events import QuoteLoaded
from ..services.cancel_decide import cancel_lapse
from ..services.dues_open import dues_open
from ..services.early_decide import early_lapse
from ..services.issue_check import issue_lapse
from ..services.issues_archive import issues_archive
from ..services.issues_tick import issues_tick
from ..services.lpr_decide import lpr_lapse
from ..services.mandate_revoke import mandate_stopped
from ..services.order_lose import order_lose


@subscriber(DayOpened.name, "tongxinbao.open_dues")
def open_dues(event: dict[str, Any]) -> None:
    dues_open(day=date.fromisoformat(event["business_date"]))


@subscriber(DayOpened.name, "tongxinbao.archive")
def archive(event: dict[str, Any]) -> None:
    issues_archive(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(DayOpened.name, "tongxinbao.look_at_hours")
def look_at_hours(event: dict[str, Any]) -> None:
    issues_tick(now=clock.read())


@subscriber(QuoteLoaded.name, "tongxinbao.look_at_caps")
def look_at_caps(event: dict[str, Any]) -> None:
    issues_tick(now=clock.read())


@subscriber(HoldLost.name, "tongxinbao.lose_order", subject_kind=ORDER_SUBJECT)
def lose_order(event: dict[str, Any]) -> None:
    order_lose(order_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(MandateStopped.name, "tongxinbao.take_back", kind=MANDATE)
def take_back(event: dict[str, Any]) -> None:
    mandate_stopped(issue_id=UUID(event["subject_id"]), mandate_id=UUID(event["mandate_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "tongxinbao.issue_lapse", kind=ISSUE_SUBJECT)
def lapse_issue(event: dict[str, Any]) -> None:
    issue_lapse(issue_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "tongxinbao.cancel_lapse", kind=CANCEL_SUBJECT)
def lapse_cancel(event: dict[str, Any]) -> None:
    cancel_lapse(issue_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "tongxinbao.early_lapse", kind=EARLY_SUBJECT)
def lapse_early(event: dict[str, Any]) -> None:
    early_lapse(issue_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "tongxinbao.lpr_lapse", kind=QUOTE_SUBJECT)
def lapse_lpr(event: dict[str, Any]) -> None:
    lpr_lapse(quote_id=UUID(event["subject_id"]), now=clock.read())
