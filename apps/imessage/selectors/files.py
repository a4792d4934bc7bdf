"""Files of a conversation, for those who see the row that names them, and for as long as they do."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..contracts import Seat
from ..models import TalkFile
from .messages import rows_of
from .seats import seat_of

WHY = "whoever reads has shown a seat in the conversation"
NO_FILE = "没有找到这个文件,它可能已被撤回或清除。"
LINK_LASTS = timedelta(minutes=10)
_signer = Signer(salt="imessage.file")


@dataclass(frozen=True, slots=True)
class FileShown:
    name: str
    media_type: str
    content: bytes


def file_for_member(actor: Actor, conversation_id: UUID, seq: int, *, is_thumb: bool = False) -> FileShown:
    """The file of row `seq`, or its thumbnail. Raises NotFound, also for a row that was recalled. Three queries."""
    seat = seat_of(actor, conversation_id)
    body = _body_of(seat, seq)
    row = TalkFile.objects.system(WHY).filter(conversation_id=conversation_id, digest=body["digest"]).first()
    kept = "" if row is None else (row.thumb if is_thumb else row.content).clear()
    if row is None or not kept:
        raise NotFound(NO_FILE)
    return FileShown(body["name"], "image/jpeg" if is_thumb else row.media_type, base64.b64decode(kept))


def _body_of(seat: Seat, seq: int) -> dict[str, str]:
    lines = rows_of(seat.conversation_id, [seq]) if seq > seat.joined_seq else []
    if not lines or not lines[0].body or "digest" not in lines[0].body:
        raise NotFound(NO_FILE)
    return lines[0].body


def link_for_member(actor: Actor, conversation_id: UUID, seq: int, now: datetime) -> str:
    """What opens the file of row `seq` for the actor alone, for LINK_LASTS. Raises NotFound."""
    seat = seat_of(actor, conversation_id)
    _body_of(seat, seq)
    return _signer.sign_object([str(seat.participant_id), seq, (now + LINK_LASTS).isoformat()])


def require_link(actor: Actor, conversation_id: UUID, seq: int, link: str, now: datetime) -> None:
    """Raises NotFound for a link that is none, is another's or another row's, or whose time is over."""
    seat = seat_of(actor, conversation_id)
    try:
        whose, which, until = _signer.unsign_object(link)
        is_good = (whose, which) == (str(seat.participant_id), seq) and datetime.fromisoformat(until) > now
    except (BadSignature, ValueError, TypeError, json.JSONDecodeError):
        is_good = False
    if not is_good:
        raise NotFound("文件链接已过期,请从会话中重新打开。")
