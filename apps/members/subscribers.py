"""What members do when something has happened elsewhere. Repeats change nothing."""

from typing import Any
from uuid import UUID

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.outbox import subscriber

from .services.certification_lapse import certification_lapse
from .services.certification_submit import KIND
from .services.staff_change import KIND as STAFF_KIND
from .services.staff_change import staff_change_lapse


@subscriber(RequestLapsed.name, "members.certification_lapse")
def take_certification_back(event: dict[str, Any]) -> None:
    if event["kind"] == KIND:
        certification_lapse(certification_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "members.staff_change_lapse")
def end_staff_change(event: dict[str, Any]) -> None:
    if event["kind"] == STAFF_KIND:
        staff_change_lapse(change_id=UUID(event["subject_id"]), now=clock.read())
