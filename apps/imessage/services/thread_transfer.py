"""转接: an agent hands a thread over, to a colleague or to the queue of another skill, with what must be known."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import InvalidInput

from ..choices.desk import TOPIC_LABELS, StintEnd, Topic
from ..models import ServiceAgent
from . import thread_parts as parts


@use_case
def thread_transfer(
    *, thread_id: UUID, agent_id: UUID | None, skill: str, note: str, actor: Actor, now: Moment
) -> None:
    """To the agent, or where there is none back into the queue of `skill`; the time that it has waited stays.

    Locks the colleague, then the thread, the conversation. Raises NotFound, InvalidInput E_TARGET for neither, both,
    oneself, a colleague who is off duty or of another unit, the same skill; E_NOTE; Conflict AT_CAPACITY.
    """
    parts.refuse_others(actor, thread_id)
    told = parts.note_of(note, "转接说明", now)
    colleague = _colleague(agent_id, actor) if agent_id else None
    if (colleague is None) == (skill not in TOPIC_LABELS):
        raise _wrong("请选择一位同事,或选择一项技能。")
    thread = parts.own_thread(actor, thread_id)
    if colleague and not thread.enterprise.unit.path.startswith(colleague.unit_path):
        raise _wrong("这位同事不服务这家企业,请选择其他同事。")
    if colleague is None and skill == thread.skill:
        raise _wrong("会话已在这项技能的队列,请选择其他技能或一位同事。")
    if colleague:
        parts.refuse_full(colleague)
    parts.end_stint(thread, StintEnd.TRANSFERRED, told, now=now)
    thread.agent = colleague
    if colleague is None:
        thread.skill = skill
    to = colleague.display if colleague else TOPIC_LABELS[Topic(skill)]
    detail = {"to": to, "note": told}
    parts.move(thread, "transfer" if colleague else "return", "imessage.thread.transferred", detail, actor, now)
    parts.begin_stint(thread, now=now)
    if colleague:
        parts.seat_agent(thread, colleague, now=now)
    else:
        parts.say(thread, f"您的会话已转到「{to}」的客服队列,请稍候。", now=now)


def _colleague(agent_id: UUID, actor: Actor) -> ServiceAgent:
    rows = lock_rows(ServiceAgent.objects.system(parts.WHY).filter(pk=agent_id).exclude(person_id=actor.person))
    if not rows or rows[0].on_duty_since is None:
        raise _wrong("请选择一位正在值班的同事。")
    return rows[0]


def _wrong(message: str) -> InvalidInput:
    return InvalidInput("E_TARGET", message, fields={"target": message})
