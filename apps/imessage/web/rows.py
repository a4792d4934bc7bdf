"""How a row of a conversation is shown: each kind has a partial of its own, for whole pages and for the script."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from apps.core import clock
from apps.core.actors import Actor

from ..choices import SAID_KINDS, MessageKind, TalkKind
from ..contracts import MessageLine, Quoted, ReadMark, TalkLine, TalkPage
from ..rules.mentions import EVERYBODY, MARK
from ..rules.recall import is_in_time
from ..rules.safety import WARNINGS
from ..selectors.cards import cards_shown
from ..selectors.quotes import quoted_rows
from ..selectors.receipts import read_marks, read_of
from ..selectors.talks import shown_text

NOTE = "imessage/rows/note.html"
# A kind that is not here is a note of one line (selectors.talks.shown_text). The script draws texts and notes by
# itself and asks for everything else as this partial (view `message`): a new kind needs no line of JavaScript.
PARTIALS = {
    MessageKind.TEXT: "imessage/rows/text.html",
    MessageKind.IMAGE: "imessage/rows/image.html",
    MessageKind.FILE: "imessage/rows/file.html",
    MessageKind.CARD: "imessage/rows/card.html",
}
# What the partial of a kind needs beside its row, as `row.about`: one call for all the rows of that kind on a page,
# answered by `seq`.
ABOUT: Mapping[MessageKind, Callable[[Actor, list[MessageLine]], Mapping[int, Any]]] = {
    MessageKind.CARD: lambda actor, lines: cards_shown(actor, lines, clock.read()),
}
WITHIN = (MessageKind.EDIT, MessageKind.RECALL)  # these show in the row that they speak of
REDO = timedelta(minutes=10)  # how long after it was said the sender is offered the words of a recalled message


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row as a participant sees it. `note` is what stands there for a row that is nobody's words.

    `may_change`, `may_recall`: still in the window of that. `read` says who has read a row of one's own.
    """

    line: MessageLine
    partial: str
    is_mine: bool
    note: str
    warnings: tuple[str, ...]
    may_change: bool
    may_recall: bool
    may_redo: bool
    is_called: bool
    quote: Quoted | None
    read: str
    about: Any


def rows_shown(actor: Actor, found: TalkPage, now: datetime) -> list[RowShown]:
    """The rows of a page, for the participant whose page it is, at the instant `now`. Two queries, and ABOUT's."""
    lines = [line for line in found.messages if line.kind not in WITHIN]
    about = {seq: told for kind, tell in ABOUT.items() for seq, told in tell(actor, _of(kind, lines)).items()}
    asked = {line.body["quote"] for line in lines if line.body and "quote" in line.body}
    quotes = quoted_rows(found.talk.conversation_id, asked, found.joined_seq) if asked else {}
    mine = found.talk.participant_id
    marks = read_marks(found.talk.conversation_id) if any(line.participant_id == mine for line in lines) else []
    return [_shown(line, found, quotes, marks, about.get(line.seq), now) for line in lines]


def _shown(
    line: MessageLine, found: TalkPage, quotes: Mapping[int, Quoted], marks: list[ReadMark], about: object,
    now: datetime,
) -> RowShown:  # fmt: skip
    is_mine = line.participant_id == found.talk.participant_id
    body = line.body or {}
    partial = NOTE if line.is_recalled or line.body is None else PARTIALS.get(MessageKind(line.kind), NOTE)
    in_time = is_mine and line.body is not None and is_in_time(line.sent_at, now)
    is_text = line.kind == MessageKind.TEXT
    return RowShown(
        line, partial, is_mine, shown_text(line, is_mine=is_mine),
        tuple(WARNINGS[code] for code in body.get("warnings", ())),
        may_change=in_time and is_text,
        may_recall=in_time and line.kind in SAID_KINDS,
        may_redo=is_mine and is_text and line.is_recalled and now - line.sent_at <= REDO,
        is_called=not is_mine and _calls(str(body.get("text", "")), found),
        quote=quotes.get(body.get("quote", 0)),
        read=_read(found.talk, marks, line.seq) if is_mine and line.body is not None else "",
        about=about,
    )  # fmt: skip


def _calls(text: str, found: TalkPage) -> bool:
    return found.talk.kind != TalkKind.DIRECT and any(MARK + name in text for name in (EVERYBODY, found.display))


def _read(talk: TalkLine, marks: list[ReadMark], seq: int) -> str:
    read, people = read_of(marks, seq)
    if read <= 0:
        return "未读"
    if talk.kind == TalkKind.DIRECT:
        return "已读"
    return "全部已读" if read == people else f"{read} 人已读"


def _of(kind: MessageKind, lines: Iterable[MessageLine]) -> list[MessageLine]:
    return [line for line in lines if line.kind == kind and line.body is not None]


def blank_row(found: TalkPage) -> RowShown:
    """A text with everything that one can have: from its markup the script makes the rows that come."""
    line = MessageLine(
        found.talk.conversation_id, 0, None, "", "", MessageKind.TEXT, None, {"text": ""}, False,
        datetime(2000, 1, 1, tzinfo=UTC), "", UUID(int=0), "", True,
    )  # fmt: skip
    quote = Quoted(0, "", "")
    return RowShown(line, PARTIALS[MessageKind.TEXT], False, "", ("",), True, True, False, False, quote, "未读", None)
