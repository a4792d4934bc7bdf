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
    """The port to an SMS gateway. `send` returns when the gateway has accepted, and raises otherwise.

    It gives up within ten seconds. The same `reference` again is the same message: a gateway that can, sends it once.
    """

    def send(self, *, mobile: str, text: str, reference: UUID) -> None: ...
