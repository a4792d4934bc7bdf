"""Consents purpose by purpose, mandates that stop at once, requests about one's own data (PIPL-1 to PIPL-5, AT-18)."""

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from apps.agreements import api as agreements
from apps.agreements.models import Consent, DataRequest, Mandate
from apps.agreements.rules import PURPOSES
from apps.agreements.selectors.own_data import (
    consents_for_member,
    data_requests_for_member,
    data_requests_for_staff,
    mandates_for_member,
)
from apps.agreements.selectors.texts import text_in_force
from apps.agreements.services.consent_decide import consent_grant, consent_withdraw
from apps.agreements.services.data_request_move import (
    data_request_answer,
    data_request_open,
    data_request_withdraw,
)
from apps.agreements.services.mandate_move import mandate_stop
from apps.agreements.services.own_data_copy import own_data_copy
from apps.core.actors import Actor
from apps.core.db import sqlstate
from apps.core.errors import Conflict, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.ids import new_id
from apps.core.person_copy import sheets_of
from apps.identity import api as identity
from apps.notify.models import Notice
from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db


def grant(world: World, key: str, purpose: str) -> None:
    words = text_in_force(purpose, world.now.business_date).text_hash
    consent_grant(purpose=purpose, text_hash=words, actor=world.actor(key), now=world.now)


def decisions(world: World, key: str, purpose: str) -> list[str]:
    rows = Consent.objects.system("test").filter(person_id=world.person(key), purpose=purpose)
    return list(rows.order_by("decided_at", "pk").values_list("decision", flat=True))


def test_nothing_is_agreed_to_before_the_person_says_so(world: World) -> None:
    assert {line.purpose: line.is_granted for line in consents_for_member(world.actor("xujing"), world.now)} == (
        dict.fromkeys(PURPOSES, False)
    )


def test_a_consent_is_given_and_taken_back_each_in_one_step(world: World) -> None:
    grant(world, "xujing", "consent_face")
    grant(world, "xujing", "consent_face")
    assert agreements.has_consent(world.person("xujing"), "consent_face")
    consent_withdraw(purpose="consent_face", actor=world.actor("xujing"), now=world.now)
    consent_withdraw(purpose="consent_face", actor=world.actor("xujing"), now=world.now)
    assert not agreements.has_consent(world.person("xujing"), "consent_face")
    assert decisions(world, "xujing", "consent_face") == ["GRANTED", "WITHDRAWN"]
    grant(world, "xujing", "consent_face")
    assert agreements.persons_with_consent(
        [world.person("xujing"), world.person("yiming")], "consent_face"
    ) == frozenset({world.person("xujing")})


def test_a_necessary_consent_is_taken_back_by_asking_for_the_service_to_be_closed(world: World) -> None:
    actor = world.actor("xiaowen")
    with pytest.raises(Conflict) as refused:
        consent_withdraw(purpose="consent_identity", actor=actor, now=world.now)
    assert refused.value.code == "NECESSARY_CONSENT"
    assert agreements.has_consent(world.person("xiaowen"), "consent_identity")
    for _ in range(2):
        consent_withdraw(purpose="consent_identity", actor=actor, now=world.now, closing=True)
    assert not agreements.has_consent(world.person("xiaowen"), "consent_identity")
    (asked,) = data_requests_for_member(actor, world.now)
    assert (asked.kind, asked.state) == ("DELETE", "OPEN") and "关闭账户" in asked.text
    assert asked.id in {one.id for one in data_requests_for_staff(world.actor("compliance"), world.now, is_open=True)}


def test_a_request_for_deletion_that_waits_is_enough(world: World) -> None:
    actor = world.actor("xiaowen")
    data_request_open(kind="DELETE", text="请删除我的信息", actor=actor, now=world.now)
    consent_withdraw(purpose="consent_identity", actor=actor, now=world.now, closing=True)
    assert [one.text for one in data_requests_for_member(actor, world.now)] == ["请删除我的信息"]


def test_the_way_back_from_a_necessary_consent_is_one_page(world: World) -> None:
    client = Client()
    client.post("/story/switch/", {"person": CAST["xiaowen"].login_name})
    way = "/mobile/consents/consent_identity/closing/"
    assert way in client.get("/mobile/consents/").content.decode()
    assert "撤回并申请关闭" in client.get(way).content.decode()
    assert client.post(way).url == "/mobile/my-data/"  # type: ignore[attr-defined]
    assert "撤回并申请关闭" not in client.get(way).content.decode()
    assert client.get("/mobile/consents/consent_face/closing/").status_code == 404


def test_other_words_or_purposes_are_refused(world: World) -> None:
    with pytest.raises(Conflict):
        consent_grant(purpose="consent_face", text_hash="0" * 64, actor=world.actor("xujing"), now=world.now)
    with pytest.raises(NotFound):
        consent_withdraw(purpose="consent_all", actor=world.actor("xujing"), now=world.now)


def test_a_decision_stays(world: World) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        Consent.objects.system("test").update(decision="GRANTED")
    assert sqlstate(refused.value) == "EY001"


SUBJECT = new_id()


def mandate(world: World, key: str = "guilan", expires_on: date | None = None) -> UUID:
    with transaction.atomic():
        return agreements.mandate_sign(
            kind="bankaccounts.transfer_in", agreement="card_transfer", subject_id=SUBJECT, title="绑定卡转入授权",
            terms=[("付款账户", "尾号 1234"), ("单笔上限", "¥50,000.00")], expires_on=expires_on,
            actor=world.actor(key), now=world.now,
        )  # fmt: skip


