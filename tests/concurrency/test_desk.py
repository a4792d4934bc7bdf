"""Agents take and hand over at once: no thread has two of them, nobody has more than the capacity."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from apps.core import clock
from apps.core.actors import Actor, Relation, Role, Surface
from apps.imessage.choices import Side, TalkKind
from apps.imessage.models import Conversation, Participant, ServiceAgent, ServiceStint, ServiceThread
from apps.imessage.services import thread_take as service
from apps.imessage.services.thread_transfer import thread_transfer
from apps.members.models import BankUnit, Enterprise
from fixtures import reference

from .race import race

pytestmark = pytest.mark.django_db(transaction=True)
UNIT, AGENTS, WAITING = "/head/east/", 10, 12


def agent(name: str, capacity: int) -> Actor:
    actor = Actor(
        person_id=uuid4(), user_id=uuid4(), surface=Surface.CONSOLE, roles=frozenset({Role.SERVICE_AGENT}),
        unit_path=UNIT, relation=Relation.SELF, display=name,
    )  # fmt: skip
    ServiceAgent.objects.create(
        person_id=actor.person, display=name, unit_path=UNIT, skills=["LOAN"], capacity=capacity,
        on_duty_since=clock.wall(),
    )  # fmt: skip
    return actor


@pytest.fixture
def threads() -> list[UUID]:
    """Threads of one skill that wait, the first the longest."""
    reference.load()
    now = clock.wall()
    unit = BankUnit.objects.create(path=UNIT, name="城东")
    firm = Enterprise.objects.create(
        uscc="91310115MA1K4XYT2Y", name="企业", short_name="企业", unit=unit, status="CERTIFIED", created_at=now
    )
    made = []
    for _ in range(WAITING):
        at = clock.wall()
        talk = Conversation.objects.create(kind=TalkKind.SERVICE, enterprise=firm, opened_at=at, last_at=at)
        thread = ServiceThread.objects.create(
            conversation=talk, enterprise=firm, person_id=uuid4(), side=Side.EMPLOYEE, topic="LOAN", skill="LOAN",
            opened_at=at, waiting_since=at,
        )  # fmt: skip
        ServiceStint.objects.create(thread=thread, skill="LOAN", waiting_since=at)
        made.append(thread.pk)
    return made


def takes(who: Actor) -> Callable[[], object]:
    return lambda: service.thread_take.__wrapped__(actor=who, now=clock.read())


def seats() -> list[UUID]:
    """Whose threads have a seat of the bank's, thread by thread; twice where two sit."""
    rows = Participant.objects.system("test").filter(side=Side.BANK, left_seq=None)
    return list(rows.order_by("conversation_id").values_list("conversation_id", flat=True))


def served() -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT agent_id, count(*) FROM imessage_servicethread WHERE state = 'SERVED' GROUP BY 1")
        return dict(cursor.fetchall())


def test_each_thread_goes_to_one_agent_and_the_longest_waits_go_first(threads: list[UUID]) -> None:
    people = [agent(f"客服{number}", 1) for number in range(AGENTS)]
    outcome = race(*([takes(one)] for one in people))
    assert outcome.answers == {"ok": AGENTS}
    assert outcome.peak >= 4
    taken = ServiceThread.objects.system("test").filter(state="SERVED")
    assert sorted(taken.values_list("pk", flat=True)) == sorted(threads[:AGENTS])
    assert sorted(seats()) == sorted(threads[:AGENTS])
    assert set(served().values()) == {1}


def test_one_agent_in_ten_windows_gets_as_many_as_the_capacity(threads: list[UUID]) -> None:
    one = agent("客服", 3)
    outcome = race(*([takes(one)] for _ in range(AGENTS)))
    assert outcome.answers == {"ok": 3, "AT_CAPACITY": AGENTS - 3}
    assert list(served().values()) == [3]


def test_ten_hand_over_to_one_colleague_who_has_room_for_two(threads: list[UUID]) -> None:
    people = [agent(f"客服{number}", 1) for number in range(AGENTS)]
    with transaction.atomic():
        in_hand = [takes(one)().conversation_id for one in people]  # type: ignore[attr-defined]
    colleague = agent("同事", 2)
    to = ServiceAgent.objects.system("test").get(person_id=colleague.person).pk

    def hands(who: Actor, thread: UUID) -> Callable[[], object]:
        call = {"thread_id": thread, "agent_id": to, "skill": "", "note": "请接手", "actor": who}
        return lambda: thread_transfer.__wrapped__(**call, now=clock.read())

    outcome = race(*([hands(who, thread)] for who, thread in zip(people, in_hand, strict=True)))
    assert outcome.answers == {"ok": 2, "AT_CAPACITY": AGENTS - 2}
    assert served()[to] == 2
    assert len(seats()) == len(set(seats())) == AGENTS


def test_control_without_the_locks_two_take_the_same(threads: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the locks are for: without them several agents take the first of the queue."""
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda rows, **_: rows)
    monkeypatch.setattr(service, "lock_name", lambda name: None)
    people = [agent(f"客服{number}", 1) for number in range(AGENTS)]
    race(*([takes(one)] for one in people))
    assert len(set(seats())) < len(seats()) or len(seats()) < AGENTS
