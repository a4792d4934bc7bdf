"""What follows when a request lapsed: a proposed text goes back. Repeats change nothing."""

from typing import Any
from uuid import UUID

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.outbox import subscriber

from .services.text_change import KIND, text_lapse


@subscriber(RequestLapsed.name, "agreements.text_lapse", kind=KIND)
def take_text_back(event: dict[str, Any]) -> None:
    text_lapse(text_id=UUID(event["subject_id"]), now=clock.read())
