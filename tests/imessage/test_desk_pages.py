"""The desk on its pages: a person asks on the phone, an agent answers in the console, a complaint goes its way."""

import csv
import io
import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.imessage.models import Complaint, ServiceThread
from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.fixture
def on_duty(world: World) -> Client:
    """The service agent at the desk, with every skill."""
    person = world.person("service")
    form = {"person_id": str(person), "skills": ["PAYROLL", "LOAN", "WEALTH", "ACCOUNT", "OTHER"], "capacity": "2"}
    assert browser("bank_operator").post(reverse("console:agent_appoint"), form).status_code == 302
    desk = browser("service")
    assert "开始值班" in text(desk, "console:desk")
    assert desk.post(reverse("console:duty_start")).status_code == 302
    return desk


def asked(client: Client, surface: str, words: str) -> UUID:
    form = {"topic": "ACCOUNT", "text": words, "client_id": str(uuid4())}
    answer = client.post(reverse(f"{surface}:thread_open"), form)
    assert answer.status_code == 302
    return UUID(re.search(r"[0-9a-f-]{36}", answer["Location"])[0])  # type: ignore[index]


def test_from_the_question_to_the_score(world: World, on_duty: Client) -> None:
    phone = browser("xiaowen")
    thread = asked(phone, "mobile", "工资卡到期了怎么换")
    assert "您是下一位" in text(phone, "mobile:service_home")
    assert "银行客服 · 账户与卡" in text(phone, "mobile:talk_list")
    waiting = text(on_duty, "console:desk")
    assert "排队中" in waiting and "工资卡到期了" not in waiting  # nobody reads before taking
    assert on_duty.get(reverse("console:thread", args=[thread])).status_code == 404
    taken = on_duty.post(reverse("console:thread_take"))
    assert taken["Location"] == reverse("console:thread", args=[thread])
    page = text(on_duty, "console:thread", thread)
    assert "工资卡到期了怎么换" in page and CAST["xiaowen"].name in page
    seen = field(page, "seen_seq")
    sent = {"client_id": str(uuid4()), "text": "还有别的吗"}
    assert phone.post(reverse("mobile:message_send", args=[thread]), sent).status_code == 302
    answer = {"client_id": field(page, "client_id"), "seen_seq": seen, "text": "您好,请到网点办理。"}
    url = reverse("console:message_send", args=[thread])
    behind = on_duty.post(url, answer)
    told = behind.content.decode()
    assert behind.status_code == 409
    assert "还有别的吗" in told and "您好,请到网点办理。" in told and "对方有新消息" in told
    answer["seen_seq"] = field(told, "seen_seq")
    assert on_duty.post(url, answer).status_code == 302
    assert "您好,请到网点办理。" in text(phone, "mobile:talk", thread)
    assert on_duty.post(reverse("console:thread_close", args=[thread]), {}).status_code == 422
    assert on_duty.post(reverse("console:thread_close", args=[thread]), {"category": "GUIDED"}).status_code == 302
    assert on_duty.get(reverse("console:thread", args=[thread])).status_code == 404
    over = text(phone, "mobile:thread", thread)
    assert "评价这次服务" in over and "重新打开会话" in over
    assert phone.post(reverse("mobile:thread_rate", args=[thread]), {"score": "5"}).status_code == 302
    assert "您评了 5 分" in text(phone, "mobile:thread", thread)
    assert phone.post(reverse("mobile:thread_rate", args=[thread]), {"score": "1"}).status_code == 409
    again = {"client_id": str(uuid4()), "text": "还有一个问题"}
    assert phone.post(reverse("mobile:thread_reopen", args=[thread]), again).status_code == 302
    assert ServiceThread.objects.system("test").get(pk=thread).state == "WAITING"


