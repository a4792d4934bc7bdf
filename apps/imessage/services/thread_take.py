"""An agent takes the thread that has waited longest among those of the agent's skills."""

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import Conflict

from ..choices.desk import TOPIC_LABELS, Topic
from ..contracts import DirectAnswer
from ..models import ServiceThread
from ..selectors.desk import queue_of
from . import thread_parts as parts

QUEUE = "imessage.queue"


@use_case
def thread_take(*, actor: Actor, now: Moment) -> DirectAnswer:
    """Gives the actor the next thread and the seat in its conversation.

    Locks the queue's name (one takes at a time, so that the order holds and no thread goes to two), then the agent,
    the thread, the conversation. Raises Conflict NO_AGENT, OFF_DUTY, AT_CAPACITY, QUEUE_EMPTY, Busy.
    """
    lock_name(QUEUE)
    agent = parts.locked_agent(actor)
    if agent.on_duty_since is None:
        raise Conflict("OFF_DUTY", "您还没有开始值班,请先点「开始值班」。")
    parts.refuse_full(agent)
    first = queue_of(agent).values_list("pk", flat=True).first()
    if first is None:
        raise Conflict("QUEUE_EMPTY", "队列中没有您能接待的会话。")
    (thread,) = lock_rows(ServiceThread.objects.system(parts.WHY).filter(pk=first))
    thread.agent = agent
    parts.move(thread, "take", "imessage.thread.taken", {"topic": TOPIC_LABELS[Topic(thread.skill)]}, actor, now)
    parts.seat_agent(thread, agent, now=now)
    return DirectAnswer(thread.pk)
