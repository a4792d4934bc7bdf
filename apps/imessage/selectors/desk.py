"""The desk read: where a thread stands, what its person sees, the queue and what an agent has in hand."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from apps.core import calendar, params
from apps.core.access import roles_of
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.members import api as members

from ..choices import SIDE_LABELS, Side
from ..choices.desk import DUTY_FROM, DUTY_TO, REOPEN_DAYS, THREAD_LABELS, TOPIC_LABELS, ThreadState, Topic
from ..contracts.desk import (
    AgentLine,
    Desk,
    DeskStaff,
    DeskThread,
    HandLine,
    Place,
    QueueLine,
    ServiceHome,
    ThreadLine,
)
from ..models import Participant, ServiceAgent, ServiceStint, ServiceThread
from ..rules.desk import LOOK_AHEAD, Duty, day_words, may_reopen
from .seats import NOT_THERE, SIDES
from .talks import talk_for_member

WHY = "the desk counts what waits; words are shown to who has a seat"
TONES = {ThreadState.WAITING: "warn", ThreadState.SERVED: "ok", ThreadState.CLOSED: "neutral"}
SHOWN = 100
WORK = "imessage.desk.work"


def own_threads(actor: Actor) -> QuerySet[ServiceThread]:
    """The actor's own threads on the side of the surface that is used, at the enterprise for which is acted."""
    rows = ServiceThread.objects.system(WHY).filter(person_id=actor.person, enterprise_id=actor.enterprise)
    return rows.filter(side=SIDES[actor.surface])


def duty_of(now: Moment) -> tuple[Duty, frozenset[date], int]:
    """The hours of the desk, the workdays from today on as far as the calendar is loaded, and for how many days a
    thread may be opened again. Two queries."""
    day = now.business_date
    terms = params.values([DUTY_FROM, DUTY_TO, REOPEN_DAYS], day)
    days = calendar.days_between(day, day + LOOK_AHEAD)
    workdays = frozenset(one.day for one in days if one.is_workday)
    return Duty(terms[DUTY_FROM], terms[DUTY_TO]), workdays, terms[REOPEN_DAYS]


def place_of(thread: ServiceThread) -> Place:
    """Where a thread stands in the queue of its skill. One query."""
    if thread.state != ThreadState.WAITING:
        return Place(thread.state, 0)
    rows = ServiceThread.objects.system(WHY).filter(state=ThreadState.WAITING, skill=thread.skill)
    return Place(thread.state, rows.filter(waiting_since__lt=thread.waiting_since).count())


def answered_words(place: Place, now: Moment) -> str:
    """What the person is told: how many are in front, and outside the hours when the desk is there again."""
    if place.state != ThreadState.WAITING:
        return ""
    duty, workdays, _ = duty_of(now)
    return _words(place.ahead, duty, workdays, now)


def _words(ahead: int, duty: Duty, workdays: frozenset[date], now: Moment) -> str:
    if not duty.is_open(now.business_at, workdays):
        opens = duty.next_opening(now.business_at, workdays)
        when = f"{day_words(opens)}起" if opens else "下一个工作日"
        return f"现在不在服务时间({duty.words})。您的消息已保存,客服将于{when}按顺序答复。"
    return f"已进入队列,您前面还有 {ahead} 位。" if ahead else "已进入队列,您是下一位。"


def service_home(actor: Actor, now: Moment) -> ServiceHome:
    """The desk as the actor meets it, the newest threads first. Three queries."""
    duty, workdays, days = duty_of(now)
    is_open = duty.is_open(now.business_at, workdays)
    opens = None if is_open else duty.next_opening(now.business_at, workdays)
    topics = tuple((str(topic), label) for topic, label in TOPIC_LABELS.items())
    return ServiceHome(duty.words, is_open, opens, topics, _lines(own_threads(actor), now, duty, workdays, days))


def thread_line(actor: Actor, conversation_id: UUID, now: Moment) -> ThreadLine:
    """One of the actor's own threads. Raises NotFound. Three queries."""
    found = _lines(own_threads(actor).filter(pk=conversation_id), now, *duty_of(now))
    if not found:
        raise NotFound(NOT_THERE)
    return found[0]


