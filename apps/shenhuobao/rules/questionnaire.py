"""The questionnaire as it is worded and asked (WM-3): the age is the identity's to answer, everything else the
person's. Each option of the question of AGE begins at `from_age`; what answers are worth is `rules.suitability`."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..choices.suitability import Topic
from .exact import RuleFault
from .suitability import check_questions

Question = Mapping[str, Any]

ADULT = 18
TEXT_LENGTH, MOST_OPTIONS = 100, 8


def asked(questions: Sequence[Question]) -> tuple[Question, ...]:
    """What a person is asked."""
    return tuple(one for one in questions if one["topic"] != Topic.AGE)


def unanswered(questions: Sequence[Question], answers: Mapping[str, int]) -> dict[str, str]:
    """A sentence for each question that is not answered by the place of one of its options."""
    return {
        one["code"]: "请选择一项。"
        for one in asked(questions)
        if answers.get(one["code"]) not in range(len(one["options"]))
    }


def with_age(questions: Sequence[Question], answers: Mapping[str, int], age: int) -> dict[str, int]:
    """The answers to what was asked, and the identity's own."""
    given = {one["code"]: answers[one["code"]] for one in asked(questions)}
    return given | {one["code"]: _band(one, age) for one in questions if one["topic"] == Topic.AGE}


def _band(question: Question, age: int) -> int:
    begun = [place for place, option in enumerate(question["options"]) if option["from_age"] <= max(age, ADULT)]
    return begun[-1]


def check_version(questions: Sequence[Question]) -> None:
    """What `check_questions` wants, and that every page can show it. Raises RuleFault."""
    for number, one in enumerate(questions, 1):
        texts = [one["text"], *(option["text"] for option in one["options"])]
        if len(one["options"]) > MOST_OPTIONS or len(set(texts)) < len(texts):
            raise RuleFault("questions", f"第 {number} 题:选项不能重复,最多 {MOST_OPTIONS} 个。")
        if any(not 0 < len(text) <= TEXT_LENGTH for text in texts):
            raise RuleFault("questions", f"第 {number} 题:题目和选项须填写,且不超过 {TEXT_LENGTH} 字。")
        ages = [option.get("from_age") for option in one["options"]]
        if one["topic"] == Topic.AGE and (ages[:1] != [ADULT] or ages != sorted(set(ages))):
            raise RuleFault("questions", f"第 {number} 题:各年龄段须从小到大排列,第一段从 {ADULT} 岁开始。")
    check_questions(questions)
