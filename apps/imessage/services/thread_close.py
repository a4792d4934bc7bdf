"""办结: the agent ends a thread, saying what it was."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput

from ..choices.desk import REOPEN_DAYS, WRAP_UP_LABELS, StintEnd, WrapUp
from . import thread_parts as parts


@use_case
def thread_close(*, thread_id: UUID, category: str, note: str, actor: Actor, now: Moment) -> None:
    """Ends the actor's thread; the agent leaves the conversation, the person is asked for a score.

    Locks the thread, then the conversation. Raises NotFound, InvalidInput E_CATEGORY, E_NOTE.
    """
    thread = parts.own_thread(actor, thread_id)
    if category not in WRAP_UP_LABELS:
        raise InvalidInput("E_CATEGORY", "请选择小结类别。", fields={"category": "请选择小结类别。"})
    told = parts.note_of(note, "小结", now) if note.strip() else ""
    days = parts.parameter(REOPEN_DAYS, now)
    parts.say(thread, f"本次服务已结束,请评价。还有问题时,{days} 天内可以重新打开。", now=now)
    parts.end_stint(thread, StintEnd.CLOSED, told, now=now)
    thread.closed_at, thread.category, thread.note = now.wall, category, told
    detail = {"category": WRAP_UP_LABELS[WrapUp(category)]}
    parts.move(thread, "close", "imessage.thread.closed", detail, actor, now)
