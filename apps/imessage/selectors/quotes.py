"""What a row quotes, for a reader who may see it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from ..choices import MessageKind
from ..contracts import MessageLine, Quoted
from .messages import rows_of

SAID = 60  # characters of a quoted row
GONE = "消息已撤回或清除"


def quoted_rows(conversation_id: UUID, seqs: Iterable[int], joined_seq: int) -> Mapping[int, Quoted]:
    """The rows with these numbers, as who joined after `joined_seq` may see them. One query.

    A row from before that shows its place and nothing of what it says, like one that was taken back or erased.
    """
    lines = rows_of(conversation_id, seqs)
    return {line.seq: Quoted(line.seq, line.display, _said(line, line.seq > joined_seq)) for line in lines}


def quoted(line: MessageLine) -> Quoted:
    """A row that its reader sees, as it is quoted."""
    return Quoted(line.seq, line.display, _said(line, True))


def _said(line: MessageLine, is_seen: bool) -> str:
    if line.body is None or not is_seen:
        return GONE
    if line.kind == MessageKind.TEXT:
        text = str(line.body["text"]).replace("\n", " ")
        return text if len(text) <= SAID else text[:SAID] + "…"
    if line.kind == MessageKind.IMAGE:
        return "[图片]"
    return f"[文件] {line.body.get('name', '')}" if line.kind == MessageKind.FILE else "[消息]"
