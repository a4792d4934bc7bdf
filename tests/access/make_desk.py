"""Threads with the bank's desk: one of a person that waits, one of an operator, one that an agent has in hand."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.identity.models import User
from apps.imessage.choices.desk import TOPIC_LABELS
from apps.imessage.models import ServiceAgent, ServiceThread
from apps.imessage.services.canned_propose import canned_propose
from apps.imessage.services.complaint_file import complaint_file
from apps.imessage.services.complaint_reply import complaint_reply
from apps.imessage.services.complaint_take import complaint_take
from apps.imessage.services.cursor_move import cursor_move
from apps.imessage.services.extension_ask import extension_ask
from apps.imessage.services.thread_close import thread_close
from apps.imessage.services.thread_open import thread_open
from apps.imessage.services.thread_take import thread_take

from .thing import Thing

if TYPE_CHECKING:
    from .stage import Stage

HEAD = "/head/"
ASKS = {"morningstar": "maker", "cloudsail": "foreign_hr"}  # who of an enterprise asks in the office
WHY = "stage"


def asked(user: User, firm: UUID, surface: Surface, role: Role, topic: str, now: Moment) -> UUID:
    actor = Actor(
        person_id=user.person_id, user_id=user.pk, surface=surface, roles=frozenset({role}), enterprise_id=firm,
        relation=Relation.SELF, display="测试",
    )  # fmt: skip
    call = {"topic": topic, "text": "请问", "client_id": uuid4(), "actor": actor, "now": now}
    thread: UUID = thread_open.__wrapped__(**call).conversation_id
    cursor_move.__wrapped__(conversation_id=thread, read_seq=99, actor=actor)
    return thread


def _end(thread: UUID, now: Moment) -> None:
    """Somebody takes it, the only one of its topic, and closes it."""
    agent = Actor(
        person_id=uuid4(), user_id=uuid4(), surface=Surface.CONSOLE, roles=frozenset({Role.SERVICE_AGENT}),
        unit_path=HEAD, relation=Relation.SELF, display="班*",
    )  # fmt: skip
    ServiceAgent.objects.create(
        person_id=agent.person, display="班*", unit_path=HEAD, skills=["OTHER"], capacity=1, on_duty_since=now.wall
    )
    assert thread_take.__wrapped__(actor=agent, now=now).conversation_id == thread
    thread_close.__wrapped__(thread_id=thread, category="ANSWERED", note="", actor=agent, now=now)


def of_person(stage: "Stage", person: str, place: dict[str, str]) -> Iterator[Thing]:
    firm = stage.firms[place["enterprise"]]
    waits = asked(stage.login(person), firm, Surface.MOBILE, Role.EMPLOYEE, "ACCOUNT", stage.now)
    yield Thing("own_thread", (waits,), **place)
    over = asked(stage.login(person), firm, Surface.MOBILE, Role.EMPLOYEE, "OTHER", stage.now)
    _end(over, stage.now)
    yield Thing("own_over", (over,), **place)
    said = complaint(stage.login(person), firm, Surface.MOBILE, Role.EMPLOYEE, stage.now)
    yield Thing("own_complaint", (replied(said, stage.now),), **place)


def complaint(user: User, firm: UUID, surface: Surface, role: Role, now: Moment) -> UUID:
    actor = Actor(
        person_id=user.person_id, user_id=user.pk, surface=surface, roles=frozenset({role}), enterprise_id=firm,
        relation=Relation.SELF, display="测试",
    )  # fmt: skip
    call = {"kind": "FEE", "text": "收费不明", "key": uuid4(), "actor": actor, "now": now}
    return complaint_file.__wrapped__(**call).complaint_id


def replied(complaint_id: UUID, now: Moment) -> UUID:
    actor = Actor(
        person_id=uuid4(), surface=Surface.CONSOLE, roles=frozenset({Role.SERVICE_AGENT}), unit_path=HEAD,
        relation=Relation.UNIT, display="班*",
    )  # fmt: skip
    complaint_take.__wrapped__(complaint_id=complaint_id, actor=actor, now=now)
    complaint_reply.__wrapped__(complaint_id=complaint_id, text="已核实", actor=actor, now=now)
    return complaint_id


def of_desk(stage: "Stage", units: dict[str, str]) -> Iterator[Thing]:
    """What operators have asked: the service agent has one of each enterprise in hand, the rest waits."""
    user = stage.login("service")
    agent = Actor(
        person_id=user.person_id, user_id=user.pk, surface=Surface.CONSOLE, roles=frozenset({Role.SERVICE_AGENT}),
        unit_path=HEAD, relation=Relation.UNIT, display="客*",
    )  # fmt: skip
    row = ServiceAgent.objects.create(
        person_id=user.person_id, display="客*", unit_path=HEAD, skills=["LOAN"], capacity=5,
        on_duty_since=stage.now.wall,
    )  # fmt: skip
    for firm, key in ASKS.items():
        login = stage.login(key)
        waits = asked(login, stage.firms[firm], Surface.OFFICE, Role.MAKER, "PAYROLL", stage.now)
        yield Thing("firm_thread", (waits,), person=key)
        yield Thing("bank_thread", (waits,), unit=units[firm])
        over = asked(login, stage.firms[firm], Surface.OFFICE, Role.MAKER, "OTHER", stage.now)
        _end(over, stage.now)
        yield Thing("firm_over", (over,), person=key)
        said = complaint(login, stage.firms[firm], Surface.OFFICE, Role.MAKER, stage.now)
        yield Thing("firm_complaint", (replied(said, stage.now),), person=key)
        new = complaint(login, stage.firms[firm], Surface.OFFICE, Role.MAKER, stage.now)
        yield Thing("bank_complaint", (new,), unit=units[firm])
        late = complaint(login, stage.firms[firm], Surface.OFFICE, Role.MAKER, stage.now)
        complaint_take.__wrapped__(complaint_id=late, actor=agent, now=stage.now)
        extension_ask.__wrapped__(complaint_id=late, reason="需要查询", actor=agent, now=stage.now)
        yield Thing("late_complaint", (late,), unit=units[firm])
        asked(login, stage.firms[firm], Surface.OFFICE, Role.MAKER, "LOAN", stage.now)
        served = thread_take.__wrapped__(actor=agent, now=stage.now).conversation_id
        cursor_move.__wrapped__(conversation_id=served, read_seq=99, actor=replace(agent, relation=Relation.SELF))
        yield Thing("served_thread", (served,), person="service")
    answer = canned_propose.__wrapped__(skill="", title="问候语", text="您好", actor=agent, now=stage.now)
    yield Thing("canned", (answer,), unit=HEAD, mark="问候语")
    row.skills = sorted(TOPIC_LABELS)
    row.save()
    assert ServiceThread.objects.system(WHY).filter(state="SERVED").count() == len(ASKS)
