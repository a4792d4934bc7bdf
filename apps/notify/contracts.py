"""What other apps see of notices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InboxLine:
    id: UUID
    title: str
    body: str
    link: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class CaughtMessage:
    """A message that the demo caught instead of sending."""

    mobile: str  # masked
    text: str
    at: datetime


class SmsSender(Protocol):
    """The port to an SMS gateway. `send` returns when the gateway has accepted, and raises otherwise."""

    def send(self, mobile: str, text: str) -> None: ...
