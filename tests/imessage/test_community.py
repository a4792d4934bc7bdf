"""Questions and answers of colleagues, and the directory by department."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.core.actors import Actor, Relation
from apps.core.errors import IllegalMove, InvalidInput, NotFound, TooMany
from apps.imessage.models import PostReport, Question
from apps.imessage.rules.community import QUESTIONS_A_DAY
from apps.imessage.selectors.community import (
    community_for_member,
    department_for_member,
    question_for_enterprise,
    question_for_member,
    questions_for_enterprise,
    questions_for_member,
)
from apps.imessage.services.answer_give import answer_give
from apps.imessage.services.answer_hide import answer_hide
from apps.imessage.services.answer_mark import answer_mark
from apps.imessage.services.answer_report import answer_report
from apps.imessage.services.answer_show import answer_show
from apps.imessage.services.question_ask import question_ask
from apps.imessage.services.question_hide import question_hide
from apps.imessage.services.question_report import question_report
from apps.imessage.services.question_show import question_show
from apps.members.models import Department, EmployeeMember
from tests.daifutong.cast import Colleague
from tests.tongxinbao.phones import Phone

from .cast import Talk

pytestmark = pytest.mark.django_db


def office(talk: Talk) -> Actor:
    return replace(talk.stage.house.as_("maker"), relation=Relation.ENTERPRISE)


def ask(
    talk: Talk, who: Colleague, title: str = "班车几点到?", *, text: str = "", client_id: UUID | None = None, now=None
) -> UUID:
    facts = {"client_id": client_id or uuid4(), "title": title, "text": text}
    return question_ask(**facts, actor=talk.at_phone(who), now=now or talk.stage.now).id


def give(talk: Talk, question: UUID, who: Colleague, text: str = "七点半。", client_id: UUID | None = None) -> UUID:
    return answer_give(
        question_id=question, client_id=client_id or uuid4(), text=text, actor=talk.at_phone(who), now=talk.stage.now
    ).id


def strangers(talk: Talk) -> Actor:
    return replace(office(talk), enterprise_id=UUID(int=7))


def test_a_question_sent_twice_is_asked_once_and_so_is_its_answer(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    keys = uuid4(), uuid4()
    asked = {ask(talk, one, client_id=keys[0]) for _ in range(2)}
    (question,) = asked
    assert len({give(talk, question, other, client_id=keys[1]) for _ in range(2)}) == 1
    detail = question_for_member(talk.at_phone(one), question)
    assert (detail.line.answers, [answer.text for answer in detail.answers], detail.is_own) == (1, ["七点半。"], True)
    assert detail.line.name == one.name and detail.answers[0].name == other.name
    assert list(AuditRow.objects.system("test").filter(subject_id=question).values_list("action", flat=True)) == [
        "imessage.question.asked"
    ]


def test_who_asked_says_which_answer_helped_and_nobody_else(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    question = ask(talk, one)
    first, second = give(talk, question, other, "不知道"), give(talk, question, third, "七点半")
    with pytest.raises(NotFound):
        answer_mark(answer_id=second, actor=talk.at_phone(other), now=talk.stage.now)
    for chosen in (first, second, second):
        answer_mark(answer_id=chosen, actor=talk.at_phone(one), now=talk.stage.now)
    detail = question_for_member(talk.at_phone(other), question)
    assert [(answer.text, answer.is_helpful) for answer in detail.answers] == [("七点半", True), ("不知道", False)]
    assert detail.line.is_solved


def test_what_is_hidden_is_read_by_the_office_alone_until_it_is_shown_again(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    question = ask(talk, one)
    answer = give(talk, question, other)
    answer_mark(answer_id=answer, actor=talk.at_phone(one), now=talk.stage.now)
    boss, now = office(talk), talk.stage.now
    with pytest.raises(InvalidInput):
        answer_hide(answer_id=answer, reason=" ", actor=boss, now=now)
    answer_hide(answer_id=answer, reason="与问题无关", actor=boss, now=now)
    with pytest.raises(IllegalMove):
        answer_hide(answer_id=answer, reason="再来一次", actor=boss, now=now)
    seen = question_for_member(talk.at_phone(one), question)
    assert (seen.line.answers, seen.line.is_solved, seen.answers) == (0, False, ())
    assert [a.hidden_reason for a in question_for_enterprise(boss, question).answers] == ["与问题无关"]
    answer_show(answer_id=answer, actor=boss, now=now)
    assert question_for_member(talk.at_phone(one), question).line.answers == 1
    question_hide(question_id=question, reason="广告", actor=boss, now=now)
    for deed in (
        lambda: question_for_member(talk.at_phone(one), question),
        lambda: give(talk, question, other),
        lambda: answer_report(answer_id=answer, reason="x", actor=talk.at_phone(other), now=now),
    ):
        with pytest.raises(NotFound):
            deed()
    assert [line.id for line in questions_for_enterprise(boss, "HIDDEN").lines] == [question]
    question_show(question_id=question, actor=boss, now=now)
    assert questions_for_member(talk.at_phone(other)).lines[0].id == question


def test_a_report_counts_once_and_the_office_sees_why(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    question = ask(talk, one)
    answer = give(talk, question, other)
    for who in (third, third, one):
        answer_report(answer_id=answer, reason="说错了", actor=talk.at_phone(who), now=talk.stage.now)
    question_report(question_id=question, reason="重复", actor=talk.at_phone(third), now=talk.stage.now)
    assert PostReport.objects.system("test").count() == 3
    detail = question_for_enterprise(office(talk), question)
    assert (detail.reports, detail.answers[0].reports) == (("重复",), ("说错了", "说错了"))
    assert [line.reports for line in questions_for_enterprise(office(talk), "REPORTED").lines] == [3]
    assert questions_for_member(talk.at_phone(one)).lines[0].reports == 0, "colleagues are told nothing of it"


@pytest.mark.parametrize(
    "title",
    ["同心宝还有额度吗", "内部理财,稳赚", "看 https://example.org/x", "谁能转账给我", "打开 /mobile/tongxinbao/"],
)
def test_nobody_is_solicited(talk: Talk, title: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(talk, talk.stage.house.staff[0], title)
    assert refused.value.code in ("E_SOLICIT", "E_LOAN_OFFER") and "title" in refused.value.fields
    assert not Question.objects.system("test").exists()


@pytest.mark.parametrize(("title", "text"), [("", ""), ("长" * 61, ""), ("好", "长" * 1001), ("铃\x07", "")])
def test_words_are_bounded(talk: Talk, title: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        ask(talk, talk.stage.house.staff[0], title, text=text)


def test_nobody_floods_the_board(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    for number in range(QUESTIONS_A_DAY):
        ask(talk, one, f"问题{number}")
    with pytest.raises(TooMany):
        ask(talk, one, "还有一个")
    ask(talk, other, "别人的")
    tomorrow = replace(talk.stage.now, wall=talk.stage.now.wall + timedelta(days=1))
    ask(talk, one, "第二天", now=tomorrow)


def test_another_enterprise_finds_nothing(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    question = ask(talk, one)
    answer = give(talk, question, other)
    boss, now = strangers(talk), talk.stage.now
    employee = replace(talk.at_phone(other), enterprise_id=UUID(int=7))
    for deed in (
        lambda: question_for_enterprise(boss, question),
        lambda: question_hide(question_id=question, reason="x", actor=boss, now=now),
        lambda: answer_hide(answer_id=answer, reason="x", actor=boss, now=now),
        lambda: question_for_member(employee, question),
        lambda: question_report(question_id=question, reason="x", actor=employee, now=now),
        lambda: answer_give(question_id=question, client_id=uuid4(), text="x", actor=employee, now=now),
    ):
        with pytest.raises(NotFound):
            deed()
    assert questions_for_enterprise(boss).lines == questions_for_member(employee).lines == ()


def test_the_directory_counts_and_shows_who_is_in_service(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    new = Department.objects.create(enterprise_id=talk.stage.house.enterprise_id, name="新部门")
    EmployeeMember.objects.system("test").filter(person_id=one.person_id).update(department=new)
    EmployeeMember.objects.system("test").filter(person_id=other.person_id).update(
        status="LEFT", left_on=talk.stage.day
    )
    home = community_for_member(talk.at_phone(one))
    assert {row.name: row.people for row in home.departments}["新部门"] == 1
    assert sum(row.people for row in home.departments) == len(talk.stage.house.staff) - 1
    found = department_for_member(talk.at_phone(one), new.pk)
    assert [person.name for person in found.people] == [one.name] and found.own == found.people[0].member_id
    with pytest.raises(NotFound):
        department_for_member(talk.at_phone(one), uuid4())


def test_a_phone_asks_answers_and_thanks(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    mine, theirs = Phone.of(talk.stage, one), Phone.of(talk.stage, other)
    assert "还没有人提问" in mine.text(reverse("mobile:community"))
    assert mine.post(reverse("mobile:question_ask"), {"client_id": str(uuid4()), "title": ""}).status_code == 422
    asked = mine.post(reverse("mobile:question_ask"), {"client_id": str(uuid4()), "title": "<b>餐卡在哪里充值?"})
    place = asked["Location"]
    assert "&lt;b&gt;餐卡在哪里充值?" in theirs.text(place)
    assert (
        theirs.post(f"{place}answers/give/", {"client_id": str(uuid4()), "text": "加微信给你返利"}).status_code == 422
    )
    assert theirs.post(f"{place}answers/give/", {"client_id": str(uuid4()), "text": "一楼大厅"}).status_code == 302
    assert theirs.post(f"{place}report/", {"reason": ""}).status_code == 422
    shown = mine.text(place)
    answer = question_for_member(talk.at_phone(one), Question.objects.system("test").get().pk).answers[0].id
    assert "一楼大厅" in shown and "标为有帮助" in shown and "标为有帮助" not in theirs.text(place)
    assert mine.post(f"{place}answers/{answer}/mark/").status_code == 302
    assert "已解决" in mine.text(reverse("mobile:community"))
    assert "餐卡" not in mine.text(reverse("mobile:question_list"), show="OPEN")
