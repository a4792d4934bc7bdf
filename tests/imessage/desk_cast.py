"""The bank's desk on the stage of people who talk: agents with skills, and people who ask."""

from dataclasses import replace
from datetime import datetime, time
from uuid import UUID, uuid4

from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import SHANGHAI, Moment
from apps.imessage.contracts import SendAnswer
from apps.imessage.models import Conversation, ServiceAgent, ServiceStint, ServiceThread
from apps.imessage.selectors.messages import rows_for_seat
from apps.imessage.selectors.seats import seat_of
from apps.imessage.services.cursor_move import cursor_move
from apps.imessage.services.message_send import message_send
from apps.imessage.services.thread_close import thread_close
from apps.imessage.services.thread_open import thread_open
from apps.imessage.services.thread_take import thread_take
from tests.daifutong.cast import Colleague

from .cast import Talk

ALL_SKILLS = ("PAYROLL", "LOAN", "WEALTH", "ACCOUNT", "OTHER")


class Counter:
    """What the people of one desk do; every deed is the house's own."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    @property
    def now(self) -> Moment:
        return self.talk.stage.now

    def at(self, hour: int, minute: int = 0) -> Moment:
        """The stage's day at another time of day."""
        on = datetime.combine(self.now.business_date, time(hour, minute), SHANGHAI)
        return Moment(on.astimezone(self.now.wall.tzinfo), self.now.business_date)

    def agent(self, name: str, *, skills: tuple[str, ...] = ALL_SKILLS, capacity: int = 3, unit: str = "") -> Actor:
        """Somebody of the bank who is on duty with these skills."""
        path = unit or self.talk.stage.house.unit_path
        actor = Actor(
            person_id=uuid4(), user_id=uuid4(), surface=Surface.CONSOLE, roles=frozenset({Role.SERVICE_AGENT}),
            unit_path=path, relation=Relation.SELF, display=name, device="测试",
        )  # fmt: skip
        ServiceAgent.objects.create(
            person_id=actor.person, display=name, unit_path=path, skills=list(skills), capacity=capacity,
            on_duty_since=self.now.wall,
        )  # fmt: skip
        return actor

    def row(self, agent: Actor) -> ServiceAgent:
        return ServiceAgent.objects.system("test").get(person_id=agent.person)

    def operator(self) -> Actor:
        """The enterprise's maker in the office."""
        return replace(self.talk.stage.house.operators["maker"], relation=Relation.SELF, surface=Surface.OFFICE)

    def ask(
        self, who: Colleague | Actor, topic: str = "PAYROLL", text: str = "请问", now: Moment | None = None
    ) -> UUID:
        actor = who if isinstance(who, Actor) else self.talk.at_phone(who)
        return thread_open(topic=topic, text=text, client_id=uuid4(), actor=actor, now=now or self.now).conversation_id

    def take(self, agent: Actor, now: Moment | None = None) -> UUID:
        return thread_take(actor=agent, now=now or self.now).conversation_id

    def say(
        self, thread: UUID, who: Actor, text: str, *, seen: int | None = None, key: UUID | None = None
    ) -> SendAnswer:
        return message_send(
            conversation_id=thread, client_id=key or uuid4(), text=text, seen_seq=seen, actor=who, now=self.now
        )

    def read(self, thread: UUID, who: Actor) -> int:
        """The agent's page shows everything."""
        last = self.talk_row(thread).last_seq
        cursor_move(conversation_id=thread, read_seq=last, actor=who)
        return last

    def answer(self, thread: UUID, who: Actor, text: str = "您好,已为您查询。") -> SendAnswer:
        self.read(thread, who)
        return self.say(thread, who, text)

    def close(self, thread: UUID, who: Actor, category: str = "ANSWERED", note: str = "") -> None:
        thread_close(thread_id=thread, category=category, note=note, actor=who, now=self.now)

    def thread(self, thread: UUID) -> ServiceThread:
        return ServiceThread.objects.system("test").select_related("agent").get(pk=thread)

    def stints(self, thread: UUID) -> list[ServiceStint]:
        return list(ServiceStint.objects.system("test").filter(thread=thread).order_by("waiting_since", "pk"))

    def talk_row(self, thread: UUID) -> Conversation:
        return Conversation.objects.system("test").get(pk=thread)

    def reads(self, thread: UUID, who: Actor) -> list[str | None]:
        return [(row.body or {}).get("text") for row in rows_for_seat(seat_of(who, thread), 0)]
