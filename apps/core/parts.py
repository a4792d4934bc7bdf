"""The small values that templates/components/ draw: views build them, templates never see a queryset.

Every text is ready to read (masked, in Chinese), every `url` is reversed already, every `icon` stands in
frontend/icons.txt. `tone` is one of neutral, brand, ok, warn, danger.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Link:
    """A way onward: a tab, a breadcrumb, an entry of the navigation, a cell of the icon grid."""

    label: str
    url: str
    icon: str = ""
    active: bool = False
    badge: str = ""  # a number or a short word; "dot" draws the red dot alone
    tone: str = "brand"


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A titled part of the sidebar of office and console."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process; `state` is done, current, todo or failed."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure of a row of figures."""

    label: str
    value: str
    note: str = ""
    tone: str = "neutral"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a key-value list."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search has found, with the way to it; masked like the page that it leads to."""

    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in 分 with its name; None while the card is closed. `sign` draws + and − with red and green."""

    label: str
    fen: int | None = None
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one stands in a list that is cut into pages; an empty url ends it."""

    number: int
    pages: int
    total: int
    previous_url: str = ""
    next_url: str = ""


class Paged(Protocol):
    """A page of a list, as selectors give it."""

    @property
    def number(self) -> int: ...

    @property
    def pages(self) -> int: ...

    @property
    def total(self) -> int: ...


def pages_of(found: Paged, url: str = "", **query: str) -> Pages:
    """Where one stands among the pages of `found`; `url` is the list's address, `query` what narrows it."""

    def at(number: int) -> str:
        return f"{url}?{urlencode(query | {'page': str(number)})}" if 1 <= number <= found.pages else ""

    return Pages(found.number, found.pages, found.total, at(found.number - 1), at(found.number + 1))


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a timeline: who did what, when."""

    at: str
    who: str
    what: str
    detail: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Display:
    """How this login wants its pages; kept on the server. `save_url` takes POST theme= or elder=."""

    theme: str = "auto"  # auto, light or dark
    elder: bool = False
    save_url: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as the frame of a page shows them."""

    name: str
    role: str = ""
    organisation: str = ""
    home_url: str = ""
    logout_url: str = ""
    inbox_url: str = ""
    unread: int = 0
    search_url: str = ""
    last_sign_in: str = ""  # when and where the sign-in before this one was
    devices_url: str = ""


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """Somebody of the demo who can be played."""

    key: str
    name: str
    role: str
    surface: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class StorySms:
    """A caught text message of the demo."""

    to: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class StoryDay:
    """The close that runs in the demo: `value` of `max`, in the words of `text`; `fault` is why it stands still."""

    text: str
    value: int
    max: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The strip of the demo: who one is, which bank day it is, what was sent. `switch_url` takes POST person=key;
    `day_url` POST days= or on=, with the address to come `back` to, and answers GET with how far that is."""

    business_date: date
    switch_url: str
    day_url: str
    back: str = "/"
    people: tuple[StoryPerson, ...] = ()
    sms: tuple[StorySms, ...] = ()
    day: StoryDay | None = None
