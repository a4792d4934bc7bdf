"""What other apps see of notices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from .choices import Category

__all__ = [
    "Category",
    "CategoryCount",
    "CaughtMessage",
    "Inbox",
    "InboxLine",
    "NoticeKind",
    "Preference",
    "SmsSender",
]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """What an app declares of each kind of notice, in a table NOTICE_KINDS of its choices: kind -> NoticeKind.

    `surface`: on which surface's inbox it stands; empty: on every one that the person uses.
    """

    category: Category
    surface: str = ""


NOTICE_KINDS = {
    f"notify.security.{surface}": NoticeKind(Category.SECURITY, surface) for surface in ("mobile", "office", "console")
}


@dataclass(frozen=True, slots=True)
class InboxLine:
    id: UUID
    category: Category
    category_label: str
    title: str
    body: str
    link: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """A category of the inbox and how many notices of it are unread."""

    category: Category
    label: str
    unread: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of an inbox, newest first. `category`: the one that was asked for, or empty; `unread`: of all."""

    lines: tuple[InboxLine, ...]
    categories: tuple[CategoryCount, ...]
    category: str
    unread: int
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Preference:
    """How a person wants to hear of a category: the inbox always, a text message if `sms`; locked ones always both."""

    category: Category
    label: str
    note: str
    sms: bool
    is_locked: bool
    is_urgent: bool


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
