"""转发: a participant says in another conversation what was said in this one, under whose name it was."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, NotFound

from ..choices import SAID_KINDS, MessageKind, TalkKind
from ..contracts import MessageLine, SendAnswer
from ..models import Participant, TalkFile
from ..selectors.messages import rows_of
from ..selectors.seats import seat_of
from .append import append_words
from .message_send import device_of, seat_to_speak, words_of
from .thread_turn import thread_turn

WHY = "the actor sees the row that names the file, and has a seat where it goes"
FILE_KEYS = ("name", "type", "size", "digest", "width", "height")


@use_case
def message_forward(
    *, conversation_id: UUID, seq: int, to: UUID, client_id: UUID, actor: Actor, now: Moment
) -> SendAnswer:
    """Says row `seq` of a conversation again in `to`, with the name of who said it (`forwarded`). Key as of a message.

    The words pass the same checks as typed ones: what was masked stays masked. The row is its record (docs/adr/0019).
    Locks the conversation `to`. Raises NotFound for a row or a conversation that the actor does not see, InvalidInput
    E_FORWARD for a row that is nobody's words (a card, a bulletin, what was recalled), and what message_send raises.
    """
    source = seat_of(actor, conversation_id)
    lines = rows_of(conversation_id, [seq]) if seq > source.joined_seq else []
    if not lines:
        raise NotFound("没有找到这条消息。")
    (line,) = lines
    if line.kind not in SAID_KINDS or line.body is None:
        raise InvalidInput("E_FORWARD", "这条消息不能转发。卡片、公告和已撤回的消息只在原会话中查看。")
    seat = seat_to_speak(actor, to, now)
    if seat.conversation.kind == TalkKind.SERVICE:
        thread_turn(seat=seat, device=device_of(actor), client_id=client_id, seen_seq=None, now=now)
    if line.kind != MessageKind.TEXT:
        _file_along(line, seat, now)
    return append_words(
        seat=seat, device=device_of(actor), client_id=client_id, kind=MessageKind(line.kind),
        body=_body(line, line.body, seat, now), now=now,
    )  # fmt: skip


def _body(line: MessageLine, said: dict[str, Any], seat: Participant, now: Moment) -> dict[str, Any]:
    if line.kind == MessageKind.TEXT:
        body = words_of(seat, said["text"], None, now)
    else:
        body = {key: said[key] for key in FILE_KEYS if key in said}
    return body | {"forwarded": said.get("forwarded", line.display)}


def _file_along(line: MessageLine, seat: Participant, now: Moment) -> None:
    """The file, kept for the other conversation too: each has its own, that goes with its own rows."""
    rows = TalkFile.objects.system(WHY).filter(digest=(line.body or {}).get("digest"))
    kept = rows.filter(conversation_id=line.conversation_id).first()
    if kept is None:
        raise NotFound("没有找到这个文件,它可能已被撤回或清除。")
    if not rows.filter(conversation_id=seat.conversation_id).exists():
        TalkFile.objects.create(
            conversation_id=seat.conversation_id, digest=kept.digest, media_type=kept.media_type,
            content=kept.content.clear(), thumb=kept.thumb.clear(), put_at=now.wall,
        )  # fmt: skip
