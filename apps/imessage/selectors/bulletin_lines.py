"""What is handed to pages and programs of bulletins."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewBulletin:
    """What somebody of the office writes. `department_id` None: for everybody; `confirm_by` is a business date."""

    title: str
    text: str
    department_id: UUID | None
    needs_confirm: bool
    confirm_by: date | None


@dataclass(frozen=True, slots=True)
class BulletinMade:
    """The draft that was kept."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many people were reminded."""

    people: int


@dataclass(frozen=True, slots=True)
class BulletinPlace:
    """Where a bulletin reaches one person: the seat, and the row of its channel."""

    participant_id: UUID
    conversation_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """A bulletin as one whom it addresses sees it; without title and text once it is withdrawn."""

    id: UUID
    conversation_id: UUID
    kind: str
    sender: str
    title: str
    text: str
    published_at: datetime
    needs_confirm: bool
    confirm_by: date | None
    read_at: datetime | None
    confirmed_at: datetime | None
    is_late: bool
    is_withdrawn: bool
    withdraw_reason: str


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """A page of them, newest first; `unread` of all."""

    lines: tuple[BulletinLine, ...]
    number: int
    has_more: bool
    unread: int


@dataclass(frozen=True, slots=True)
class BulletinFigures:
    """Of those in service who are addressed: how many, how many have opened it, how many have confirmed."""

    people: int
    read: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class BulletinDeskLine:
    """A bulletin as its writers see it. `figures` None before it is published."""

    id: UUID
    title: str
    text: str
    audience: str
    department_id: UUID | None
    state: str
    state_label: str
    tone: str
    maker: str
    created_at: datetime
    published_at: datetime | None
    needs_confirm: bool
    confirm_by: date | None
    withdraw_reason: str
    reminded_at: datetime | None
    figures: BulletinFigures | None
    may: tuple[str, ...]  # edit, publish, discard, withdraw, remind


@dataclass(frozen=True, slots=True)
class BulletinReader:
    """One whom a bulletin addresses. `state`: UNREAD, READ, CONFIRMED."""

    name: str
    department: str
    state: str
    label: str
    tone: str
    read_at: datetime | None
    confirmed_at: datetime | None
    is_late: bool
    has_left: bool


@dataclass(frozen=True, slots=True)
class BulletinDeskPage:
    lines: tuple[BulletinDeskLine, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class BulletinReaders:
    readers: tuple[BulletinReader, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class BankBulletinLine:
    """A bulletin of the bank as its staff see it. `may`: what a writer may do."""

    line: BulletinDeskLine
    audience: str
    may_decide: bool
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BankBulletinPage:
    lines: tuple[BankBulletinLine, ...]
    number: int
    pages: int
    total: int
