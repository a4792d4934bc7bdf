"""What the deeds on a service thread share: finding it under its lock, its moves, its stints and the house's words."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.errors import Conflict, InvalidInput, NotFound

from ..choices import MessageKind, Side
from ..choices.desk import THREAD, StintEnd, ThreadState
from ..models import Conversation, Participant, ServiceAgent, ServiceStint, ServiceThread
from ..rules.desk import THREAD_LIFE
from ..rules.safety import masked
from ..selectors.desk import answered_words, load_of, place_of
from ..selectors.seats import NOT_THERE, seats_of
from .append import append_house, append_words
from .message_send import device_of, words_of
from .seats import seat_leave, seat_take

WHY = "the deed has its own check of whose the thread is"
BADGE = f"{settings.BANK_NAME} · 客服"
MOST_NOTE = 300


def locked_thread(reach: QuerySet[ServiceThread], thread_id: UUID) -> ServiceThread:
    """The thread among those that the actor may touch, locked. Raises NotFound."""
    rows = lock_rows(reach.filter(pk=thread_id))
    if not rows:
        raise NotFound(NOT_THERE)
    return rows[0]


def own_thread(actor: Actor, thread_id: UUID) -> ServiceThread:
    """The thread that the actor, an agent, has in hand; locked. Raises NotFound, alike for absent and others'."""
    return locked_thread(_in_hand(actor), thread_id)


def _in_hand(actor: Actor) -> QuerySet[ServiceThread]:
    return ServiceThread.objects.system(WHY).filter(agent__person_id=actor.person, state=ThreadState.SERVED)


def refuse_others(actor: Actor, thread_id: UUID) -> None:
    """Before anything is said about what was sent. Raises NotFound for what the actor does not have in hand."""
    if not _in_hand(actor).filter(pk=thread_id).exists():
        raise NotFound(NOT_THERE)


def note_of(text: str, label: str, now: Moment, *, most: int = MOST_NOTE) -> str:
    """A line that people write about their work, card and ID numbers masked. Raises InvalidInput E_NOTE."""
    note = masked(text.strip(), now.business_date)
    if not 1 <= len(note) <= most:
        message = f"请填写{label},不超过 {most} 字。"
        raise InvalidInput("E_NOTE", message, fields={"note": message})
    return note


def locked_agent(actor: Actor) -> ServiceAgent:
    """The actor's own row as an agent, locked. Raises Conflict NO_AGENT."""
    rows = lock_rows(ServiceAgent.objects.system(WHY).filter(person_id=actor.person))
    if not rows:
        raise Conflict("NO_AGENT", "您还没有设置为客服坐席,请联系运营岗设置技能和接待上限。")
    return rows[0]


def refuse_full(agent: ServiceAgent) -> None:
    """The agent's row is locked. Raises Conflict AT_CAPACITY."""
    if load_of(agent.pk) >= agent.capacity:
        raise Conflict("AT_CAPACITY", f"同时接待的会话已达上限({agent.capacity} 个),请先办结一个。")


def seat_agent(thread: ServiceThread, agent: ServiceAgent, *, now: Moment) -> None:
    """Seats the agent, who sees the thread from its beginning, and begins to count. The thread is locked."""
    (talk,) = lock_rows(Conversation.objects.system(WHY).filter(pk=thread.pk))
    stint = ServiceStint.objects.system(WHY).filter(thread=thread, ended_at=None)
    seat_take(
        talk, person_id=agent.person_id, side=Side.BANK, display=agent.display, badge=BADGE, tells=True, since=0,
        now=now,
    )  # fmt: skip
    stint.update(agent=agent, taken_at=now.wall)


def end_stint(thread: ServiceThread, end: StintEnd, note: str, *, now: Moment) -> None:
    """The agent leaves the thread. It is locked; the stint ends."""
    for seat in Participant.objects.system(WHY).filter(conversation_id=thread.pk, side=Side.BANK, left_seq=None):
        seat_leave(seat, now=now)
    rows = ServiceStint.objects.system(WHY).filter(thread=thread, ended_at=None)
    rows.update(ended_at=now.wall, end=end, note=note)


def begin_stint(thread: ServiceThread, *, now: Moment) -> None:
    ServiceStint.objects.create(thread=thread, skill=thread.skill, waiting_since=now.wall)


def say(thread: ServiceThread, text: str, *, now: Moment) -> None:
    """A line of the house in the conversation."""
    append_house(conversation_id=thread.pk, kind=MessageKind.NOTE, body={"text": text}, now=now)


def say_place(thread: ServiceThread, *, now: Moment) -> None:
    """Tells the person where the thread stands in the queue, or when it is answered."""
    say(thread, answered_words(place_of(thread), now), now=now)


def say_words(thread: ServiceThread, *, client_id: UUID, text: object, actor: Actor, now: Moment) -> None:
    """The person's own words, from a deed that is more than a message. Raises as message_send."""
    seat = seats_of(actor).select_related("conversation").filter(conversation_id=thread.pk).first()
    if seat is None:
        raise NotFound(NOT_THERE)
    body = words_of(seat, text, None, now)
    kind = MessageKind.TEXT
    append_words(seat=seat, device=device_of(actor), client_id=client_id, kind=kind, body=body, now=now)


def move(thread: ServiceThread, name: str, action: str, detail: dict[str, str], actor: Actor, now: Moment) -> None:
    """Saves the thread behind a move of its life, with its audit row."""
    source, thread.state = thread.state, THREAD_LIFE.check(thread.state, name).target
    thread.save()
    audit.record(
        actor=actor, action=action, subject_kind=THREAD, subject_id=thread.pk, from_state=source,
        to_state=thread.state, detail=detail, enterprise_id=thread.enterprise_id, now=now,
    )  # fmt: skip


def parameter(key: str, now: Moment) -> int:
    return int(params.get(key, now.business_date))
