"""How a row of a conversation is shown: each kind has a partial of its own, for whole pages and for the script."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core import clock
from apps.core.actors import Actor

from ..choices import MessageKind
from ..contracts import MessageLine, TalkPage
from ..rules.recall import is_in_time
from ..rules.safety import WARNINGS
from ..selectors.cards import cards_shown
from ..selectors.talks import shown_text

NOTE = "imessage/rows/note.html"
# A kind that is not here is a note of one line (selectors.talks.shown_text). The script draws texts and notes by
# itself and asks for everything else as this partial (view `message`): a new kind needs no line of JavaScript.
PARTIALS = {MessageKind.TEXT: "imessage/rows/text.html", MessageKind.CARD: "imessage/rows/card.html"}
# What the partial of a kind needs beside its row, as `row.about`: one call for all the rows of that kind on a page,
# answered by `seq`.
ABOUT: Mapping[MessageKind, Callable[[Actor, list[MessageLine]], Mapping[int, Any]]] = {
    MessageKind.CARD: lambda actor, lines: cards_shown(actor, lines, clock.read()),
}


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row as a participant sees it. `note` is what stands there for a row that is nobody's words."""

    line: MessageLine
    partial: str
    is_mine: bool
    note: str
    warnings: tuple[str, ...]
    may_recall: bool
    about: Any


def rows_shown(actor: Actor, found: TalkPage, now: datetime) -> list[RowShown]:
    """The rows of a page, for the participant whose page it is, at the instant `now`."""
    mine = found.talk.participant_id
    about = {seq: told for kind, tell in ABOUT.items() for seq, told in tell(actor, _of(kind, found.messages)).items()}
    return [
        RowShown(
            line, PARTIALS.get(MessageKind(line.kind), NOTE), line.participant_id == mine, shown_text(line),
            tuple(WARNINGS[code] for code in (line.body or {}).get("warnings", ())),
            line.participant_id == mine and line.body is not None and is_in_time(line.sent_at, now),
            about.get(line.seq),
        )
        for line in found.messages
    ]  # fmt: skip


def _of(kind: MessageKind, lines: Iterable[MessageLine]) -> list[MessageLine]:
    return [line for line in lines if line.kind == kind and line.body is not None]
