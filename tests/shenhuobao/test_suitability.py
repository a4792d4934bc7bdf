"""Who may buy what, and for how long that is known (WM-1 to WM-3, AT-14)."""

from datetime import date, timedelta
from typing import Any

import pytest

from apps.shenhuobao.choices import InvestorLevel, ProductRisk, SaleRefusal
from apps.shenhuobao.choices.suitability import TOPIC_LABELS, Topic, Veto
from apps.shenhuobao.rules.exact import RuleFault
from apps.shenhuobao.rules.suitability import (
    Assessed,
    Weighed,
    check_questions,
    is_valid,
    level_at,
    level_of,
    needs_care,
    refusal,
    risk_of,
    suits,
    tries_left,
    valid_through,
    weigh,
)

C, R = InvestorLevel, ProductRisk
MARCH = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 1), (20, 1), (21, 2), (40, 2), (41, 3), (60, 3), (61, 4), (80, 4), (81, 5), (100, 5)],
)
def test_the_bands_of_a_score(score: int, level: int) -> None:
    assert level_of(score, accepts_no_loss=False) == level
    assert level_of(score, accepts_no_loss=True) == C.C1


@pytest.mark.parametrize("score", [-1, 101])
def test_no_such_score(score: int) -> None:
    with pytest.raises(RuleFault):
        level_of(score, accepts_no_loss=False)


def test_the_matrix() -> None:
    assert [[suits(level, risk) for risk in R] for level in C] == [
        [True, False, False, False, False],
        [True, True, False, False, False],
        [True, True, True, False, False],
        [True, True, True, True, False],
        [True, True, True, True, True],
    ]


def test_of_two_ratings_the_higher() -> None:
    assert risk_of(R.R2, R.R3) == risk_of(R.R3, R.R2) == R.R3


def test_the_old_are_c3_at_most_online() -> None:
    assert [level_at(C.C5, is_elder=old, online=True) for old in (False, True)] == [C.C5, C.C3]
    assert level_at(C.C5, is_elder=True, online=False) == C.C5
    assert level_at(C.C2, is_elder=True, online=True) == C.C2


def test_special_care_is_for_the_old_and_for_r3_and_above() -> None:
    assert [risk for risk in R if needs_care(risk, is_elder=True)] == [R.R3, R.R4, R.R5]
    assert not any(needs_care(risk, is_elder=False) for risk in R)


@pytest.mark.parametrize(
    ("assessed", "last"),
    [
        ("2026-03-01", "2027-02-28"),
        ("2026-03-02", "2027-03-01"),
        ("2027-03-01", "2028-02-29"),
        ("2028-02-29", "2029-02-28"),
        ("2028-03-01", "2029-02-28"),
        ("2027-02-28", "2028-02-27"),
        ("2026-01-01", "2026-12-31"),
    ],
)
def test_a_year_to_the_day(assessed: str, last: str) -> None:
    on, end = date.fromisoformat(assessed), date.fromisoformat(last)
    assert valid_through(on) == end
    days = (on - timedelta(1), on, end, end + timedelta(1))
    assert [is_valid(on, day) for day in days] == [False, True, True, False]


def may(attempts: list[date], day: date) -> bool:
    return min(tries_left(attempts, day, a_day=2, a_year=8)) > 0


def test_two_attempts_a_day_and_eight_in_twelve_months() -> None:
    assert may([], MARCH)
    assert may([MARCH], MARCH)
    assert not may([MARCH, MARCH], MARCH), "the third of a day (AT-14)"
    assert may([MARCH, MARCH], MARCH + timedelta(1))
    eight = [MARCH + timedelta(30 * n) for n in range(8)]
    after = eight[-1] + timedelta(1)
    assert may(eight[:7], after)
    assert not may(eight, after), "the ninth in twelve months (AT-14)"
    assert not may(eight, date(2027, 3, 1)), "the last day of the first one's year"
    assert may(eight, date(2027, 3, 2)), "the window rolls"


