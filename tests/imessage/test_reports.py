"""A message is reported; the bank hides it, mutes who said it, with a second person for good; an appeal is answered."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.models import Job
from apps.imessage.choices import Measure, ReportReason, ReportState
from apps.imessage.models import Report
from apps.imessage.rules.lives import REPORTED
from apps.imessage.rules.safety import refuse_promise
from apps.imessage.selectors.reports import desk_for_staff, report_for_staff, reports_for_member
from apps.imessage.services.appeal_decide import appeal_decide
from apps.imessage.services.message_report import message_report
from apps.imessage.services.mute_decide import mute_decide
from apps.imessage.services.report_appeal import report_appeal
from apps.imessage.services.report_decide import report_decide
from apps.notify.models import Notice
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.phones import Phone

from .cast import Talk

pytestmark = pytest.mark.django_db


def refused(deed, *args, **kwargs) -> str:
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)
    return caught.value.code


def reported(talk: Talk, ours: UUID, seq: int, who: Colleague) -> UUID:
    return message_report(
        conversation_id=ours, seq=seq, reason="FRAUD", note="骗钱", actor=talk.at_phone(who), now=talk.stage.now
    ).report_id


def staged(talk: Talk) -> tuple[UUID, UUID, Colleague, Colleague]:
    """One has said something, the other has reported it."""
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "把钱给我")
    return ours, reported(talk, ours, 1, other), one, other


def decides(talk: Talk, report_id: UUID, measure: str, *, who: str = "operator", reason: str = "查明属实") -> None:
    report_decide(report_id=report_id, measure=measure, reason=reason, actor=desk(talk, who), now=talk.stage.now)


def seconds(talk: Talk, report_id: UUID, verdict: str = "APPROVE") -> None:
    digest = Report.objects.system("test").get(pk=report_id).digest
    talk.stage.signed(
        mute_decide, desk(talk, "approver"), report_id=report_id, verdict=verdict, reason="证据不足", digest=digest
    )


def appeals(talk: Talk, report_id: UUID, who: Colleague) -> None:
    report_appeal(report_id=report_id, text="我是开玩笑", actor=talk.at_phone(who), now=talk.stage.now)


def answers(talk: Talk, report_id: UUID, *, is_right: bool, who: str = "approver") -> None:
    appeal_decide(report_id=report_id, is_right=is_right, answer="已核实", actor=desk(talk, who), now=talk.stage.now)


def desk(talk: Talk, who: str) -> Actor:
    return talk.stage.actor(who)


def later(talk: Talk, **time: int) -> Moment:
    return replace(talk.stage.now, wall=talk.stage.now.wall + timedelta(**time))


def state(report_id: UUID) -> str:
    return Report.objects.system("test").get(pk=report_id).state


def test_a_hidden_message_is_shown_to_nobody_and_the_chain_holds(talk: Talk) -> None:
    ours, report_id, one, other = staged(talk)
    decides(talk, report_id, "HIDE")
    assert [talk.reads(ours, who) for who in (one, other)] == [[None, None]] * 2
    shown = Phone.of(talk.stage, other).text(reverse("mobile:talk", args=[ours]))
    assert "银行隐藏了一条消息" in shown
    at = shown.find("把钱给我")
    assert at == -1, shown[at - 300 : at + 100]
    assert report_for_staff(desk(talk, "operator"), report_id).text == "把钱给我"
    talk.say(ours, one, "我还能说话")
    titles = set(Notice.objects.system("test").values_list("person_id", "title"))
    assert titles == {(other.person_id, "您举报的消息有了处理结果"), (one.person_id, "您在会话中的发言有了处理结果")}


def test_no_matter_leaves_the_message_and_tells_only_who_reported(talk: Talk) -> None:
    ours, report_id, one, other = staged(talk)
    decides(talk, report_id, "NONE")
    assert talk.reads(ours, other) == ["把钱给我"]
    assert reports_for_member(talk.at_phone(one)) == ()
    assert [notice.person_id for notice in Notice.objects.system("test").all()] == [other.person_id]


def test_who_is_muted_says_nothing_for_seven_days_anywhere(talk: Talk) -> None:
    ours, report_id, one, _ = staged(talk)
    elsewhere = talk.direct(one, talk.stage.house.staff[2])
    decides(talk, report_id, "MUTE")
    for place in (ours, elsewhere):
        assert refused(talk.say, place, one, "喂") == "MUTED"
        assert refused(talk.say, place, one, "喂", now=later(talk, days=7, seconds=-1)) == "MUTED"
    assert talk.say(elsewhere, one, "我回来了", now=later(talk, days=7, seconds=1)).seq == 1


def test_a_lasting_mute_takes_a_second_person(talk: Talk) -> None:
    ours, report_id, one, other = staged(talk)
    decides(talk, report_id, "LASTING")
    assert talk.reads(ours, other) == [None, None]  # hidden at once
    talk.say(ours, one, "还没有定")
    seconds(talk, report_id)
    assert refused(talk.say, ours, one, "喂", now=later(talk, days=4000)) == "MUTED"
    assert state(report_id) == "MUTED"


def test_the_maker_cannot_be_the_second(talk: Talk) -> None:
    _, report_id, *_ = staged(talk)
    decides(talk, report_id, "LASTING", who="approver")
    digest = Report.objects.system("test").get(pk=report_id).digest
    same = replace(desk(talk, "approver"), step_up=True)
    asked = {"report_id": report_id, "verdict": "APPROVE", "reason": "", "digest": digest, "now": talk.stage.now}
    assert refused(mute_decide, **asked, actor=same) == "SAME_PERSON"
    assert state(report_id) == "PROPOSED"


def test_a_returned_or_forgotten_proposal_opens_the_report_again(talk: Talk) -> None:
    ours, report_id, _, other = staged(talk)
    decides(talk, report_id, "LASTING")
    seconds(talk, report_id, "RETURN")
    assert (state(report_id), talk.reads(ours, other)[0]) == ("OPEN", "把钱给我")
    decides(talk, report_id, "LASTING")
    ApprovalRequest.objects.system("test").filter(state="PENDING").update(expires_at=talk.stage.now.wall)
    Job.objects.filter(kind="approvals.lapse").update(due_at=talk.stage.now.wall)
    work()
    assert (state(report_id), talk.reads(ours, other)[0]) == ("OPEN", "把钱给我")


def test_an_appeal_that_is_right_gives_everything_back(talk: Talk) -> None:
    ours, report_id, one, other = staged(talk)
    decides(talk, report_id, "MUTE")
    appeals(talk, report_id, one)
    assert refused(talk.say, ours, one, "喂") == "MUTED"  # it holds until it is answered
    assert refused(appeals, talk, report_id, one) == "ILLEGAL_MOVE"
    answers(talk, report_id, is_right=True)
    talk.say(ours, one, "谢谢")
    assert talk.reads(ours, other) == ["把钱给我", None, None, "谢谢"]


def test_an_appeal_is_answered_by_another_person_and_the_measure_may_stay(talk: Talk) -> None:
    ours, report_id, one, _ = staged(talk)
    decides(talk, report_id, "MUTE", who="approver")
    appeals(talk, report_id, one)
    assert refused(answers, talk, report_id, is_right=True) == "SAME_PERSON"
    answers(talk, report_id, is_right=False, who="operator")
    assert refused(talk.say, ours, one, "喂") == "MUTED"
    (own,) = reports_for_member(talk.at_phone(one))
    assert (own.is_about_me, own.decision, own.answer, own.may_appeal) == (True, "查明属实", "已核实", False)


def test_what_may_be_reported(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    talk.say(ours, one, "一")
    talk.recall(ours, one, 1)
    assert refused(reported, talk, ours, 1, one) == "NOT_FOUND"  # one's own
    assert refused(reported, talk, ours, 2, other) == "NOT_FOUND"  # no words
    assert refused(reported, talk, ours, 9, other) == "NOT_FOUND"
    assert refused(reported, talk, ours, 1, third) == "NOT_FOUND"  # not there
    report_id = reported(talk, ours, 1, other)  # what was taken back can still be reported
    assert reported(talk, ours, 1, other) == report_id
    assert report_for_staff(desk(talk, "operator"), report_id).text == "一"
    bad = {"conversation_id": ours, "seq": 1, "actor": talk.at_phone(other), "now": talk.stage.now}
    assert refused(message_report, **bad, reason="NONE") == "E_REASON"
    assert refused(message_report, **bad, reason="FRAUD", note="长" * 201) == "E_NOTE"


def test_another_units_desk_sees_nothing(talk: Talk) -> None:
    _, report_id, *_ = staged(talk)
    stranger = replace(desk(talk, "operator"), unit_path="/other/")
    assert desk_for_staff(stranger) == ()
    assert refused(report_for_staff, stranger, report_id) == "NOT_FOUND"
    asked = {"report_id": report_id, "measure": "HIDE", "reason": "x", "actor": stranger, "now": talk.stage.now}
    assert refused(report_decide, **asked) == "NOT_FOUND"


def test_who_is_concerned_does_not_decide(talk: Talk) -> None:
    _, report_id, one, other = staged(talk)
    for who in (one, other):
        concerned = replace(desk(talk, "operator"), person_id=who.person_id)
        asked = {"report_id": report_id, "measure": "NONE", "reason": "没事", "actor": concerned, "now": talk.stage.now}
        assert refused(report_decide, **asked) == "OWN_CASE"


@pytest.mark.parametrize("move", sorted({move.name for move in REPORTED.moves if move.source}))
@pytest.mark.parametrize("source", REPORTED.states)
def test_every_move_from_every_state(talk: Talk, source: str, move: str) -> None:
    """What the table does not know is refused, and leaves no trace."""
    _, report_id, one, _ = staged(talk)
    _bring(talk, report_id, one, source)
    before = (Report.objects.system("test").values().get(pk=report_id), AuditRow.objects.system("test").count())
    deeds = {
        "dismiss": lambda: decides(talk, report_id, "NONE"),
        "hide": lambda: decides(talk, report_id, "HIDE"),
        "mute": lambda: decides(talk, report_id, "MUTE"),
        "propose": lambda: decides(talk, report_id, "LASTING"),
        "approve": lambda: seconds(talk, report_id),
        "return": lambda: seconds(talk, report_id, "RETURN"),
        "appeal": lambda: appeals(talk, report_id, one),
        "uphold": lambda: answers(talk, report_id, is_right=False),
        "overturn": lambda: answers(talk, report_id, is_right=True),
    }
    target = {(m.source, m.name): m.target for m in REPORTED.moves}.get((source, move))
    if move == "lapse":
        return  # the job's: test_a_returned_or_forgotten_proposal_opens_the_report_again
    if target:
        deeds[move]()
        assert state(report_id) == target
    else:
        assert refused(deeds[move]) == "ILLEGAL_MOVE"
        assert (
            Report.objects.system("test").values().get(pk=report_id),
            AuditRow.objects.system("test").count(),
        ) == before


def _bring(talk: Talk, report_id: UUID, author: Colleague, to: str) -> None:
    """By the shortest way that people have."""
    first = {"DISMISSED": "NONE", "HIDDEN": "HIDE", "PROPOSED": "LASTING", "OPEN": ""}.get(to, "MUTE")
    if first:
        decides(talk, report_id, first)
    if to in (ReportState.APPEALED, ReportState.UPHELD, ReportState.OVERTURNED):
        appeals(talk, report_id, author)
    if to in (ReportState.UPHELD, ReportState.OVERTURNED):
        answers(talk, report_id, is_right=to == ReportState.OVERTURNED)


def test_on_the_phone(talk: Talk) -> None:
    ours, report_id, one, _ = staged(talk)
    third = talk.stage.house.staff[2]
    group = talk.everybody([one, third])
    talk.say(group, one, "群里再说一遍")
    phone = Phone.of(talk.stage, third)
    url = reverse("mobile:message_report", args=[group, 1])
    assert url in phone.text(reverse("mobile:talk", args=[group])) and "群里再说一遍" in phone.text(url)
    assert phone.post(url, {"reason": "X"}).status_code == 422
    assert phone.post(url, {"reason": "FRAUD", "note": ""}).status_code == 302
    assert phone.get(reverse("mobile:message_report", args=[ours, 1])).status_code == 404
    assert f"您举报了 {one.name} 的消息" in phone.text(reverse("mobile:report_list"))
    decides(talk, report_id, "HIDE")
    author = Phone.of(talk.stage, one)
    assert "查明属实" in author.text(reverse("mobile:report_list"))
    appeal = reverse("mobile:report_appeal", args=[report_id])
    assert author.post(appeal, {"reason": " "}).status_code == 422
    assert phone.post(appeal, {"reason": "替他说"}).status_code == 404
    assert author.post(appeal, {"reason": "开玩笑"}).status_code == 302
    assert state(report_id) == "APPEALED"


def test_programs_do_the_same(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "程序举报我")

    def post(who: Colleague, name: str, body: dict[str, object], *args: object):
        return Phone.of(talk.stage, who).client.post(
            reverse(f"api:{name}", args=args), body, content_type="application/json", HTTP_IDEMPOTENCY_KEY=str(uuid4())
        )

    made = [post(other, "message_report", {"reason": "ABUSE"}, ours, 1) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    report_id = UUID(made[0].json()["report_id"])
    decides(talk, report_id, "HIDE")
    mine = Phone.of(talk.stage, one).client.get(reverse("api:report_list")).json()["reports"]
    assert [(one_of["is_about_me"], one_of["may_appeal"]) for one_of in mine] == [(True, True)]
    assert post(other, "report_appeal", {"text": "替他"}, report_id).status_code == 404
    assert post(one, "report_appeal", {"text": "误会"}, report_id).status_code == 204


@pytest.mark.parametrize("text", ["这款保本", "稳 赚 不赔", "零・风险", "绝对安全,放心买"])
def test_staff_promise_nothing(text: str) -> None:
    assert refused(refuse_promise, text, ("保本", "稳赚", "零风险", "绝对安全")) == "E_SALES_SPEECH"


@pytest.mark.parametrize("text", ["本金可能受损", "保管好本子", "安全绝对第一"])
def test_other_words_of_staff_pass(text: str) -> None:
    refuse_promise(text, ("保本", "稳赚", "零风险", "绝对安全"))


def test_the_words_are_complete() -> None:
    assert {measure.value for measure in Measure} == {"NONE", "HIDE", "MUTE", "LASTING"}
    assert len(ReportReason) == 5
