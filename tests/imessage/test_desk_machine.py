"""A desk of random days against a model of it: never two agents, never above the capacity, always the longest wait."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.invariants import faults
from apps.imessage.models import Participant, ServiceThread
from apps.imessage.services.duty_end import duty_end
from apps.imessage.services.duty_start import duty_start
from apps.imessage.services.thread_rate import thread_rate
from apps.imessage.services.thread_reopen import thread_reopen
from apps.imessage.services.thread_transfer import thread_transfer

from .cast import Talk
from .desk_cast import Counter

pytestmark = pytest.mark.django_db
TOPICS = ("PAYROLL", "LOAN")
SKILLS = (("PAYROLL",), ("LOAN",), TOPICS)
EXAMPLES, STEPS = 12, 30


@dataclass
class Known:
    """What the model knows of a thread."""

    who: int
    topic: str
    skill: str
    since: int
    state: str = "WAITING"
    agent: int | None = None
    score: int | None = None
    unread: bool = True


class Desk(RuleBasedStateMachine):
    desk: ClassVar[Counter]

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        connection.atomic_blocks[-1]._from_testcase = True  # what is inside are use cases, each its own transaction
        self.tick = 0
        self.people = [self.desk.talk.at_phone(who) for who in self.desk.talk.stage.house.staff[:3]]
        self.agents = [self.desk.agent(f"客服{n}", skills=skills, capacity=2) for n, skills in enumerate(SKILLS)]
        self.on_duty = [True, True, True]
        self.known: dict[UUID, Known] = {}

    def teardown(self) -> None:
        assert list(faults()) == []
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @property
    def now(self) -> Moment:
        self.tick += 1
        start = self.desk.now
        return Moment(start.wall + timedelta(seconds=self.tick), start.business_date)

    def load(self, agent: int) -> int:
        return sum(one.agent == agent for one in self.known.values())

    def expect(self, code: str, deed) -> object:
        """Does the deed, which is refused with this code, or "" for not."""
        try:
            answer = deed()
        except AppError as refused:
            assert refused.code == code, (refused.code, code)
            return None
        assert code == "", f"done, and not refused with {code}"
        return answer

    def some(self, data: st.DataObject, state: str) -> UUID | None:
        found = [pk for pk, one in self.known.items() if one.state == state]
        return data.draw(st.sampled_from(found)) if found else None

    @rule(who=st.integers(0, 2), topic=st.sampled_from(TOPICS))
    def ask(self, who: int, topic: str) -> None:
        same = [pk for pk, one in self.known.items() if (one.who, one.topic) == (who, topic) and one.state != "CLOSED"]
        thread = self.desk.ask(self.people[who], topic, now=self.now)
        if same:
            assert thread == same[0]
            self.known[thread].unread = True
        else:
            assert thread not in self.known
            self.known[thread] = Known(who, topic, topic, self.tick)

    @rule(agent=st.integers(0, 2))
    def take(self, agent: int) -> None:
        queue = sorted(
            (one.since, pk) for pk, one in self.known.items() if one.state == "WAITING" and one.skill in SKILLS[agent]
        )
        code = (
            "OFF_DUTY" if not self.on_duty[agent] else "AT_CAPACITY" if self.load(agent) >= 2
            else "QUEUE_EMPTY" if not queue else ""
        )  # fmt: skip
        thread = self.expect(code, lambda: self.desk.take(self.agents[agent], self.now))
        if not code:
            assert thread == queue[0][1]
            one = self.known[queue[0][1]]
            one.state, one.agent, one.unread = "SERVED", agent, True

    @rule(agent=st.integers(0, 2), data=st.data())
    def say(self, agent: int, data: st.DataObject) -> None:
        thread = self.some(data, "SERVED")
        if thread is None:
            return
        one = self.known[thread]
        code = "NOT_FOUND" if one.agent != agent else "BEHIND" if one.unread else ""
        self.expect(code, lambda: self.desk.say(thread, self.agents[agent], "您好"))
        if code == "BEHIND":
            self.desk.read(thread, self.agents[agent])
            one.unread = False

    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        thread = self.some(data, "SERVED")
        if thread is not None:
            self.desk.say(thread, self.people[self.known[thread].who], "还有")
            self.known[thread].unread = True

    @rule(agent=st.integers(0, 2), to=st.sampled_from([0, 1, 2, *TOPICS]), data=st.data())
    def hand_over(self, agent: int, to: int | str, data: st.DataObject) -> None:
        thread = self.some(data, "SERVED")
        if thread is None:
            return
        one = self.known[thread]
        target = self.desk.row(self.agents[to]).pk if isinstance(to, int) else None
        if one.agent != agent:
            code = "NOT_FOUND"
        elif isinstance(to, int):
            code = "E_TARGET" if to == agent or not self.on_duty[to] else "AT_CAPACITY" if self.load(to) >= 2 else ""
        else:
            code = "E_TARGET" if to == one.skill else ""
        self.expect(
            code,
            lambda: thread_transfer(
                thread_id=thread, agent_id=target, skill=to if isinstance(to, str) else "", note="请接手",
                actor=self.agents[agent], now=self.now,
            ),
        )  # fmt: skip
        if not code:
            one.unread = True
            if isinstance(to, int):
                one.agent = to
            else:
                one.state, one.agent, one.skill = "WAITING", None, to

    @rule(agent=st.integers(0, 2), data=st.data())
    def close(self, agent: int, data: st.DataObject) -> None:
        thread = self.some(data, "SERVED")
        if thread is None:
            return
        one = self.known[thread]
        code = "" if one.agent == agent else "NOT_FOUND"
        self.expect(code, lambda: self.desk.close(thread, self.agents[agent]))
        if not code:
            one.state, one.agent = "CLOSED", None

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        thread = self.some(data, "CLOSED")
        if thread is None:
            return
        one = self.known[thread]
        same = [
            other for other in self.known.values()
            if (other.who, other.topic) == (one.who, one.topic) and other.state != "CLOSED"
        ]  # fmt: skip
        call = {"thread_id": thread, "text": "还没好", "client_id": uuid4(), "actor": self.people[one.who]}
        self.expect("THREAD_OPEN" if same else "", lambda: thread_reopen(**call, now=self.now))
        if not same:
            one.state, one.skill, one.since, one.unread = "WAITING", one.topic, self.tick, True

    @rule(score=st.integers(1, 5), data=st.data())
    def rate(self, score: int, data: st.DataObject) -> None:
        if not self.known:
            return
        thread = data.draw(st.sampled_from(list(self.known)))
        one = self.known[thread]
        code = "RATED" if one.score else "" if one.state == "CLOSED" else "NOT_OVER"
        call = {"thread_id": thread, "score": score, "words": "", "actor": self.people[one.who]}
        self.expect(code, lambda: thread_rate(**call, now=self.now))
        one.score = one.score or (score if not code else None)

    @rule(agent=st.integers(0, 2), comes=st.booleans())
    def duty(self, agent: int, comes: bool) -> None:
        (duty_start if comes else duty_end)(actor=self.agents[agent], now=self.now)
        self.on_duty[agent] = comes

    @invariant()
    def rows_are_as_the_model(self) -> None:
        rows = {row.pk: row for row in ServiceThread.objects.system("test").select_related("agent")}
        assert rows.keys() == self.known.keys()
        for pk, one in self.known.items():
            row, agent = rows[pk], self.agents[one.agent] if one.agent is not None else None
            assert (row.state, row.skill, row.score) == (one.state, one.skill, one.score)
            if one.state != "CLOSED":
                assert (row.agent.person_id if row.agent else None) == (agent.person if agent else None)
            seats = Participant.objects.system("test").filter(conversation_id=pk, side="BANK", left_seq=None)
            assert list(seats.values_list("person_id", flat=True)) == ([agent.person] if agent else [])
        assert all(self.load(agent) <= 2 for agent in range(3))


def test_random_days_of_a_desk(talk: Talk) -> None:
    Desk.desk = Counter(talk)
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
