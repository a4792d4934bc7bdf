"""Who may buy what: levels, attempts, the year, the person's own word (WM-1 to WM-5, AT-14)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.models import AuditRow
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.shenhuobao.choices import ProductRisk
from apps.shenhuobao.contracts import Answering
from apps.shenhuobao.models import AssessmentMark, RiskAssessment
from apps.shenhuobao.rules.suitability import risk_of
from apps.shenhuobao.selectors.assessments import assessment_for_member, assessments_for_member
from apps.shenhuobao.selectors.suitability import assessment_for, care_needed
from apps.shenhuobao.services.assessment_confirm import assessment_confirm
from apps.shenhuobao.services.assessment_take import assessment_take
from apps.shenhuobao.services.assessment_void import assessment_void
from fixtures.world import World
from fixtures.world_suitability import answering

pytestmark = pytest.mark.django_db
R1, R2, R3, R4, R5 = ProductRisk
MARCH_1 = date(2026, 3, 1)


def on(day: date, minutes: int = 0) -> Moment:
    return Moment(datetime.now(UTC) + timedelta(minutes=minutes), day)


def take(who: Actor, level: int, day: date = MARCH_1, *, key: str = "", confirmed: bool = True) -> UUID:
    now = on(day)
    taken = assessment_take(answering=answering(level), key=key or f"{day}:{now.wall}", actor=who, now=now)
    if confirmed:
        assessment_confirm(assessment_id=taken.assessment_id, actor=who, now=now)
    return taken.assessment_id


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        deed()
    return caught.value.code


@pytest.fixture
def who(world: World) -> Actor:
    return world.actor("yiming")  # 37 years old, never assessed


def test_at_14_c2_buys_no_r3(who: Actor) -> None:
    taken = take(who, 2)
    for rating in (R1, R2):
        assert assessment_for(who.person, rating, on(MARCH_1)).pk == taken
    with pytest.raises(AppError) as caught:
        assessment_for(who.person, R3, on(MARCH_1))
    assert caught.value.code == "NOT_SUITABLE"
    assert "C2" in caught.value.message and "R3" in caught.value.message


def test_at_14_one_day_over_one_year_is_blocked(who: Actor) -> None:
    take(who, 3)
    assert assessment_for(who.person, R3, on(date(2027, 2, 28))).valid_through == date(2027, 2, 28)
    assert refused(lambda: assessment_for(who.person, R1, on(MARCH_1.replace(year=2027)))) == "ASSESSMENT_EXPIRED"


def test_at_14_the_third_attempt_of_a_day_is_blocked(who: Actor) -> None:
    take(who, 2)
    take(who, 3)
    assert refused(lambda: take(who, 4)) == "ATTEMPTS_DAY"
    take(who, 4, MARCH_1 + timedelta(days=1))


def test_at_14_the_ninth_attempt_in_twelve_months_is_blocked(who: Actor) -> None:
    for month in range(3, 11):
        take(who, 3, date(2026, month, 1))
    assert refused(lambda: take(who, 3, date(2026, 11, 1))) == "ATTEMPTS_YEAR"
    assert refused(lambda: take(who, 3, date(2027, 2, 28))) == "ATTEMPTS_YEAR"
    take(who, 3, date(2027, 3, 1))  # the first is a year old


def test_at_14_the_higher_of_two_ratings_counts(who: Actor) -> None:
    take(who, 2)
    assert risk_of(R2, R3) == R3
    assert refused(lambda: assessment_for(who.person, risk_of(R2, R3), on(MARCH_1))) == "NOT_SUITABLE"


def test_r4_and_above_is_not_sold_online(who: Actor) -> None:
    take(who, 5)
    assert assessment_for(who.person, R3, on(MARCH_1)).level == 5
    for rating in (R4, R5):
        assert refused(lambda rating=rating: assessment_for(who.person, rating, on(MARCH_1))) == "BRANCH_ONLY"


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_each_level_allows_up_to_its_own_rating(who: Actor, level: int) -> None:
    assert RiskAssessment.objects.scoped(who).get(pk=take(who, level)).level == level
    codes = []
    for rating in ProductRisk:
        try:
            assessment_for(who.person, rating, on(MARCH_1))
            codes.append("sold")
        except AppError as error:
            codes.append(error.code)
    online, branch = min(level, 3), max(level - 3, 0)
    assert codes == ["sold"] * online + ["BRANCH_ONLY"] * branch + ["NOT_SUITABLE"] * (5 - level)


def test_who_was_never_assessed_buys_nothing(who: Actor) -> None:
    assert refused(lambda: assessment_for(who.person, R1, on(MARCH_1))) == "NOT_ASSESSED"


def test_a_result_counts_once_it_is_confirmed_and_the_latest_alone_counts(who: Actor) -> None:
    first = take(who, 3)
    second = take(who, 2, confirmed=False)
    assert refused(lambda: assessment_for(who.person, R1, on(MARCH_1))) == "NOT_ASSESSED"
    again = on(MARCH_1)
    assessment_confirm(assessment_id=first, actor=who, now=again)  # was confirmed before: nothing changes
    assessment_confirm(assessment_id=second, actor=who, now=on(MARCH_1))
    assert assessment_for(who.person, R2, on(MARCH_1)).pk == second
    assert refused(lambda: assessment_for(who.person, R3, on(MARCH_1))) == "NOT_SUITABLE"


def test_who_says_that_things_have_changed_is_assessed_anew_before_buying(who: Actor) -> None:
    taken = take(who, 3)
    for _ in range(2):
        assessment_void(assessment_id=taken, actor=who, now=on(MARCH_1))
    assert AssessmentMark.objects.scoped(who).filter(kind="VOIDED").count() == 1
    assert refused(lambda: assessment_for(who.person, R1, on(MARCH_1))) == "ASSESSMENT_EXPIRED"
    again = take(who, 2)
    assert assessment_for(who.person, R2, on(MARCH_1)).pk == again


def test_whoever_is_65_is_c3_at_most_online_and_needs_care_from_r3(world: World) -> None:
    old = world.actor("guilan")  # 66
    day = date(2026, 6, 1)
    taken = RiskAssessment.objects.scoped(old).get(pk=take(old, 5, day))
    assert (taken.level, taken.vetoes, taken.score) == (3, ["ELDER"], 92)
    assert [care_needed(old.person, rating, day) for rating in ProductRisk] == [False, False, True, True, True]
    assert not care_needed(old.person, R3, date(2024, 10, 6))
    assert care_needed(old.person, R3, date(2024, 10, 7))


def test_who_turns_65_within_the_year_buys_as_one_of_65(world: World, who: Actor) -> None:
    take(who, 5)
    birthday = date(2053, 3, 2)  # he was born on 1988-03-02
    take(who, 5, birthday - timedelta(days=1))
    assert refused(lambda: assessment_for(who.person, R4, on(birthday - timedelta(days=1)))) == "BRANCH_ONLY"
    assert refused(lambda: assessment_for(who.person, R4, on(birthday))) == "NOT_SUITABLE"


def test_no_loss_at_all_is_c1_whatever_the_score(who: Actor) -> None:
    sent = answering(5)
    last = list(sent.answers)[-1]
    brave = Answering(dict(sent.answers) | {last: 0}, sent.digest, sent.opened_at)
    taken = assessment_take(answering=brave, key="k", actor=who, now=on(MARCH_1))
    row = RiskAssessment.objects.scoped(who).get(pk=taken.assessment_id)
    assert (row.level, row.score, row.vetoes) == (1, 90, ["NO_LOSS"])


def test_every_question_is_answered_by_the_person(who: Actor) -> None:
    sent = answering(3)
    for wrong in ({}, {"q2": 99}, {"q2": -1}, {"q1": 3}):
        partly = {code: place for code, place in sent.answers.items() if code not in ("q2", "q7")} | wrong
        with pytest.raises(AppError) as caught:
            assessment_take(
                answering=Answering(partly, sent.digest, sent.opened_at), key="k", actor=who, now=on(MARCH_1)
            )
        assert (caught.value.code, set(caught.value.fields)) == ("ANSWERS", {"q2", "q7"})


def test_another_version_and_haste_are_refused(who: Actor) -> None:
    sent = answering(3)
    other = Answering(sent.answers, "0" * 64, sent.opened_at)
    assert refused(lambda: assessment_take(answering=other, key="k", actor=who, now=on(MARCH_1))) == (
        "QUESTIONNAIRE_CHANGED"
    )
    fast = answering(3, seconds=5)
    assert refused(lambda: assessment_take(answering=fast, key="k", actor=who, now=on(MARCH_1))) == "READ_FAST"
    assert assessments_for_member(who, on(MARCH_1)).left.today == 2


def test_the_same_key_twice_is_one_attempt(who: Actor) -> None:
    sent, now = answering(3), on(MARCH_1)
    first = assessment_take(answering=sent, key="same", actor=who, now=now)
    assert assessment_take(answering=sent, key="same", actor=who, now=now) == first
    assert RiskAssessment.objects.scoped(who).count() == 1


def test_it_leaves_evidence_and_a_trail(who: Actor) -> None:
    taken = take(who, 3)
    page = assessment_for_member(who, taken, on(MARCH_1))
    assert (page.evidence.version, page.evidence.device, page.evidence.ip) == (1, who.device, who.ip)
    assert page.evidence.seconds >= 90 and len(page.evidence.digest) == 64
    assert page.evidence.confirmed_at is not None
    assert [sum(option.is_chosen for option in one.options) for one in page.answered] == [1] * 11
    assert page.answered[0].options[1].is_chosen  # the age: 30 to 49
    actions = AuditRow.objects.system("test").filter(subject_id=taken).order_by("at").values_list("action", flat=True)
    assert list(actions) == ["shenhuobao.assessment.taken", "shenhuobao.assessment.confirmed"]


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE shenhuobao_riskassessment SET level = 5",
        "DELETE FROM shenhuobao_riskassessment",
        "UPDATE shenhuobao_assessmentmark SET kind = 'VOIDED'",
    ],
)
def test_history_never_changes(who: Actor, verb: str) -> None:
    take(who, 2)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert getattr(caught.value.__cause__, "sqlstate", "") == "EY001"
