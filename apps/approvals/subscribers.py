"""What follows when a request lapsed: the maker is told, a proposed parameter goes back. Repeats change nothing."""

from typing import Any
from uuid import UUID

from apps.core import clock
from apps.core.outbox import subscriber

from .events import RequestLapsed
from .services.parameter_change import KIND
from .services.request_lapse import maker_tell, parameter_lapse


@subscriber(RequestLapsed.name, "approvals.tell_maker")
def tell_maker(event: dict[str, Any]) -> None:
    maker_tell(
        request_id=UUID(event["request_id"]),
        kind=event["kind"],
        maker_person_id=UUID(event["maker_person_id"]),
        now=clock.read(),
    )


@subscriber(RequestLapsed.name, "approvals.parameter_lapse", kind=KIND)
def take_parameter_back(event: dict[str, Any]) -> None:
    parameter_lapse(parameter_id=UUID(event["subject_id"]), now=clock.read())
