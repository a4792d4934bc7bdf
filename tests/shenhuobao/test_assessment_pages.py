"""风险测评 on the phone, by a program and in the console, on the story's people."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.signing import Signer
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from apps.core.clock import Moment
from apps.notify.models import Notice
from apps.shenhuobao.models import AssessmentMark, Questionnaire, RiskAssessment
from apps.shenhuobao.services.assessment_take import assessment_take
from apps.shenhuobao.services.assessment_void import assessment_void
from apps.shenhuobao.services.assessments_remind import assessments_remind
from fixtures.cast import CAST
from fixtures.world import World
from fixtures.world_suitability import ANSWERS, answering

pytestmark = pytest.mark.django_db
TAKE = "/mobile/wealth/assessments/take/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def words(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def body(answer: HttpResponse) -> str:
    """Without the strip of the demo, which names everybody."""
    return words(answer).partition("<main")[2]


def form_of(client: Client, world: World, level: int, *, seconds: int = 60) -> dict[str, str]:
    """The form as it was opened so many seconds ago, every question answered."""
    sent = dict(HIDDEN.findall(words(client.get(TAKE))))
    signer = Signer(salt=f"agreements.opened{sent['digest']}")
    user, _, at = signer.unsign(sent["opened"]).partition("|")
    earlier = Moment(world.now.wall, world.now.business_date).wall - timedelta(seconds=seconds)
    assert at > earlier.isoformat()
    sent["opened"] = signer.sign(f"{user}|{earlier.isoformat()}")
    codes = (f"q{number}" for number in range(2, 12))
    return sent | dict(zip(codes, ANSWERS[level], strict=True))


def test_nothing_is_chosen_beforehand_and_the_age_is_not_asked(world: World) -> None:
    page = words(browser("yiming").get(TAKE))
    assert page.count('type="radio"') == 40 and " checked" not in page
    assert "38 岁" in page and 'name="q1"' not in page


def test_the_way_from_the_questions_to_what_counts(world: World) -> None:
    client = browser("yiming")
    home = reverse("mobile:assessment_list")
    assert "还没有做过风险测评" in words(client.get(home))
    sent = form_of(client, world, 3)
    gap = words(client.post(TAKE, sent | {"q7": ""}), 422)
    assert 'href="#id_q7"' in gap and gap.count(" checked") == 9, "what was chosen is still there"
    answer = client.post(TAKE, sent)
    assert answer.status_code == 302
    taken = RiskAssessment.objects.system("test").get(person_id=world.person("yiming"))
    url = reverse("mobile:assessment", args=[taken.pk])
    assert answer["Location"] == url
    page = words(client.get(url))
    assert "C3 平衡型" in page and "R1 低风险 至 R3 中风险" in page and "2027-03-01" in page and "确认结果" in page
    assert "请先确认测评结果" in words(client.get(home))
    assert client.post(reverse("mobile:assessment_confirm", args=[taken.pk])).status_code == 302
    page = words(client.get(home))
    assert "今天还可以测评 1 次,十二个月内还可以测评 7 次" in page and "情况有变" in page
    assert client.post(reverse("mobile:assessment_void", args=[taken.pk])).status_code == 302
    assert "现在没有有效的测评" in words(client.get(home))
    assert list(AssessmentMark.objects.system("test").filter(assessment=taken).values_list("kind", flat=True)) == [
        "CONFIRMED", "VOIDED",
    ]  # fmt: skip


def test_haste_is_told_above_the_form_and_a_forged_opening_is_none(world: World) -> None:
    client = browser("yiming")
    assert "至少需要 20 秒" in words(client.post(TAKE, form_of(client, world, 3, seconds=3)), 422)
    forged = form_of(client, world, 3) | {"opened": "forged"}
    words(client.post(TAKE, forged), 422)
    assert not RiskAssessment.objects.system("test").filter(person_id=world.person("yiming")).exists()


def test_who_has_tried_twice_is_told_before_answering(world: World) -> None:
    client, who = browser("yiming"), world.actor("yiming")
    for key in ("a", "b"):
        assessment_take(answering=answering(2), key=key, actor=who, now=world.now)
    assert "一天最多测评 2 次" in words(client.get(reverse("mobile:assessment_list")))
    page = words(client.get(TAKE))
    assert "现在不能测评" in page and 'type="radio"' not in page


def api(client: Client, path: str, body: dict[str, Any] | None = None, key: str = "k") -> tuple[int, Any]:
    url = f"/api/v1/shenhuobao/{path}"
    if body is None:
        answer = client.get(url)
    else:
        token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
        answer = client.post(
            url, json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": key, "X-CSRFToken": token},
        )  # fmt: skip
    return answer.status_code, json.loads(answer.content) if answer.content else None


def test_the_same_by_a_program(world: World) -> None:
    client = browser("yiming")
    _, form = api(client, "questionnaire/")
    assert [one["code"] for one in form["questions"]] == [f"q{number}" for number in range(2, 12)]
    assert "score" not in form["questions"][0]["options"][0]
    answers = {f"q{number}": int(place) for number, place in enumerate(ANSWERS[4], 2)}
    body = {"answers": answers, "digest": form["digest"], "opened": form["opened"]}
    status, refused = api(client, "assessments/take/", body)
    assert (status, refused["code"]) == (422, "READ_FAST")
    user = Signer(salt=f"agreements.opened{form['digest']}").unsign(form["opened"]).partition("|")[0]
    earlier = (world.now.wall - timedelta(seconds=60)).isoformat()
    body["opened"] = Signer(salt=f"agreements.opened{form['digest']}").sign(f"{user}|{earlier}")
    status, missing = api(client, "assessments/take/", body | {"answers": {**answers, "q2": 9}}, key="m")
    assert (status, missing["code"]) == (422, "ANSWERS")
    status, taken = api(client, "assessments/take/", body, key="n")
    assert (status, taken["level"]) == (201, 4)
    assert api(client, f"assessments/{taken['assessment_id']}/confirm/", {}, key="o")[0] == 204
    _, mine = api(client, "assessments/")
    assert (mine["lines"][0]["standing"], mine["left"]["today"]) == ("IN_FORCE", 1)
    _, one = api(client, f"assessments/{taken['assessment_id']}/")
    assert one["score"] == 73 and one["may"] == ["void"]


def test_the_console_sees_masked_people_their_evidence_and_a_picture(world: World) -> None:
    desk = browser("compliance")
    page = body(desk.get(reverse("console:assessment_list")))
    assert "李晓雯" not in page and "李*雯" in page
    assert page.count('class="bar-level"') == 5 and "C3 平衡型 1 人" in page
    assert "*强" in page and "*强" not in body(desk.get(reverse("console:assessment_list") + "?level=2"))
    row = RiskAssessment.objects.system("test").get(person_id=world.person("xiaowen"))
    page = body(desk.get(reverse("console:assessment_detail", args=[row.pk])))
    assert "96 秒" in page and row.evidence["digest"][:16] in page and "李晓雯" not in page
    assert words(browser("auditor").get(reverse("console:assessment_detail", args=[row.pk])))


def test_a_version_is_worded_and_tried_out_in_the_console(world: World) -> None:
    maker = browser("bank_operator")
    url = reverse("console:questionnaire_propose")
    page = words(maker.get(url))
    assert "不能接受任何损失" in page
    sent: dict[str, str] = {"idempotency_key": "k"}
    current = Questionnaire.objects.get()
    for number, one in enumerate(current.questions, 1):
        lines = [
            f"{o['from_age']} {o['score']}" if one["topic"] == "AGE" else f"{o['score']} {o['text']}"
            for o in one["options"]
        ]
        sent |= {f"topic_{number}": one["topic"], f"text_{number}": one["text"], f"options_{number}": "\n".join(lines)}
    assert "没有区别" in words(maker.post(url, sent), 409)
    broken = sent | {"options_1": "三十 8"}
    assert 'href="#id_options_1"' in words(maker.post(url, broken), 422)
    assert "须为 100" in words(maker.post(url, sent | {"options_1": "18 6\n65 0"}), 422)
    assert maker.post(url, sent | {"text_2": "您家庭去年的收入是多少?"}).status_code == 302
    made = Questionnaire.objects.get(number=2)
    assert made.questions[10]["options"][0]["veto"] == "NO_LOSS"
    answers = {f"q{number}": place for number, place in enumerate(ANSWERS[5], 2)}
    detail = reverse("console:questionnaire_detail", args=[made.pk])
    page = words(maker.get(detail, answers | {"age": "70"}))
    assert "92 分" in page and "C3 平衡型" in page
    assert words(maker.get(detail, {"age": "70"}), 422)
    checker = browser("head_approver")
    page = words(checker.get(detail))
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest
    decide = reverse("console:questionnaire_decide", args=[made.pk])
    returned = checker.post(decide, {"verdict": "RETURN", "reason": "", "digest": digest[1], "idempotency_key": "r"})
    assert returned.status_code == 422


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2026, 10, 18), "风险测评即将到期"),
        (date(2026, 11, 17), "风险测评今天到期"),
        (date(2026, 11, 18), "风险测评已到期"),
        (date(2026, 11, 16), ""),
    ],
)
def test_the_end_is_told_thirty_days_before_on_the_day_and_after(world: World, day: date, title: str) -> None:
    """The heroine's year ends on 2026-11-17."""
    told = Notice.objects.system("test").filter(kind="shenhuobao.assessment", person_id=world.person("xiaowen"))
    for _ in range(2):
        with transaction.atomic():
            assessments_remind(day=day, now=world.now)
    assert [one.title for one in told] == ([title] if title else [])


def test_who_has_renewed_or_given_it_up_hears_nothing(world: World) -> None:
    old, gone = world.actor("xiaowen"), world.actor("guilan")
    assessment_take(answering=answering(3), key="k", actor=old, now=world.now)
    taken = RiskAssessment.objects.system("test").get(person_id=gone.person)
    assessment_void(assessment_id=taken.pk, actor=gone, now=world.now)
    with transaction.atomic():
        for day in (date(2026, 11, 17), taken.valid_through):
            assessments_remind(day=day, now=world.now)
    assert not Notice.objects.system("test").filter(kind="shenhuobao.assessment").exists()
