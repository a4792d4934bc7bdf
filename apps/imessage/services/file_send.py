"""A participant sends a picture or a document: checked before anybody can see it, then a row like every other."""

import base64
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.files.attachment import Attachment, attachment
from apps.core.ids import new_id

from ..choices import MessageKind, TalkKind
from ..contracts import SendAnswer
from ..models import TalkFile
from ..rules.safety import masked, refuse_offer
from .append import append_words
from .message_send import device_of, seat_to_speak
from .thread_turn import thread_turn

WHY = "the sender has shown a seat in the conversation"


@use_case
def file_send(
    *, conversation_id: UUID, client_id: UUID, data: bytes, name: str, actor: Actor, now: Moment
) -> SendAnswer:
    """Stores one file and its row (IMAGE or FILE). Key: (participant, device, `client_id`), as of a message.

    The row is its record (docs/adr/0019). Locks the conversation. Raises NotFound, TooMany, KeyReused, Busy,
    Conflict ONE_WAY, THREAD_CLOSED, BEHIND, FileRefused (core.files.attachment), InvalidInput E_LOAN_OFFER for a name
    that offers.
    """
    seat = seat_to_speak(actor, conversation_id, now)
    sent = attachment(data, name)
    refuse_offer(sent.name)
    file_keep(conversation_id, sent, now)
    kind = MessageKind.IMAGE if sent.is_picture else MessageKind.FILE
    if seat.conversation.kind == TalkKind.SERVICE:
        thread_turn(seat=seat, device=device_of(actor), client_id=client_id, seen_seq=None, now=now)
    return append_words(
        seat=seat, device=device_of(actor), client_id=client_id, kind=kind, body=file_body(sent, now), now=now
    )


def file_body(sent: Attachment, now: Moment) -> dict[str, Any]:
    """What a row says of its file. Numbers in its name are masked like those in a text."""
    body: dict[str, Any] = {
        "name": masked(sent.name, now.business_date), "type": sent.media_type, "size": len(sent.content),
        "digest": sent.digest,
    }  # fmt: skip
    return body | ({"width": sent.width, "height": sent.height} if sent.is_picture else {})


def file_keep(conversation_id: UUID, sent: Attachment, now: Moment) -> None:
    """The file in the conversation, once, in the caller's transaction."""
    rows = TalkFile.objects.system(WHY)
    if not rows.filter(conversation_id=conversation_id, digest=sent.digest).exists():
        rows.bulk_create(
            [
                TalkFile(
                    id=new_id(), conversation_id=conversation_id, digest=sent.digest, media_type=sent.media_type,
                    content=base64.b64encode(sent.content).decode(), thumb=base64.b64encode(sent.thumb).decode(),
                    put_at=now.wall,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
