"""Mandates on the phone and by a program, lists in the office and by a program (TX-4, TX-11)."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.core.files import read_table
from apps.identity.models import StepUp, User
from apps.members.models import EmployeeMember, OperatorGrant
from apps.tongxinbao.choices import BANNER
from apps.tongxinbao.models import EntrustedList, LoanMandate, Order
from tests.access import make_members

from .cast import Stage, clock_at
from .lists import file_of, mandate, outcomes, placed, run
from .phones import HOME, Phone
from .test_lending_api import ask, send


def sent(phone: Phone, issue_id: UUID, stage: Stage, *, seconds: int = 10, **changes: str) -> dict[str, str]:
    form = phone.hidden(reverse("mobile:mandate_sign", args=[issue_id]))
    phone.wait(seconds)
    filled = {
        "account_id": str(stage.house.staff[0].account_id), "amount": "5,000.00", "valid_until": f"{stage.day}",
        "is_own_money": "on", "agreed": "on",
    }  # fmt: skip
    return {name: value for name, value in (form | filled | changes).items() if value}


def test_a_mandate_is_read_signed_seen_and_taken_back(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone, url = Phone.of(stage, who), reverse("mobile:mandate_sign", args=[issue_id])
    assert f'href="{url}"' in phone.text(f"{HOME}{issue_id}/")
    early = phone.confirmed(url, sent(phone, issue_id, stage, seconds=9))
    assert early.status_code == 422 and "至少需要阅读 10 秒" in early.content.decode()
    answer = phone.post(url, sent(phone, issue_id, stage))  # the words that were confirmed are the same
    page_url = reverse("mobile:loan_mandate", args=[issue_id])
    assert (answer.status_code, answer["Location"]) == (302, page_url)
    placed(stage, issue_id, [(who, "5000")])
    page = phone.text(page_url)
    assert BANNER in page and "¥5,000.00" in page and "一并撤回" in page and "撤销授权" in page
    order = Order.objects.system("test").get()
    assert "企业按您的授权代为提交" in phone.text(f"{HOME}orders/{order.pk}/")
    assert phone.post(reverse("mobile:mandate_revoke", args=[issue_id])).status_code == 302
    order.refresh_from_db()
    assert order.state == "WITHDRAWN" and "已撤销" in phone.text(page_url)


def test_the_same_by_a_program(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone = Phone.of(stage, who)
    found = ask(phone, f"/issues/{issue_id}/mandate/words/")
    risk, words, terms = found["words"]
    body = {
        "account_id": str(who.account_id), "max_fen": 5_000_00, "valid_until": f"{stage.day}", "is_own_money": True,
        "risk_hash": risk["text_hash"], "terms_hash": terms["text_hash"], "mandate_hash": words["text_hash"],
        "opened": found["opened"],
    }  # fmt: skip
    phone.wait(10)
    asked = send(phone, f"/issues/{issue_id}/mandate/sign/", body)
    assert asked.status_code == 403
    StepUp.objects.create(
        user=phone.user, digest=json.loads(asked.content)["digest"], method="PIN", at=stage.now.wall,
        expires_at=stage.now.wall + timedelta(minutes=5),
    )  # fmt: skip
    assert send(phone, f"/issues/{issue_id}/mandate/sign/", body).status_code == 201
    placed(stage, issue_id, [(who, "2000")])
    mine = ask(phone, f"/issues/{issue_id}/mandate/")
    assert (mine["state"], mine["used_fen"], mine["may"]) == ("ACTIVE", 2_000_00, ["revoke"])
    assert [one["state"] for one in mine["orders"]] == ["HELD"]
    back = send(phone, f"/issues/{issue_id}/mandate/revoke/", {})
    assert (back.status_code, json.loads(back.content)["withdrawn"]) == (200, 1)


def test_for_whom_the_issue_does_not_exist_there_is_no_mandate_and_no_word_of_a_list(stage: Stage) -> None:
    from apps.notify.models import Notice

    issue_id, who = stage.open(), stage.house.staff[1]
    mandate(stage, issue_id, stage.house.staff[0])
    list_id = placed(stage, issue_id, [(stage.house.staff[0], "1000"), (who, "1000")])
    assert Notice.objects.system("test").filter(person_id=who.person_id, title="企业的委托名单中有您").count() == 1
    Notice.objects.system("test").all().delete()
    EmployeeMember.objects.system("test").filter(person_id=who.person_id).update(contract_type="DISPATCH")
    phone = Phone.of(stage, who)
    for name in ("mobile:mandate_sign", "mobile:loan_mandate", "api:loan_mandate", "api:loan_mandate_words"):
        answer = phone.get(reverse(name, args=[issue_id]))
        assert answer.status_code == 404 and "备料借款" not in answer.content.decode(), name
    assert phone.post(reverse("mobile:mandate_revoke", args=[issue_id])).status_code == 404
    assert outcomes(list_id)[who.person_id] == "NO_MANDATE"


@pytest.fixture
def desk(stage: Stage) -> Stage:
    for who in ("maker", "checker"):
        user = User.objects.get(pk=stage.house.operators[who].user_id)
        grant = make_members.operator(stage.house.enterprise_id, user, stage.now)
        OperatorGrant.objects.system("test").filter(pk=grant.pk).update(role=who)
        User.objects.filter(pk=user.pk).update(pin_hash="set")
    return stage


def browser(stage: Stage, who: str) -> Client:
    made = Client()
    made.force_login(User.objects.get(pk=stage.house.operators[who].user_id))
    return made


def test_a_list_goes_its_way_through_the_office(desk: Stage) -> None:
    issue_id, staff = desk.open(), desk.house.staff
    mandate(desk, issue_id, staff[0])
    maker, checker = browser(desk, "maker"), browser(desk, "checker")
    url = reverse("office:entrusted_load", args=[issue_id])

    def upload(content: bytes, key: str) -> str:
        form = {"file": SimpleUploadedFile("名单.csv", content), "idempotency_key": key}
        answer = maker.post(url, form)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    with clock_at(desk):
        faulty = upload(file_of([(staff[0], "1500"), (staff[1], "2000")]), "k1")
        page = maker.get(faulty).content.decode()
        assert "最低" in page and "提交复核" not in page and "下载错误清单" in page
        data = maker.get(f"{faulty}sheet.xlsx").content
        (sheet,) = read_table(data, "错误清单.xlsx").sheets
        assert [str(cell) for cell in sheet.rows[1].cells[:3]] == [staff[0].emp_no, staff[0].name, "1500"]
        good = upload(file_of([(staff[0], "2000"), (staff[1], "2000")]), "k2")
        assert maker.get(reverse("office:entrusted_template")).status_code == 200
        assert maker.post(f"{good}submit/", {"idempotency_key": "k3"}).status_code == 302
        assert maker.post(f"{good}release/", {"idempotency_key": "k4"}).status_code == 403
        page = checker.get(good).content.decode()
        assert "放行" in page and "4,000.00" in page
        found = EntrustedList.objects.system("test").get(state="SUBMITTED")
        form = {"idempotency_key": "k5", "digest": found.digest}
        asked = checker.post(f"{good}release/", form)
        assert asked.status_code == 403 and "step_up_digest" in asked.content.decode()
    assert LoanMandate.objects.system("test").count() == 1


def test_a_list_by_a_program_of_the_office(desk: Stage) -> None:
    issue_id, staff = desk.open(), desk.house.staff
    maker = browser(desk, "maker")
    body = {"lines": [{"emp_no": staff[0].emp_no, "name": staff[0].name, "amount": "1000.00"}]}
    with clock_at(desk):
        made = maker.post(
            reverse("api:entrusted_load", args=[issue_id]), json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )  # fmt: skip
        assert made.status_code == 201, made.content.decode()
        list_id = json.loads(made.content)["list_id"]
        found = json.loads(maker.get(reverse("api:entrusted", args=[list_id])).content)
        assert (found["sheet"]["line_count"], found["sheet"]["may"]) == (1, ["discard", "submit"])
        assert set(found["lines"][0]) == {"number", "emp_no", "name", "amount_fen", "message"}
        listed = json.loads(maker.get(reverse("api:entrusted_lists", args=[issue_id])).content)
        assert [one["id"] for one in listed["lists"]] == [list_id] and listed["may_load"]
    run(desk)
