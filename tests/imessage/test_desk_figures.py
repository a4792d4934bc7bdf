"""Canned answers by two people, and the desk in figures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import F

from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import AppError
from apps.imessage.models import CannedAnswer, ServiceStint
from apps.imessage.rules.canned import filled
from apps.imessage.selectors.canned import canned_digest, canned_for_staff, canned_to_say
from apps.imessage.selectors.desk_stats import desk_stats, figures_words, stats_rows
from apps.imessage.services.canned_decide import canned_decide, canned_lapse
from apps.imessage.services.canned_propose import canned_propose
from apps.imessage.services.canned_retire import canned_retire
from apps.imessage.services.thread_rate import thread_rate

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


def of_bank(desk: Counter, who: str, role: Role) -> Actor:
    base = desk.talk.stage.bank[who]
    unit = desk.talk.stage.house.unit_path
    return replace(base, surface=Surface.CONSOLE, roles=frozenset({role}), unit_path=unit, relation=Relation.UNIT)


def proposes(desk: Counter, text: str = "{称呼},您好。", skill: str = "", title: str = "问候") -> UUID:
    agent = of_bank(desk, "operator", Role.SERVICE_AGENT)
    return canned_propose(skill=skill, title=title, text=text, actor=agent, now=desk.now)


def decides(desk: Counter, answer: UUID, verdict: str = "APPROVE", reason: str = "") -> None:
    digest = canned_digest(CannedAnswer.objects.system("test").get(pk=answer))
    call = {"answer_id": answer, "verdict": verdict, "reason": reason, "digest": digest}
    desk.talk.stage.signed(canned_decide, of_bank(desk, "approver", Role.APPROVER), **call)


def state(answer: UUID) -> str:
    return CannedAnswer.objects.system("test").get(pk=answer).state


def test_an_answer_is_said_only_after_another_person_has_agreed(desk: Counter) -> None:
    answer = proposes(desk)
    assert canned_to_say("LOAN") == {}
    decides(desk, answer)
    assert canned_to_say("LOAN") == {str(answer): ("问候", "{称呼},您好。")}
    assert filled("{称呼},您好。", "李晓雯") == "李晓雯,您好。"
    canned_retire(answer_id=answer, actor=of_bank(desk, "operator", Role.SERVICE_AGENT), now=desk.now)
    assert canned_to_say("LOAN") == {} and state(answer) == "RETIRED"


def test_whoever_wrote_it_does_not_let_it_out(desk: Counter) -> None:
    answer = proposes(desk)
    both = of_bank(desk, "operator", Role.APPROVER)
    digest = canned_digest(CannedAnswer.objects.system("test").get(pk=answer))
    call = {"answer_id": answer, "verdict": "APPROVE", "reason": "", "digest": digest, "actor": both, "now": desk.now}
    assert code_of(lambda: canned_decide(**call)) == "SAME_PERSON"


def test_an_answer_is_found_under_its_skill_alone(desk: Counter) -> None:
    answer = proposes(desk, skill="LOAN")
    decides(desk, answer)
    assert (len(canned_to_say("LOAN")), len(canned_to_say("WEALTH"))) == (1, 0)


def test_a_refused_or_lapsed_answer_is_never_said(desk: Counter) -> None:
    one, other = proposes(desk), proposes(desk, title="其二")
    decides(desk, one, "RETURN", "用语不当")
    for _ in range(2):
        with transaction.atomic():
            canned_lapse(answer_id=other, now=desk.now)
    assert [state(one), state(other)] == ["REFUSED", "LAPSED"]
    assert {line.state_label for line in canned_for_staff(of_bank(desk, "approver", Role.APPROVER))} == {
        "已退回", "逾期未复核",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "skill", "code"),
    [
        (" ", "问候", "", "E_TEXT"),
        ("多" * 501, "问候", "", "E_TEXT"),
        ("好", " ", "", "E_TITLE"),
        ("好", "问候", "NONE", "E_SKILL"),
        ("https://efincloud.example/tongxinbao/1 同心宝", "问候", "", "E_LOAN_OFFER"),
    ],
)
def test_what_may_not_be_said_is_not_canned(desk: Counter, text: str, title: str, skill: str, code: str) -> None:
    assert code_of(lambda: proposes(desk, text, skill, title)) == code


def test_the_figures_are_those_of_what_was_done(desk: Counter) -> None:
    staff = desk.talk.stage.house.staff
    agent = desk.agent("客*甲")
    done, waits = desk.ask(staff[0], "PAYROLL"), desk.ask(staff[1], "LOAN")
    assert desk.take(agent) == done
    ServiceStint.objects.system("test").filter(thread=done).update(taken_at=F("waiting_since") + timedelta(seconds=125))
    desk.answer(done, agent)
    taken = ServiceStint.objects.system("test").get(thread=done).taken_at
    ServiceStint.objects.system("test").filter(thread=done).update(answered_at=taken + timedelta(seconds=30))
    desk.close(done, agent)
    thread_rate(thread_id=done, score=4, words="", actor=desk.talk.at_phone(staff[0]), now=desk.now)
    watcher = replace(agent, relation=Relation.UNIT)
    stats = desk_stats(watcher, desk.now, days=7)
    assert figures_words(stats.total) == ("2", "1", "1", "2:05", "0:30", "4.0")
    assert dict(stats.agents)["客*甲"].handled == 1
    by_skill = dict(stats.skills)
    assert (by_skill["代付通"].handled, by_skill["同心宝"].came, by_skill["同心宝"].taken) == (1, 1, 0)
    assert [one.came for _, one in stats.days] == [0, 0, 0, 0, 0, 0, 2]
    assert stats_rows(stats)[0] == ("合计", "全部", "2", "1", "1", "2:05", "0:30", "4.0")
    stranger = replace(watcher, person_id=uuid4(), unit_path="/head/nowhere/")
    assert desk_stats(stranger, desk.now, days=7).total.came == 0
    assert waits