CASES = {
    "nobody asked": (None, R.R1, MARCH, {}, SaleRefusal.NOT_ASSESSED),
    "fits": (Assessed(C.C2, MARCH), R.R2, MARCH, {}, None),
    "C2 and R3 (AT-14)": (Assessed(C.C2, MARCH), R.R3, MARCH, {}, SaleRefusal.NOT_SUITABLE),
    "the last day": (Assessed(C.C2, date(2026, 3, 1)), R.R1, date(2027, 2, 28), {}, None),
    "a day over a year (AT-14)": (
        Assessed(C.C2, date(2026, 3, 1)), R.R1, date(2027, 3, 1), {}, SaleRefusal.ASSESSMENT_EXPIRED,
    ),
    "issuer R2, seller R3 (AT-14)": (Assessed(C.C2, MARCH), risk_of(R.R2, R.R3), MARCH, {}, SaleRefusal.NOT_SUITABLE),
    "R4 online": (Assessed(C.C5, MARCH), R.R4, MARCH, {}, SaleRefusal.BRANCH_ONLY),
    "R4 as agreed": (Assessed(C.C5, MARCH), R.R4, MARCH, {"agreed_online": True}, None),
    "R4 at a branch": (Assessed(C.C4, MARCH), R.R4, MARCH, {"online": False}, None),
    "65, C5, R4": (
        Assessed(C.C5, MARCH), R.R4, MARCH, {"is_elder": True, "agreed_online": True}, SaleRefusal.NOT_SUITABLE,
    ),
    "65, C5, R3": (Assessed(C.C5, MARCH), R.R3, MARCH, {"is_elder": True}, None),
    "65 at a branch": (Assessed(C.C5, MARCH), R.R5, MARCH, {"is_elder": True, "online": False}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_why_a_product_is_not_sold(name: str) -> None:
    assessed, risk, day, how, expected = CASES[name]
    said = {"is_elder": False, "online": True} | how
    assert refusal(assessed, risk, day, **said) == expected


def question(code: str, topic: Topic, *scores: int, veto: Veto | None = None) -> dict[str, Any]:
    options: list[dict[str, Any]] = [{"text": f"选项 {score}", "score": score} for score in scores]
    if veto:
        options[0]["veto"] = veto
    return {"code": code, "topic": topic, "text": TOPIC_LABELS[topic], "options": options}


QUESTIONS = [
    question("age", Topic.AGE, 2, 10),
    question("income", Topic.FINANCE, 0, 5),
    question("savings", Topic.FINANCE, 0, 5),
    question("years", Topic.EXPERIENCE, 0, 10, 20),
    question("aim", Topic.OBJECTIVE, 0, 10),
    question("return", Topic.RETURN, 0, 10),
    question("risk", Topic.PREFERENCE, 0, 20),
    question("soon", Topic.LIQUIDITY, 0, 10),
    question("loss", Topic.LOSS, 0, 5, 10, veto=Veto.NO_LOSS),
]
BEST = {one["code"]: len(one["options"]) - 1 for one in QUESTIONS}


def test_answers_are_weighed() -> None:
    check_questions(QUESTIONS)
    young = {"is_elder": False, "online": True}
    assert weigh(QUESTIONS, BEST, **young) == Weighed(100, C.C5, ())
    assert weigh(QUESTIONS, dict.fromkeys(BEST, 0), **young) == Weighed(2, C.C1, ())
    assert weigh(QUESTIONS, BEST | {"loss": 0}, **young) == Weighed(90, C.C1, (Veto.NO_LOSS,))
    assert weigh(QUESTIONS, BEST | {"risk": 0, "years": 1}, **young) == Weighed(70, C.C4, ())
    old = {"is_elder": True, "online": True}
    assert weigh(QUESTIONS, BEST, **old) == Weighed(100, C.C3, (Veto.ELDER,))
    assert weigh(QUESTIONS, BEST | {"loss": 0}, **old) == Weighed(90, C.C1, (Veto.NO_LOSS,))
    assert weigh(QUESTIONS, BEST, is_elder=True, online=False) == Weighed(100, C.C5, ())


@pytest.mark.parametrize("wrong", [-1, 3, True, None, "1", 1.0])
def test_a_wrong_answer_is_named_by_its_question(wrong: Any) -> None:
    with pytest.raises(RuleFault) as refused:
        weigh(QUESTIONS, BEST | {"years": wrong}, is_elder=False, online=True)
    assert refused.value.field == "years"


def test_a_question_without_an_answer_and_an_answer_without_a_question() -> None:
    for answers, field in (({k: v for k, v in BEST.items() if k != "aim"}, "aim"), (BEST | {"extra": 0}, "extra")):
        with pytest.raises(RuleFault) as refused:
            weigh(QUESTIONS, answers, is_elder=False, online=True)
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([*QUESTIONS, QUESTIONS[0]], "重复"),
        ([one for one in QUESTIONS if one["topic"] not in (Topic.AGE, Topic.LOSS)], "年龄、损失承受能力"),
        ([*QUESTIONS, question("more", Topic.AGE, 0, 1)], "100"),
        ([*QUESTIONS[1:], question("age", Topic.AGE, 10)], "至少两个选项"),
        ([*QUESTIONS[1:], question("age", Topic.AGE, -1, 10)], "100"),
        ([*QUESTIONS[:-1], question("loss", Topic.LOSS, 0, 10)], "不能承受任何损失"),
    ],
)
def test_a_questionnaire_that_cannot_be_used(questions: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(RuleFault, match=says):
        check_questions(questions)