def holds(world: World) -> bool:
    with transaction.atomic():
        return agreements.mandate_held(
            person_id=world.person("guilan"), kind="bankaccounts.transfer_in", subject_id=SUBJECT, now=world.now
        )


def test_a_mandate_holds_until_it_is_stopped(world: World) -> None:
    first = mandate(world)
    assert mandate(world) == first and holds(world)
    mandate_stop(mandate_id=first, actor=world.actor("guilan"), now=world.now)
    assert not holds(world)
    with pytest.raises(IllegalMove):
        mandate_stop(mandate_id=first, actor=world.actor("guilan"), now=world.now)
    assert mandate(world) != first
    assert [line.state for line in mandates_for_member(world.actor("guilan"), world.now)] == ["ACTIVE", "STOPPED"]


def test_a_mandate_that_ran_out_or_whose_subject_ended_holds_nothing(world: World) -> None:
    mandate(world, expires_on=date(2026, 3, 1))
    assert not holds(world)
    assert [line.state_label for line in mandates_for_member(world.actor("guilan"), world.now)] == ["已到期"]
    with transaction.atomic():
        agreements.mandates_end(
            kind="bankaccounts.transfer_in", subject_id=SUBJECT, actor=Actor.system("解除绑定"), now=world.now
        )
    assert Mandate.objects.system("test").get(subject_id=SUBJECT).state == "ENDED"


def test_nobody_stops_the_mandate_of_another(world: World) -> None:
    with pytest.raises(NotFound):
        mandate_stop(mandate_id=mandate(world), actor=world.actor("yiming"), now=world.now)
    assert holds(world)


def test_a_request_is_answered_with_its_legal_ground(world: World) -> None:
    request_id = data_request_open(
        kind="DELETE", text="请删除我的交易记录", actor=world.actor("xiaowen"), now=world.now
    )
    row = DataRequest.objects.system("test").get(pk=request_id)
    assert row.due_on == date(2026, 3, 23)  # 15 workdays after 2026-03-02
    lines = data_requests_for_staff(world.actor("compliance"), world.now, is_open=True)
    line = next(line for line in lines if line.id == request_id)
    assert line.person == "李*雯"
    with pytest.raises(InvalidInput):
        data_request_answer(
            request_id=request_id, granted=False, answer=" ", actor=world.actor("compliance"), now=world.now
        )
    data_request_answer(
        request_id=request_id, granted=False, answer="依据反洗钱法,交易记录须保存十年。",
        actor=world.actor("compliance"), now=world.now,
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.answerer_person_id) == ("REFUSED", world.person("compliance"))
    notice = Notice.objects.system("test").get(person_id=world.person("xiaowen"), kind="agreements.data_request")
    assert "已有答复" in notice.body and "交易记录" not in notice.body
    with pytest.raises(IllegalMove):
        data_request_answer(
            request_id=request_id, granted=True, answer="改", actor=world.actor("compliance"), now=world.now
        )


def test_one_request_of_a_kind_waits_at_a_time(world: World) -> None:
    first = data_request_open(kind="COPY", text="", actor=world.actor("xiaowen"), now=world.now)
    with pytest.raises(Conflict):
        data_request_open(kind="COPY", text="", actor=world.actor("xiaowen"), now=world.now)
    for kind, text in (("EVERYTHING", "x"), ("CORRECT", " ")):
        with pytest.raises(InvalidInput):
            data_request_open(kind=kind, text=text, actor=world.actor("xiaowen"), now=world.now)
    with pytest.raises(NotFound):
        data_request_withdraw(request_id=first, actor=world.actor("yiming"), now=world.now)
    data_request_withdraw(request_id=first, actor=world.actor("xiaowen"), now=world.now)
    data_request_open(kind="COPY", text="", actor=world.actor("xiaowen"), now=world.now)


def test_a_copy_holds_every_apps_sheets_and_no_number_in_clear(world: World) -> None:
    actor = world.actor("xiaowen")
    with pytest.raises(StepUpRequired) as asked:
        own_data_copy(actor=actor, now=world.now)
    identity.step_up_confirm(actor=actor, digest=asked.value.digest, pin=world.pin, now=world.now)
    sheets = {sheet.title: sheet for sheet in own_data_copy(actor=actor, now=world.now)}
    assert set(sheets) == {
        "身份信息", "登录设备", "登录记录", "通行密钥", "消息", "消息提醒设置",
        "已签署的协议", "个人信息同意", "授权", "个人信息请求",
        "银行账户", "绑定的银行卡", "转账", "所在企业", "工资条", "工资卡", "收入证明和工资流水",
        "企业借款认购", "企业借款出借", "企业借款还本付息", "企业借款委托授权",
        "风险测评", "风险测评的确认与停用", "理财书面约定", "申活宝计划", "自动申购约定", "自动申购执行记录",
        "理财交易", "理财持有", "理财分红与兑付", "理财对账单", "会话中的发言",
        "公告的阅读与确认", "社区的提问与回答", "社区的举报", "会话举报与处理", "银行客服会话", "消费投诉",
    }  # fmt: skip
    assert len(sheets["已签署的协议"].rows) == 15 and len(sheets["工资条"].rows) >= 12
    assert all(len(row) == len(sheet.columns) for sheet in sheets.values() for row in sheet.rows)
    text = str(sheets)
    assert world.card("xiaowen") not in text and world.card("xiaowen")[-4:] in text


def test_who_never_lent_learns_nothing_of_lending_from_the_own_copy(world: World) -> None:
    titles = {sheet.title for sheet in sheets_of(world.actor("xujing").person)}
    assert titles and not any("借款" in title for title in titles)


def test_the_database_keeps_states_and_times_together(world: World) -> None:
    mandate(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.system("test").update(state="STOPPED")
