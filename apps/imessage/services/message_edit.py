"""修改: the sender says a message anew; a row of the same sequence holds the new words, and the chain keeps the old."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound

from ..choices import SUBJECT, MessageKind
from ..contracts import SendAnswer
from ..models import Conversation, Message
from ..rules.recall import WINDOW, is_in_time
from .append import append_words
from .mentions import people_call
from .message_send import device_of, seat_to_speak, words_of

WHY = "the sender's own message, found by the seat"


@use_case
def message_edit(
    *, conversation_id: UUID, seq: int, client_id: UUID, text: object, actor: Actor, now: Moment
) -> SendAnswer:
    """Gives the actor's own text `seq` new words, within rules.recall.WINDOW of the first ones. Key as of a message.

    What it quotes stays. Locks the conversation. Raises NotFound for a row that is not the actor's own words or was
    taken back, Conflict EDIT_LATE, and what message_send raises.
    """
    seat = seat_to_speak(actor, conversation_id, now)
    lock_rows(Conversation.objects.system(WHY).filter(pk=conversation_id))
    rows = Message.objects.system(WHY).filter(conversation_id=conversation_id)
    said = rows.filter(participant=seat, seq=seq, kind=MessageKind.TEXT).first()
    if said is None or rows.filter(target_seq=seq, kind=MessageKind.RECALL).exists():
        raise NotFound("没有找到可以修改的消息。")
    device = device_of(actor)
    is_retry = rows.filter(participant=seat, device=device, client_id=client_id).exists()
    if not is_retry and not is_in_time(said.sent_at, now.wall):
        raise Conflict("EDIT_LATE", f"发出超过 {WINDOW.seconds // 60} 分钟的消息不能修改。")
    body = words_of(seat, text, None, now)
    answer = append_words(
        seat=seat, device=device, client_id=client_id, kind=MessageKind.EDIT, body=body, target=seq, now=now
    )
    if answer.is_new:
        people_call(seat, body["text"], answer.seq)
        audit.record(
            actor=actor, action="imessage.message.edited", subject_kind=SUBJECT, subject_id=conversation_id, now=now,
            detail={"seq": seq},
        )  # fmt: skip
    return answer
