"""Telling people what happened to their logins. Repeats change nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import clock
from apps.core.clock import SHANGHAI
from apps.core.outbox import subscriber
from apps.identity.contracts import SURFACE_OF, LoginKind
from apps.identity.events import SecurityChanged

from .rules import security_text
from .services.notice_tell import notice_tell


@subscriber(SecurityChanged.name, "notify.tell_security")
def tell_security(event: dict[str, Any]) -> None:
    at = datetime.fromisoformat(event["at"]).astimezone(SHANGHAI)
    title, body = security_text(event["change"], f"{at:%m月%d日 %H:%M}", event["where"])
    surface = SURFACE_OF[LoginKind(event["kind"])]
    notice_tell(
        person_id=UUID(event["person_id"]),
        kind=f"notify.security.{surface}",
        title=title,
        body=body,
        link=reverse(f"{surface}:device_list"),
        key=event["key"],
        now=clock.read(),
        sms=True,
    )
