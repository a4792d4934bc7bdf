"""The person was not done: a thread that was closed goes into the queue again."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict

from ..choices.desk import REOPEN_DAYS, ThreadState
from ..models import ServiceThread
from ..rules.desk import may_reopen
from ..selectors.desk import own_threads
from . import thread_parts as parts


@use_case
def thread_reopen(*, thread_id: UUID, text: object, client_id: UUID, actor: Actor, now: Moment) -> None:
    """Puts the person's closed thread into its topic's queue again, with the words that say why.

    Within `imessage.reopen_days`. Key: `client_id` of the words. Locks the name of the person's topic, then the thread,
    the conversation. Raises NotFound, IllegalMove, Conflict REOPEN_LATE, THREAD_OPEN where another one on the topic is
    open, and for the words as message_send.
    """
    thread = parts.locked_thread(own_threads(actor), thread_id)
    lock_name(f"imessage.service:{thread.enterprise_id}:{thread.side}:{thread.person_id}:{thread.topic}")
    parts.THREAD_LIFE.check(thread.state, "reopen")
    days = parts.parameter(REOPEN_DAYS, now)
    if thread.closed_at is None or not may_reopen(thread.closed_at, now.wall, days):
        raise Conflict("REOPEN_LATE", f"结束超过 {days} 天的会话不能重新打开,请发起新的咨询。")
    others = ServiceThread.objects.system(parts.WHY).filter(
        person_id=thread.person_id, enterprise_id=thread.enterprise_id, side=thread.side, topic=thread.topic
    )
    if others.exclude(state=ThreadState.CLOSED).exists():
        raise Conflict("THREAD_OPEN", "这项业务已有一个进行中的会话,请在那里继续。")
    thread.agent, thread.closed_at, thread.skill, thread.waiting_since = None, None, thread.topic, now.wall
    thread.category, thread.note = "", ""
    parts.say_words(thread, client_id=client_id, text=text, actor=actor, now=now)
    parts.move(thread, "reopen", "imessage.thread.reopened", {}, actor, now)
    parts.begin_stint(thread, now=now)
    parts.say_place(thread, now=now)
