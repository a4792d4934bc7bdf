"""The questionnaire: what a version must hold, and that two people change it (WM-3)."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from apps.approvals.models import ApprovalRequest
from apps.core.actors import Actor
from apps.core.errors import AppError
from apps.shenhuobao.choices.suitability import Topic
from apps.shenhuobao.models import Questionnaire
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.questionnaire import asked, check_version, unanswered, with_age
from apps.shenhuobao.rules.suitability import weigh
from apps.shenhuobao.selectors.questionnaires import questionnaire_in_force
from apps.shenhuobao.selectors.suitability import assessment_for
from apps.shenhuobao.services.assessment_take import assessment_take
from apps.shenhuobao.services.questionnaire_decide import questionnaire_decide, questionnaire_lapse
from apps.shenhuobao.services.questionnaire_propose import questionnaire_propose
from fixtures import loans
from fixtures.world import World
from fixtures.world_suitability import ANSWERS, answering

pytestmark = pytest.mark.django_db
FIRST: list[dict[str, Any]] = json.loads(Path("fixtures/reference/questionnaire.json").read_text())


def changed() -> list[dict[str, Any]]:
    """The first version with two scores moved."""
    questions = deepcopy(FIRST)
    questions[4]["options"][3]["score"] -= 2
    questions[5]["options"][3]["score"] += 2
    return questions


def propose(world: World, questions: list[dict[str, Any]] | None = None, key: str = "k") -> UUID:
    who = world.actor("bank_operator")
    return questionnaire_propose(questions=questions or changed(), key=key, actor=who, now=world.now)


def decide(world: World, questionnaire_id: UUID, verdict: str = "APPROVE", *, who: Actor | None = None) -> None:
    asked_for = ApprovalRequest.objects.system("test").get(subject_id=questionnaire_id)
    loans.signed(
        questionnaire_decide, who or world.actor("head_approver", step_up=True), questionnaire_id=questionnaire_id,
        verdict=verdict, reason="" if verdict == "APPROVE" else "分值不妥", digest=asked_for.digest,
    )  # fmt: skip


def test_the_first_version_asks_for_everything(world: World) -> None:
    check_version(FIRST)
    assert {one["topic"] for one in FIRST} == set(Topic)
    assert 10 <= len(asked(FIRST)) <= 12
    assert questionnaire_in_force().questions == FIRST


@pytest.mark.parametrize(("age", "score"), [(18, 6), (29, 6), (30, 8), (49, 8), (50, 4), (64, 4), (65, 0), (99, 0)])
def test_the_identity_answers_for_the_age(age: int, score: int) -> None:
    answers = with_age(FIRST, dict.fromkeys((one["code"] for one in asked(FIRST)), 0) | {"q1": 3}, age)
    assert FIRST[0]["options"][answers["q1"]]["score"] == score


@pytest.mark.parametrize("level", ANSWERS)
def test_the_storys_answers_lead_to_their_levels(level: int) -> None:
    codes = (one["code"] for one in asked(FIRST))
    given = dict(zip(codes, map(int, ANSWERS[level]), strict=True))
    assert unanswered(FIRST, given) == {}
    for age in (34, 66):
        found = weigh(FIRST, with_age(FIRST, given, age), is_elder=age >= 65, online=True)
        assert found.level == (level if age < 65 else min(level, 3))


def _without(topic: Topic) -> list[dict[str, Any]]:
    return [one for one in changed() if one["topic"] != topic]


def _with(place: int, **changes: Any) -> list[dict[str, Any]]:
    questions = changed()
    questions[place] |= changes
    return questions


@pytest.mark.parametrize("topic", Topic)
def test_no_topic_may_be_missing(topic: Topic) -> None:
    with pytest.raises(RuleFault):
        check_version(_without(topic))


def _ages(first: int, second: int) -> list[dict[str, Any]]:
    options = [{"text": "甲", "score": 0, "from_age": first}, {"text": "乙", "score": 8, "from_age": second}]
    return _with(0, options=options)


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        (_with(1, text=""), "须填写"),
        (_with(1, text="长" * 101), "100 字"),
        (_with(1, options=[{"text": "是", "score": 0}, {"text": "是", "score": 8}]), "不能重复"),
        (_with(1, options=[{"text": f"{n}", "score": n} for n in range(9)]), "最多 8 个"),
        (_ages(30, 50), "18"),
        (_ages(18, 18), "18"),
        (_with(1, options=[{"text": "甲", "score": 0}, {"text": "乙", "score": 9}]), "100"),
    ],
)  # fmt: skip
def test_a_version_that_no_page_could_show_is_refused(questions: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(RuleFault, match=says):
        check_version(questions)


def test_two_people_change_it_and_who_had_it_open_opens_it_again(world: World) -> None:
    before, old = answering(3), questionnaire_in_force()
    questionnaire_id = propose(world)
    assert questionnaire_in_force().pk == old.pk
    decide(world, questionnaire_id)
    now = questionnaire_in_force()
    assert (now.pk, now.number, now.questions) == (questionnaire_id, 2, changed())
    assert Questionnaire.objects.get(pk=old.pk).state == "REPLACED"
    with pytest.raises(AppError) as caught:
        assessment_take(answering=before, key="k", actor=world.actor("yiming"), now=world.now)
    assert caught.value.code == "QUESTIONNAIRE_CHANGED"
    assessment_take(answering=answering(3), key="k", actor=world.actor("yiming"), now=world.now)


def test_one_that_is_returned_or_that_nobody_decides_on_changes_nothing(world: World) -> None:
    old = questionnaire_in_force()
    decide(world, propose(world), "RETURN")
    questionnaire_id = propose(world, key="again")
    for _ in range(2):
        with transaction.atomic():
            questionnaire_lapse(questionnaire_id=questionnaire_id, now=world.now)
    assert questionnaire_in_force().pk == old.pk
    states = Questionnaire.objects.filter(number__gt=1).order_by("number").values_list("state", flat=True)
    assert list(states) == ["REFUSED", "REFUSED"]


def test_nobody_agrees_to_his_own_words(world: World) -> None:
    questionnaire_id = propose(world)
    ApprovalRequest.objects.system("test").filter(subject_id=questionnaire_id).update(
        maker_person_id=world.actor("head_approver").person
    )
    with pytest.raises(AppError) as caught:
        decide(world, questionnaire_id)
    assert caught.value.code == "SAME_PERSON"


def test_one_version_waits_at_a_time_and_none_is_the_same_as_before(world: World) -> None:
    with pytest.raises(AppError) as caught:
        propose(world, FIRST)
    assert caught.value.code == "QUESTIONNAIRE_SAME"
    first = propose(world)
    assert propose(world) == first, "the same key"
    with pytest.raises(AppError) as caught:
        propose(world, key="another")
    assert caught.value.code == "QUESTIONNAIRE_WAITS"
    with pytest.raises(AppError) as caught:
        propose(world, _without(Topic.LOSS), key="gap")
    assert caught.value.code == "E_QUESTIONNAIRE" and "损失承受能力" in caught.value.message


def test_who_was_assessed_before_stays_assessed(world: World) -> None:
    decide(world, propose(world))
    assert assessment_for(world.actor("xiaowen").person, 3, world.now).level == 3
