"""Whether it is somebody's turn to speak in a service thread: not behind its end, and no agent behind the person."""

from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict

from ..choices import Side
from ..choices.desk import ThreadState
from ..models import Conversation, Message, Participant, ServiceStint, ServiceThread

WHY = "whoever speaks has shown a seat in the conversation"


def thread_turn(*, seat: Participant, device: str, client_id: UUID, seen_seq: int | None, now: Moment) -> None:
    """Lets a participant speak in a service thread, in the caller's transaction. Locks the thread, the conversation.

    An agent who has not received the person's last words does not answer them: raises Conflict BEHIND, and the client
    shows what is newer. Conflict THREAD_CLOSED behind the end. A retry of what is stored already passes.
    """
    require_transaction()
    (thread,) = lock_rows(ServiceThread.objects.system(WHY).filter(pk=seat.conversation_id))
    lock_rows(Conversation.objects.system(WHY).filter(pk=seat.conversation_id))
    rows = Message.objects.system(WHY).filter(conversation_id=seat.conversation_id)
    if rows.filter(participant=seat, device=device, client_id=client_id).exists():
        return
    if thread.state == ThreadState.CLOSED:
        raise Conflict("THREAD_CLOSED", "这次客服会话已经结束。需要继续时,请重新打开会话。")
    if seat.side != Side.BANK:
        return
    received = Participant.objects.system(WHY).values_list("recv_seq", flat=True).get(pk=seat.pk)
    behind = received if seen_seq is None else min(seen_seq, received)
    if rows.filter(seq__gt=behind, participant__isnull=False).exclude(participant=seat).exists():
        raise Conflict("BEHIND", "对方有新消息,请先阅读,再发送答复。")
    stint = ServiceStint.objects.system(WHY).filter(thread=thread, ended_at=None, answered_at=None)
    stint.update(answered_at=now.wall)
