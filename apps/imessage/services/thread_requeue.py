"""A lead puts a thread back into the queue whose agent is not there any more."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices.desk import StintEnd
from ..models import ServiceThread
from . import thread_parts as parts


@use_case
def thread_requeue(*, thread_id: UUID, note: str, actor: Actor, now: Moment) -> None:
    """Ends the agent's stretch; the time that the person has waited stays. Locks the thread, then the conversation.

    Raises NotFound outside the actor's unit, IllegalMove, InvalidInput E_NOTE.
    """
    thread = parts.locked_thread(ServiceThread.objects.scoped(actor), thread_id)
    told = parts.note_of(note, "退回原因", now)
    parts.THREAD_LIFE.check(thread.state, "requeue")
    parts.end_stint(thread, StintEnd.REQUEUED, told, now=now)
    thread.agent = None
    parts.move(thread, "requeue", "imessage.thread.requeued", {"note": told}, actor, now)
    parts.begin_stint(thread, now=now)
    parts.say_place(thread, now=now)
