"""What iMessage hands to pages, programs and sockets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SendAnswer:
    """What became of a message: its number in the conversation, for ever the same for the same client id."""

    seq: int
    sent_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class DirectAnswer:
    """The conversation of two people, new or found."""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One row of a conversation. `body` is what it says now: the newest words of an edited one, None where nothing may
    be shown: recalled, or erased after its time."""

    conversation_id: UUID
    seq: int
    participant_id: UUID | None
    display: str
    badge: str
    kind: str
    target_seq: int | None
    body: dict[str, Any] | None
    is_recalled: bool
    sent_at: datetime
    hash: str
    client_id: UUID
    device: str
    is_edited: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person sits in a conversation: what may be seen (behind `joined_seq`) and how far it is read."""

    participant_id: UUID
    conversation_id: UUID
    joined_seq: int
    read_seq: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A conversation in a person's list. `title` of a talk of two is the other one's name; `unread` counts rows."""

    conversation_id: UUID
    participant_id: UUID
    kind: str
    title: str
    badge: str
    people: int
    last_seq: int
    read_seq: int
    unread: int
    last_at: datetime
    snippet: str
    is_muted: bool
    is_pinned: bool
    is_marked: bool
    is_called: bool


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A conversation as its page shows it: a stretch of rows, ascending, and whether there are more before it; and
    where the reader sits, under which name."""

    talk: TalkLine
    messages: tuple[MessageLine, ...]
    has_more: bool
    joined_seq: int
    display: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with whom a person may begin to talk."""

    member_id: UUID
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card as it is shown now. `link` "" where there is nothing to open; `state` "" where the thing is not shown to
    this person (any more)."""

    seq: int
    kind: str
    label: str
    icon: str
    title: str
    note: str
    state: str
    action: str
    link: str
    why: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """The row that another one quotes, as its reader may see it: `said` is its beginning, "" what may not be shown."""

    seq: int
    display: str
    said: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """已读: who has read one message and who has not, by name, without its sender. The lists hold MOST_NAMES each."""

    seq: int
    read_count: int
    unread_count: int
    read: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadMark:
    """So many people joined after the same row and have read to the same row."""

    joined_seq: int
    read_seq: int
    people: int


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A participant as the others see him."""

    participant_id: UUID
    display: str
    badge: str


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A row that search has found: its conversation and number, and its text around what was found (`hit`)."""

    conversation_id: UUID
    seq: int
    title: str
    display: str
    sent_at: datetime
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    lines: tuple[FoundLine, ...]
    number: int
    has_more: bool