def _lines(
    rows: QuerySet[ServiceThread], now: Moment, duty: Duty, workdays: frozenset[date], days: int
) -> tuple[ThreadLine, ...]:
    before = ServiceThread.objects.system(WHY).filter(
        state=ThreadState.WAITING, skill=OuterRef("skill"), waiting_since__lt=OuterRef("waiting_since")
    )
    counted = before.order_by().values("skill").annotate(count=Count("pk")).values("count")
    same = {name: OuterRef(name) for name in ("person_id", "enterprise_id", "side", "topic")}
    is_open = Exists(ServiceThread.objects.system(WHY).filter(**same).exclude(state=ThreadState.CLOSED))
    found = rows.annotate(ahead=Subquery(counted), topic_is_open=is_open).order_by("-opened_at")[:SHOWN]
    return tuple(
        ThreadLine(
            row.pk, row.topic, TOPIC_LABELS[Topic(row.topic)], row.state, THREAD_LABELS[ThreadState(row.state)],
            TONES[ThreadState(row.state)], row.ahead or 0,
            _words(row.ahead or 0, duty, workdays, now) if row.state == ThreadState.WAITING else "",
            row.opened_at, row.closed_at,
            row.closed_at is not None and not row.topic_is_open and may_reopen(row.closed_at, now.wall, days),
            row.state == ThreadState.CLOSED and row.score is None, row.score,
        )
        for row in found
    )  # fmt: skip


def load_of(agent_id: UUID) -> int:
    """How many threads an agent has in hand. One query."""
    return ServiceThread.objects.system(WHY).filter(agent_id=agent_id, state=ThreadState.SERVED).count()


def queue_of(agent: ServiceAgent) -> QuerySet[ServiceThread]:
    """What waits for one with the agent's skills, the longest wait first."""
    rows = _waiting(agent.unit_path).filter(skill__in=agent.skills)
    return rows.order_by("waiting_since", "pk")


def _waiting(unit_path: str) -> QuerySet[ServiceThread]:
    return _of_unit(unit_path).filter(state=ThreadState.WAITING)


def _of_unit(unit_path: str) -> QuerySet[ServiceThread]:
    return ServiceThread.objects.system(WHY).filter(enterprise__unit__path__startswith=unit_path)


def _live(unit_path: str) -> dict[str, tuple[QueueLine, ...]]:
    """What waits and what is served, the longest wait first, SHOWN of each. One query."""
    place = Window(RowNumber(), partition_by="state", order_by=("waiting_since", "pk"))
    rows = _of_unit(unit_path).exclude(state=ThreadState.CLOSED).select_related("enterprise", "agent")
    found = list(rows.annotate(place=place).filter(place__lte=SHOWN).order_by("waiting_since", "pk"))
    return {
        state: tuple(_queue_line(row) for row in found if row.state == state)
        for state in (ThreadState.WAITING, ThreadState.SERVED)
    }


def desk_for_staff(actor: Actor, now: Moment) -> Desk:
    """The desk of the actor's unit: what the actor has in hand, what waits, who is there. Six queries."""
    unit = str(actor.unit_path)
    agents = agent_lines(ServiceAgent.objects.system(WHY).filter(unit_path__startswith=unit))
    mine = next((one for one in agents if one.person_id == actor.person), None)
    live = _live(unit)
    counted = dict(_waiting(unit).order_by().values_list("skill").annotate(count=Count("pk")))
    counts = tuple((label, counted.get(str(skill), 0)) for skill, label in TOPIC_LABELS.items())
    duty, workdays, _ = duty_of(now)
    return Desk(
        mine, in_hand(actor), live[ThreadState.WAITING], counts, live[ThreadState.SERVED],
        agents, duty.words, duty.is_open(now.business_at, workdays),
    )  # fmt: skip


