"""The bank's desk: threads, their queue, agents with skills and room, hand-over, the end and the score."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from apps.audit.models import AuditRow
from apps.core.actors import Relation, Role
from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.imessage.models import Participant, ServiceThread
from apps.imessage.selectors.desk import desk_for_staff, service_home, thread_for_agent, thread_line
from apps.imessage.services.agent_appoint import agent_appoint
from apps.imessage.services.duty_end import duty_end
from apps.imessage.services.duty_start import duty_start
from apps.imessage.services.thread_open import thread_open
from apps.imessage.services.thread_rate import thread_rate
from apps.imessage.services.thread_reopen import thread_reopen
from apps.imessage.services.thread_requeue import thread_requeue
from apps.imessage.services.thread_transfer import thread_transfer

from .cast import Talk
from .desk_cast import Counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(talk: Talk) -> Counter:
    return Counter(talk)


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(AppError) as refused:
        deed()
    return refused.value.code


def later(now: Moment, **more: float) -> Moment:
    return Moment(now.wall + timedelta(**more), now.business_date)


# ---- asking


def test_one_thread_is_open_per_person_and_topic_and_what_is_asked_again_is_said_there(desk: Counter) -> None:
    one, other = desk.talk.stage.house.staff[:2]
    first = desk.ask(one, "PAYROLL", "工资没到")
    assert desk.ask(one, "PAYROLL", "还在吗") == first
    assert desk.ask(one, "WEALTH") != first and desk.ask(other, "PAYROLL") != first
    said = desk.reads(first, desk.talk.at_phone(one))
    assert [text for text in said if "队列" not in str(text)] == ["工资没到", "还在吗"]


def test_an_operator_asks_for_the_enterprise_and_the_phone_does_not_see_it(desk: Counter) -> None:
    maker = desk.operator()
    asked = desk.ask(maker, "PAYROLL")
    assert desk.thread(asked).side == "OFFICE"
    assert [line.conversation_id for line in service_home(maker, desk.now).threads] == [asked]
    colleague = desk.talk.at_phone(desk.talk.stage.house.staff[0])
    assert service_home(colleague, desk.now).threads == ()
    assert code_of(lambda: thread_line(colleague, asked, desk.now)) == "NOT_FOUND"


def test_the_same_words_sent_twice_open_one_thread_and_are_said_once(desk: Counter) -> None:
    actor, key = desk.talk.at_phone(desk.talk.stage.house.staff[0]), uuid4()
    asks = {"topic": "LOAN", "text": "请问", "client_id": key, "actor": actor, "now": desk.now}
    first, again = thread_open(**asks).conversation_id, thread_open(**asks).conversation_id
    assert first == again
    assert desk.reads(first, actor).count("请问") == 1


@pytest.mark.parametrize(("topic", "text", "code"), [("NONE", "好", "E_TOPIC"), ("LOAN", " ", "E_TEXT")])
def test_what_is_wrong_with_a_question_leaves_nothing(desk: Counter, topic: str, text: str, code: str) -> None:
    actor = desk.talk.at_phone(desk.talk.stage.house.staff[0])
    assert code_of(lambda: desk.ask(actor, topic, text)) == code
    assert not ServiceThread.objects.system("test").exists()


def test_the_person_sees_how_many_are_in_front(desk: Counter) -> None:
    staff = desk.talk.stage.house.staff
    asked = [desk.ask(who, "PAYROLL", now=later(desk.now, minutes=at)) for at, who in enumerate(staff[:3])]
    desk.ask(staff[3], "WEALTH")
    seen = [thread_line(desk.talk.at_phone(who), thread, desk.now) for who, thread in zip(staff, asked, strict=False)]
    assert [line.ahead for line in seen] == [0, 1, 2]
    assert seen[0].words == "已进入队列,您是下一位。" and seen[2].words == "已进入队列,您前面还有 2 位。"
    desk.take(desk.agent("客服甲"))
    assert thread_line(desk.talk.at_phone(staff[2]), asked[2], desk.now).ahead == 1
    assert thread_line(desk.talk.at_phone(staff[0]), asked[0], desk.now).words == ""


@pytest.mark.parametrize(
    ("hour", "minute", "is_open", "opens"),
    [(8, 59, False, "3月2日(周一)9:00"), (9, 0, True, ""), (16, 59, True, ""), (17, 0, False, "3月3日(周二)9:00")],
)
def test_outside_the_hours_the_words_are_kept_and_it_is_said_when_they_are_answered(
    desk: Counter, hour: int, minute: int, is_open: bool, opens: str
) -> None:
    who = desk.talk.stage.house.staff[0]
    at = desk.at(hour, minute)
    thread = desk.ask(who, now=at)
    home = service_home(desk.talk.at_phone(who), at)
    assert home.is_open == is_open
    told = desk.reads(thread, desk.talk.at_phone(who))
    assert told[0] == "请问"
    assert (opens in str(told[1])) and ("服务时间" in str(told[1])) == (not is_open)


def test_behind_a_holiday_the_desk_is_there_on_the_next_workday(desk: Counter) -> None:
    who = desk.talk.at_phone(desk.talk.stage.house.staff[0])
    eve = Moment(desk.at(20).wall, date(2026, 9, 30))  # 国庆: 1 to 7 October
    opens = service_home(who, eve).opens_at
    assert opens is not None and (opens.date(), opens.hour) == (date(2026, 10, 8), 9)
    at_work = service_home(who, Moment(desk.at(10).wall, date(2026, 10, 10)))  # a Saturday that is worked
    assert at_work.is_open


# ---- the queue


def test_the_longest_wait_is_taken_first_and_only_with_the_skill(desk: Counter) -> None:
    staff = desk.talk.stage.house.staff
    second = desk.ask(staff[0], "PAYROLL", now=later(desk.now, minutes=2))
    first = desk.ask(staff[1], "WEALTH", now=later(desk.now, minutes=1))
    third = desk.ask(staff[2], "ACCOUNT", now=later(desk.now, minutes=3))
    at = later(desk.now, minutes=9)
    clerk = desk.agent("客服甲", skills=("PAYROLL", "ACCOUNT"))
    assert [desk.take(clerk, at), desk.take(clerk, at)] == [second, third]
    assert code_of(lambda: desk.take(clerk, at)) == "QUEUE_EMPTY"
    assert desk.take(desk.agent("客服乙"), at) == first


def test_nobody_gets_more_than_the_capacity_or_while_off_duty(desk: Counter) -> None:
    staff = desk.talk.stage.house.staff
    for who in staff[:3]:
        desk.ask(who)
    agent = desk.agent("客服甲", capacity=2)
    desk.take(agent), desk.take(agent)
    assert code_of(lambda: desk.take(agent)) == "AT_CAPACITY"
    duty_end(actor=agent, now=desk.now)
    desk.close(ServiceThread.objects.system("test").filter(state="SERVED").earliest("pk").pk, agent)
    assert code_of(lambda: desk.take(agent)) == "OFF_DUTY"
    duty_start(actor=agent, now=desk.now)
    assert desk.take(agent)


def test_who_is_no_agent_takes_nothing_and_another_units_enterprises_are_not_served(desk: Counter) -> None:
    desk.ask(desk.talk.stage.house.staff[0])
    stranger = replace(desk.agent("客服甲"), person_id=uuid4())
    assert code_of(lambda: desk.take(stranger)) == "NO_AGENT"
    assert code_of(lambda: desk.take(desk.agent("客服乙", unit="/head/nowhere/"))) == "QUEUE_EMPTY"


def test_the_agent_sees_the_thread_from_its_beginning_and_the_person_is_told_who_came(desk: Counter) -> None:
    who = desk.talk.stage.house.staff[0]
    thread = desk.ask(who, text="工资没到")
    agent = desk.agent("客*甲")
    desk.take(agent)
    assert desk.reads(thread, agent)[0] == "工资没到"
    joined = [row.kind for row in desk.talk.rows(thread)]
    assert joined[-1] == "JOINED"
    page = thread_for_agent(agent, thread)
    assert page.who == who.name and page.topic_label == "代付通"


# ---- who is behind does not answer


def test_an_agent_who_has_not_received_the_last_words_cannot_send(desk: Counter) -> None:
    who = desk.talk.stage.house.staff[0]
    thread, agent = desk.ask(who), desk.agent("客服甲")
    desk.take(agent)
    assert code_of(lambda: desk.say(thread, agent, "您好")) == "BEHIND"
    seen = desk.read(thread, agent)
    desk.say(thread, agent, "您好", seen=seen)
    desk.say(thread, desk.talk.at_phone(who), "还有一件事")
    assert code_of(lambda: desk.say(thread, agent, "好的")) == "BEHIND"
    desk.read(thread, agent)
    assert code_of(lambda: desk.say(thread, agent, "好的", seen=seen)) == "BEHIND", "another window has shown it"
    desk.say(thread, agent, "好的", seen=desk.talk_row(thread).last_seq)


def test_a_retry_of_what_is_stored_gets_its_answer_however_far_behind(desk: Counter) -> None:
    who, key = desk.talk.stage.house.staff[0], uuid4()
    thread, agent = desk.ask(who), desk.agent("客服甲")
    desk.take(agent), desk.read(thread, agent)
    first = desk.say(thread, agent, "您好", key=key)
    desk.say(thread, desk.talk.at_phone(who), "还有一件事")
    again = desk.say(thread, agent, "您好", key=key)
    assert (again.seq, again.is_new) == (first.seq, False)


def test_the_house_words_make_nobody_behind(desk: Counter) -> None:
    thread, agent = desk.ask(desk.talk.stage.house.staff[0]), desk.agent("客服甲")
    desk.take(agent), desk.read(thread, agent)
    colleague = desk.agent("客服乙")
    thread_transfer(
        thread_id=thread, agent_id=desk.row(colleague).pk, skill="", note="请接手", actor=agent, now=desk.now
    )
    desk.read(thread, colleague)
    assert desk.say(thread, colleague, "您好").is_new


# ---- handing over


def test_a_thread_goes_to_a_colleague_with_a_note_and_keeps_its_words(desk: Counter) -> None:
    who = desk.talk.stage.house.staff[0]
    thread, agent, colleague = desk.ask(who, text="工资没到"), desk.agent("客服甲"), desk.agent("客服乙")
    desk.take(agent), desk.answer(thread, agent)
    thread_transfer(
        thread_id=thread, agent_id=desk.row(colleague).pk, skill="", note="要查流水", actor=agent, now=desk.now
    )
    assert desk.thread(thread).agent == desk.row(colleague)
    assert [note for _, _, note in thread_for_agent(colleague, thread).notes] == ["要查流水"]
    assert "工资没到" in desk.reads(thread, colleague)
    assert code_of(lambda: desk.reads(thread, agent)) == "NOT_FOUND"
    assert code_of(lambda: desk.say(thread, agent, "还是我")) == "NOT_FOUND"
    assert code_of(lambda: desk.close(thread, agent)) == "NOT_FOUND"


def test_a_thread_goes_to_another_skill_and_keeps_its_place_by_waiting(desk: Counter) -> None:
    staff = desk.talk.stage.house.staff
    thread = desk.ask(staff[0], "PAYROLL")
    agent = desk.agent("客服甲", skills=("PAYROLL",))
    desk.take(agent)
    other = desk.ask(staff[1], "ACCOUNT", now=later(desk.now, minutes=1))
    thread_transfer(thread_id=thread, agent_id=None, skill="ACCOUNT", note="卡的问题", actor=agent, now=desk.now)
    row = desk.thread(thread)
    assert (row.state, row.topic, row.skill, row.agent) == ("WAITING", "PAYROLL", "ACCOUNT", None)
    clerk = desk.agent("客服乙", skills=("ACCOUNT",))
    at = later(desk.now, minutes=5)
    assert [desk.take(clerk, at), desk.take(clerk, at)] == [thread, other]
    assert [stint.end for stint in desk.stints(thread)] == ["TRANSFERRED", ""]


def test_nobody_is_handed_more_than_the_capacity_nor_while_off_duty_nor_to_oneself(desk: Counter) -> None:
    staff = desk.talk.stage.house.staff
    first, _ = desk.ask(staff[0]), desk.ask(staff[1])
    agent, full = desk.agent("客服甲"), desk.agent("客服乙", capacity=1)
    assert desk.take(agent) == first
    desk.take(full)

    def hands(to: UUID | None, skill: str = "", note: str = "请接手") -> str:
        return code_of(
            lambda: thread_transfer(thread_id=first, agent_id=to, skill=skill, note=note, actor=agent, now=desk.now)
        )

    assert hands(desk.row(full).pk) == "AT_CAPACITY"
    duty_end(actor=full, now=desk.now)
    assert hands(desk.row(full).pk) == "E_TARGET"
    assert hands(desk.row(agent).pk) == "E_TARGET"
    assert hands(desk.row(desk.agent("客服丙", unit="/head/nowhere/")).pk) == "E_TARGET"
    assert hands(None) == hands(None, "PAYROLL") == hands(desk.row(desk.agent("客服丁")).pk, "LOAN") == "E_TARGET"
    assert hands(None, "LOAN", " ") == "E_NOTE"
    assert desk.thread(first).agent == desk.row(agent)


def test_a_lead_puts_a_thread_back_whose_agent_has_gone(desk: Counter) -> None:
    thread, agent = desk.ask(desk.talk.stage.house.staff[0]), desk.agent("客服甲")
    desk.take(agent)
    lead = replace(
        agent, person_id=uuid4(), roles=frozenset({Role.BANK_OPERATOR}), relation=Relation.UNIT, display="运营"
    )
    stranger = replace(lead, unit_path="/head/nowhere/")
    assert code_of(lambda: thread_requeue(thread_id=thread, note="请假", actor=stranger, now=desk.now)) == "NOT_FOUND"
    thread_requeue(thread_id=thread, note="请假", actor=lead, now=desk.now)
    assert desk.thread(thread).state == "WAITING"
    assert code_of(lambda: thread_requeue(thread_id=thread, note="请假", actor=lead, now=desk.now)) == "ILLEGAL_MOVE"
    assert not Participant.objects.system("test").filter(conversation_id=thread, side="BANK", left_seq=None).exists()
    assert [line.thread_id for line in desk_for_staff(lead, desk.now).queue] == [thread]


# ---- the end


def test_behind_the_end_nobody_speaks_until_the_person_opens_it_again(desk: Counter) -> None:
    who = desk.talk.stage.house.staff[0]
    phone = desk.talk.at_phone(who)
    thread, agent = desk.ask(who), desk.agent("客服甲")
    desk.take(agent), desk.answer(thread, agent)
    assert code_of(lambda: desk.close(thread, agent, "NONE")) == "E_CATEGORY"
    desk.close(thread, agent, note="告知到账时间")
    assert code_of(lambda: desk.say(thread, phone, "谢谢")) == "THREAD_CLOSED"
    assert thread_line(phone, thread, desk.now).may_reopen
    thread_reopen(thread_id=thread, text="还是没到", client_id=uuid4(), actor=phone, now=desk.now)
    row = desk.thread(thread)
    assert (row.state, row.closed_at, row.agent, row.category) == ("WAITING", None, None, "")
    assert desk.take(agent) == thread
    assert desk.reads(thread, agent)[0] == "请问"


@pytest.mark.parametrize(("days", "seconds", "code"), [(7, 0, ""), (7, 1, "REOPEN_LATE")])
def test_a_thread_opens_again_within_seven_days(desk: Counter, days: int, seconds: int, code: str) -> None:
    who = desk.talk.stage.house.staff[0]
    thread, agent = desk.ask(who), desk.agent("客服甲")
    desk.take(agent), desk.close(thread, agent)

    def opens() -> None:
        at = later(desk.now, days=days, seconds=seconds)
        thread_reopen(thread_id=thread, text="还在", client_id=uuid4(), actor=desk.talk.at_phone(who), now=at)

    assert code_of(opens) == code if code else opens() is None


def test_a_closed_thread_does_not_open_beside_a_newer_one_of_its_topic(desk: Counter) -> None:
    who = desk.talk.stage.house.staff[0]
    phone, agent = desk.talk.at_phone(who), desk.agent("客服甲")
    thread = desk.ask(who)
    desk.take(agent), desk.close(thread, agent)
    assert desk.ask(who) != thread
    assert not thread_line(phone, thread, desk.now).may_reopen
    again = lambda: thread_reopen(thread_id=thread, text="还在", client_id=uuid4(), actor=phone, now=desk.now)  # noqa: E731
    assert code_of(again) == "THREAD_OPEN"


def test_a_score_is_given_once_by_the_person_after_the_end(desk: Counter) -> None:
    one, other = desk.talk.stage.house.staff[:2]
    thread, agent = desk.ask(one), desk.agent("客服甲")

    def rates(who, score: int, words: str = "") -> None:
        thread_rate(thread_id=thread, score=score, words=words, actor=desk.talk.at_phone(who), now=desk.now)

    assert code_of(lambda: rates(one, 5)) == "NOT_OVER"
    desk.take(agent), desk.close(thread, agent)
    assert code_of(lambda: rates(other, 5)) == "NOT_FOUND"
    assert code_of(lambda: rates(one, 0)) == code_of(lambda: rates(one, 6)) == "E_SCORE"
    rates(one, 4, "很快")
    assert code_of(lambda: rates(one, 1)) == "RATED"
    assert (desk.thread(thread).score, desk.thread(thread).score_words) == (4, "很快")


def test_every_deed_leaves_its_audit_row_with_its_states(desk: Counter) -> None:
    who = desk.talk.stage.house.staff[0]
    thread, agent = desk.ask(who), desk.agent("客服甲")
    desk.take(agent), desk.close(thread, agent)
    rows = AuditRow.objects.system("test").filter(subject_id=thread).order_by("pk").values_list("action", "to_state")
    assert list(rows) == [
        ("imessage.thread.opened", "WAITING"),
        ("imessage.thread.taken", "SERVED"),
        ("imessage.thread.closed", "CLOSED"),
    ]


def test_first_words_are_timed_once_per_stretch(desk: Counter) -> None:
    thread, agent = desk.ask(desk.talk.stage.house.staff[0]), desk.agent("客服甲")
    desk.take(agent, later(desk.now, minutes=3))
    desk.answer(thread, agent), desk.answer(thread, agent)
    (stint,) = desk.stints(thread)
    assert stint.taken_at is not None and stint.answered_at == desk.now.wall
    assert (stint.taken_at - stint.waiting_since).seconds == 180


# ---- who answers


def test_the_lead_sets_skills_and_room_of_who_holds_the_role(desk: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    person, lead = uuid4(), replace(desk.talk.stage.bank["operator"], relation=Relation.UNIT)
    monkeypatch.setattr("apps.members.api.staff_at", lambda unit, roles: ((person, "客*"),))

    def sets(who: UUID = person, skills: tuple[str, ...] = ("LOAN",), capacity: int = 4) -> UUID:
        return agent_appoint(person_id=who, skills=skills, capacity=capacity, actor=lead, now=desk.now)

    assert sets() == sets(skills=("WEALTH", "LOAN"), capacity=2)
    (line,) = desk_for_staff(lead, desk.now).agents
    assert (line.display, line.skill_labels, line.capacity, line.load) == ("客*", "同心宝、申活宝", 2, 0)
    assert code_of(lambda: sets(uuid4())) == "E_PERSON"
    assert code_of(lambda: sets(skills=("NONE",))) == "E_SKILLS"
    assert code_of(lambda: sets(capacity=0)) == code_of(lambda: sets(capacity=21)) == "E_CAPACITY"
