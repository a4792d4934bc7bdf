"""What a client of the bank test has written down, in a file that outlives it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

SENT, POSTED, REFUSED, UNKNOWN = "sent", "posted", "refused", "unknown"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that a client wants moved once, however often it has to ask. `id` is the line that its credit pays."""

    id: UUID
    payer: UUID
    payee: UUID
    fen: int

    @property
    def key(self) -> str:
        return f"bank:{self.id}"


@dataclass
class Story:
    """Everything that its client knows of one transfer."""

    transfer: Transfer
    journals: list[UUID] = field(default_factory=list)  # of each answer that says it is committed
    refusals: list[str] = field(default_factory=list)
    sent: int = 0
    found: bool = False  # the first answer says that an earlier call, whose answer was lost, is committed

    @property
    def is_open(self) -> bool:
        """Whether its end is not known: it must be sent again, under the same key."""
        return not self.journals and not self.refusals


class Notebook:
    """One line before each call and one behind it. What the kernel has taken outlives a kill -9 of the writer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def sent(self, transfer: Transfer) -> None:
        self._write(SENT, transfer.id, transfer.payer, transfer.payee, transfer.fen)

    def posted(self, transfer: Transfer, journal_id: UUID, *, is_replay: bool) -> None:
        self._write(POSTED, transfer.id, journal_id, is_replay)

    def refused(self, transfer: Transfer, code: str) -> None:
        self._write(REFUSED, transfer.id, code)

    def unknown(self, transfer: Transfer, error: Exception) -> None:
        """Nothing is known by it: it stands there for people."""
        self._write(UNKNOWN, transfer.id, type(error).__name__)

    def _write(self, *words: object) -> None:
        os.write(self.file, (" ".join(map(str, words)) + "\n").encode())


def read(path: Path) -> dict[UUID, Story]:
    """The stories of one client's notebook, in the order in which they began."""
    stories: dict[UUID, Story] = {}
    for line in path.read_text().splitlines():
        word, id, *rest = line.split()
        if word == SENT:
            payer, payee, fen = rest
            transfer = Transfer(UUID(id), UUID(payer), UUID(payee), int(fen))
            stories.setdefault(transfer.id, Story(transfer)).sent += 1
            continue
        story = stories[UUID(id)]
        if word == POSTED:
            journal, is_replay = rest
            story.found |= is_replay == "True" and story.is_open
            story.journals.append(UUID(journal))
        elif word == REFUSED:
            story.refusals.append(rest[0])
    return stories