def staff_for_desk(actor: Actor) -> DeskStaff:
    """Who may be an agent in the actor's unit, and who is. Three queries."""
    rows = ServiceAgent.objects.system(WHY).filter(unit_path__startswith=str(actor.unit_path))
    return DeskStaff(members.staff_at(str(actor.unit_path), roles_of(WORK)), agent_lines(rows))


def in_hand(actor: Actor) -> tuple[HandLine, ...]:
    """The threads that the actor has in hand, what is unread first. One query."""
    who = Participant.objects.system(WHY).filter(conversation_id=OuterRef("pk"), left_seq=None).exclude(side=Side.BANK)
    seat = Participant.objects.system(WHY).filter(
        conversation_id=OuterRef("pk"), left_seq=None, side=Side.BANK, person_id=actor.person
    )
    rows = ServiceThread.objects.system(WHY).filter(agent__person_id=actor.person, state=ThreadState.SERVED)
    rows = rows.select_related("conversation").annotate(
        who=Subquery(who.values("display")[:1]), badge=Subquery(who.values("badge")[:1]),
        unread=F("conversation__last_seq") - Subquery(seat.values("read_seq")[:1]),
    )  # fmt: skip
    return tuple(
        HandLine(
            row.pk, TOPIC_LABELS[Topic(row.skill)], row.who or "", row.badge or "", row.unread or 0,
            row.conversation.last_at,
        )
        for row in rows.order_by("-unread", "waiting_since")
    )  # fmt: skip


def thread_for_agent(actor: Actor, thread_id: UUID, *, before: int | None = None) -> DeskThread:
    """A thread that the actor has in hand. Raises NotFound, alike for what is absent and others'. Five queries."""
    rows = ServiceThread.objects.system(WHY).filter(agent__person_id=actor.person, state=ThreadState.SERVED)
    seats = Participant.objects.system(WHY).filter(conversation_id=OuterRef("pk"), left_seq=None)
    who = Subquery(seats.exclude(side=Side.BANK).values("display")[:1])
    thread = rows.select_related("enterprise__unit").annotate(who=who).filter(pk=thread_id).first()
    if thread is None:
        raise NotFound(NOT_THERE)
    page = talk_for_member(actor, thread_id, before=before)
    stints = ServiceStint.objects.system(WHY).filter(thread=thread).exclude(note="").select_related("agent")
    path = thread.enterprise.unit.path
    units = {path[: at + 1] for at, sign in enumerate(path) if sign == "/"}
    there = ServiceAgent.objects.system(WHY).filter(unit_path__in=units).exclude(on_duty_since=None)
    notes = tuple(
        (one.agent.display if one.agent else "", one.ended_at, one.note)
        for one in stints.order_by("waiting_since")
        if one.ended_at
    )
    return DeskThread(
        page, thread.who or "", TOPIC_LABELS[Topic(thread.topic)], thread.skill,
        thread.enterprise.short_name, thread.waiting_since,
        notes,
        agent_lines(there.exclude(person_id=actor.person)),
    )  # fmt: skip


def agent_lines(rows: QuerySet[ServiceAgent]) -> tuple[AgentLine, ...]:
    """Agents with what they have in hand, by name. One query."""
    hand = ServiceThread.objects.system(WHY).filter(agent_id=OuterRef("pk"), state=ThreadState.SERVED)
    counted = hand.order_by().values("agent_id").annotate(count=Count("pk")).values("count")
    return tuple(
        AgentLine(
            row.pk, row.person_id, row.display, tuple(row.skills), skill_words(row.skills), row.capacity, row.load or 0,
            row.on_duty_since,
        )
        for row in rows.annotate(load=Subquery(counted)).order_by("display", "pk")
    )  # fmt: skip


def skill_words(skills: Iterable[str]) -> str:
    return "、".join(label for topic, label in TOPIC_LABELS.items() if topic in set(skills)) or "无"


def _queue_line(row: ServiceThread) -> QueueLine:
    return QueueLine(
        row.pk, TOPIC_LABELS[Topic(row.skill)], row.enterprise.short_name, SIDE_LABELS[Side(row.side)],
        row.waiting_since, row.agent.display if row.agent else "",
    )  # fmt: skip