def test_an_operator_asks_and_is_answered_on_one_page(world: World, on_duty: Client) -> None:
    office = browser("maker")
    thread = asked(office, "office", "退回的原因在哪里看")
    on_duty.post(reverse("console:thread_take"))
    page = text(on_duty, "console:thread", thread)
    form = {"client_id": field(page, "client_id"), "seen_seq": field(page, "seen_seq"), "text": "在批次详情"}
    assert on_duty.post(reverse("console:message_send", args=[thread]), form).status_code == 302
    assert "在批次详情" in text(office, "office:thread", thread)
    reply = {"client_id": str(uuid4()), "text": "谢谢"}
    assert office.post(reverse("office:message_send", args=[thread]), reply).status_code == 302
    assert browser("checker").get(reverse("office:thread", args=[thread])).status_code == 404


def test_a_canned_answer_is_filled_in_after_another_person_agreed(world: World, on_duty: Client) -> None:
    form = {"skill": "", "title": "问候", "text": "{称呼},您好。"}
    assert on_duty.post(reverse("console:canned_propose"), form).status_code == 302
    approver = browser("head_approver")
    page = text(approver, "console:canned_list")
    url = re.search(r'action="(/console/desk/canned/[^"]+/decide/)"', page)
    assert url
    said = {"digest": field(page, "digest"), "verdict": "APPROVE", "reason": ""}
    assert approver.post(url[1], said).status_code == 403  # the PIN is asked for
    assert on_duty.post(url[1], said).status_code == 403
    thread = asked(browser("xiaowen"), "mobile", "请问")
    on_duty.post(reverse("console:thread_take"))
    assert "选用快捷回复" not in text(on_duty, "console:thread", thread)  # not yet agreed to


def test_a_complaint_from_its_number_to_its_end(world: World) -> None:
    phone, desk = browser("xiaowen"), browser("service")
    form = {"key": str(uuid4()), "kind": "FUNDS", "text": "两天后才到账"}
    filed = phone.post(reverse("mobile:complaint_file"), form)
    row = Complaint.objects.system("test").get()
    assert filed["Location"] == reverse("mobile:complaint", args=[row.pk])
    assert row.number in text(phone, "mobile:complaint_list")
    assert row.number in text(desk, "console:complaint_list")
    assert desk.post(reverse("console:complaint_reply", args=[row.pk]), {"text": "好"}).status_code == 409
    assert desk.post(reverse("console:complaint_take", args=[row.pk])).status_code == 302
    assert desk.post(reverse("console:complaint_reply", args=[row.pk]), {"text": " "}).status_code == 422
    reply = {"text": "收款行处理时间较长,已说明。"}
    assert desk.post(reverse("console:complaint_reply", args=[row.pk]), reply).status_code == 302
    page = text(phone, "mobile:complaint", row.pk)
    assert "收款行处理时间较长" in page and "对答复是否满意" in page
    judge = reverse("mobile:complaint_judge", args=[row.pk])
    assert phone.post(judge, {"verdict": "no"}).status_code == 422  # why?
    assert phone.post(judge, {"verdict": "yes"}).status_code == 302
    assert phone.post(judge, {"verdict": "yes"}).status_code == 409
    assert "已办结" in text(phone, "mobile:complaint", row.pk)
    assert row.number in text(desk, "console:complaint_list", query="?show=closed")


def test_the_figures_come_as_a_file_that_no_spreadsheet_calculates(world: World, on_duty: Client) -> None:
    asked(browser("xiaowen"), "mobile", "请问")
    on_duty.post(reverse("console:thread_take"))
    assert "<svg" in text(on_duty, "console:desk_figures", query="?days=7")
    answer = on_duty.get(reverse("console:desk_figures_csv"), {"days": "7"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["分类", "名称", "进入", "接入"]
    assert rows[1][:4] == ["合计", "全部", "1", "1"]
    assert on_duty.get(reverse("console:desk_figures_xlsx")).content[:2] == b"PK"
    assert browser("reviewer").get(reverse("console:desk_figures_csv")).status_code == 403
