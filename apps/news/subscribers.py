"""An announcement on which nobody decided in time goes no further. A repeat changes nothing."""

from typing import Any
from uuid import UUID

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.outbox import subscriber

from .choices import SUBJECT
from .services.announcement_write import announcement_lapse


@subscriber(RequestLapsed.name, "news.announcement_lapse", kind=SUBJECT)
def take_announcement_back(event: dict[str, Any]) -> None:
    announcement_lapse(announcement_id=UUID(event["subject_id"]), now=clock.read())
