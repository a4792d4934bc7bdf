"""撤回: the sender takes a message back; a row of the same sequence says so, and nobody is shown the words again."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound

from ..choices import SAID_KINDS, SUBJECT, MessageKind
from ..contracts import SendAnswer
from ..models import Conversation, Message
from ..rules.recall import WINDOW, is_in_time
from ..selectors.seats import NOT_THERE, seats_of
from .append import append_words
from .message_send import device_of

WHY = "the sender's own message, found by the seat"


@use_case
def message_recall(*, conversation_id: UUID, seq: int, client_id: UUID, actor: Actor, now: Moment) -> SendAnswer:
    """Writes the recall of the actor's own row `seq`, within rules.recall.WINDOW. Key as of a message.

    The original stays in the chain for the bank's auditors (docs/adr/0019). Locks the conversation. Raises NotFound
    for a row that is not the actor's own words, Conflict RECALL_LATE, Busy. A second recall gives the first one.
    """
    seat = seats_of(actor).filter(conversation_id=conversation_id).first()
    if seat is None:
        raise NotFound(NOT_THERE)
    lock_rows(Conversation.objects.system(WHY).filter(pk=conversation_id))
    rows = Message.objects.system(WHY).filter(conversation_id=conversation_id)
    said = rows.filter(participant=seat, seq=seq, kind__in=SAID_KINDS).first()
    if said is None:
        raise NotFound("没有找到可以撤回的消息。")
    before = rows.filter(target_seq=seq, kind=MessageKind.RECALL).values_list("seq", "sent_at").first()
    if before:
        return SendAnswer(*before, is_new=False)
    if not is_in_time(said.sent_at, now.wall):
        raise Conflict("RECALL_LATE", f"发出超过 {WINDOW.seconds // 60} 分钟的消息不能撤回。")
    answer = append_words(
        seat=seat, device=device_of(actor), client_id=client_id, kind=MessageKind.RECALL, body={}, target=seq, now=now
    )
    audit.record(
        actor=actor, action="imessage.message.recalled", subject_kind=SUBJECT, subject_id=conversation_id, now=now,
        detail={"seq": seq},
    )  # fmt: skip
    return answer
