"""The same by programs of the office and of the bank: repaid early, told, asked back, in default (rows 15, 20)."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from pypdf import PdfReader

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.identity.models import StepUp
from apps.tongxinbao.choices import BANNER
from apps.tongxinbao.models import Holding, Issue, IssuePaper

from .cast import PDF, Stage, clock_at
from .desks import desk_of
from .phones import Phone
from .test_repaying import leave_on_account, lines, payouts

FIRM, BANK, LENDER = "/api/v1/tongxinbao", "/api/v1/bank/tongxinbao", "/api/v1/tongxinbao/lending"
JUNE_5, JUNE_15 = date(2026, 6, 5), date(2026, 6, 15)


@pytest.fixture
def lent(stage: Stage) -> Issue:
    """Example 2: 50,000 at 4.80 % from 2026-01-05 on; a week before June 15th."""
    issue = stage.lent([50_000_00], on=date(2026, 1, 5), rate=Decimal("4.80"), maturity_date=date(2026, 12, 31))
    stage.turn(JUNE_5)
    return issue


@pytest.fixture
def shared(stage: Stage) -> Issue:
    """Two lenders, who may have their money back before the day."""
    issue = stage.lent([10_000_00, 33_333_00], may_exit=True)
    stage.turn(JUNE_15)
    return issue


def read(who: Phone, path: str, status: int = 200, **asked: str) -> dict[str, Any]:
    answer = who.get(path, **asked)
    assert answer.status_code == status, (path, answer.content.decode())
    return json.loads(answer.content)  # type: ignore[no-any-return]


def send(who: Phone, path: str, body: dict[str, Any], key: str = "") -> HttpResponse:
    with clock_at(who.stage):
        return who.client.post(  # type: ignore[return-value]
            path, json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": key or who.stage.key()},
        )  # fmt: skip


def confirmed(who: Phone, path: str, body: dict[str, Any], key: str = "") -> HttpResponse:
    """Sends what asks for step-up, gives the PIN, and sends it again."""
    asked = send(who, path, body, key)
    assert asked.status_code == 403 and said(asked)["code"] == "STEP_UP_REQUIRED", asked.content.decode()
    StepUp.objects.create(
        user=who.user, digest=said(asked)["digest"], method="PIN", at=who.stage.now.wall,
        expires_at=who.stage.now.wall + timedelta(minutes=5),
    )  # fmt: skip
    return send(who, path, body, key)


def said(answer: HttpResponse) -> dict[str, Any]:
    return json.loads(answer.content)  # type: ignore[no-any-return]


def loan_of(issue: Issue, number: int = 1) -> Holding:
    return Holding.objects.system("test").get(issue=issue, number=number)


# ---- early repayment


def test_a_whole_issue_is_repaid_early(stage: Stage, lent: Issue) -> None:
    checker, authoriser, approver = (desk_of(stage, who) for who in ("checker", "authoriser", "approver"))
    place = f"{FIRM}/issues/{lent.pk}"
    offer = read(checker, f"{place}/early/", on="2026-06-15")
    assert offer["found"] == {
        "on": "2026-06-15", "days": 161, "lenders": 1, "principal_fen": 50_000_00, "interest_fen": 1_058_63,
        "tax_fen": 211_73, "net_fen": 50_846_90,
    }  # fmt: skip
    asked = confirmed(checker, f"{place}/early/ask/", {"on": "2026-06-15"}, key="once")
    assert (asked.status_code, said(asked)["state"]) == (200, "ACTIVE"), asked.content.decode()
    again = send(checker, f"{place}/early/ask/", {"on": "2026-06-15"}, key="once")
    assert (again.status_code, again["Idempotent-Replayed"], said(again)) == (200, "true", said(asked))
    assert ApprovalRequest.objects.system("test").filter(subject_id=lent.pk, kind="tongxinbao.early").count() == 1
    found = read(authoriser, f"{place}/")
    assert "decide_early" in found["may"] and {"label": "还款日", "text": "2026-06-15"} in found["asked"]
    assert "decide_early" not in read(approver, f"{BANK}/issues/{lent.pk}/")["may"], "the enterprise's word comes first"
    verdict = {"verdict": "APPROVE", "digest": found["asked_digest"]}
    assert confirmed(authoriser, f"{place}/early/decide/", verdict).status_code == 200
    assert "decide_early" in read(approver, f"{BANK}/issues/{lent.pk}/")["may"]
    assert stage.issue(lent.pk).state == "ACTIVE", "one of the two"


def test_an_early_day_that_cannot_be_is_refused_with_its_field(stage: Stage, lent: Issue) -> None:
    checker, place = desk_of(stage, "checker"), f"{FIRM}/issues/{lent.pk}"
    offer = read(checker, f"{place}/early/", on="2026-06-11")
    assert offer["found"] is None and "2026年06月12日" in offer["fault"] and offer["first"] == "2026-06-12"
    assert read(checker, f"{place}/early/")["on"] == "2026-06-12", "the first one, where none is named"
    refused = send(checker, f"{place}/early/ask/", {"on": "2026-06-11"})
    assert (refused.status_code, said(refused)["code"]) == (422, "E_DATE")
    assert "on" in said(refused)["fields"]
    assert send(checker, f"{place}/early/ask/", {"on": "soon"}).status_code == 422
    assert send(desk_of(stage, "maker"), f"{place}/early/ask/", {"on": "2026-06-15"}).status_code == 403
    assert stage.issue(lent.pk).early_on is None


def test_the_enterprise_takes_its_request_back_with_a_reason(stage: Stage, lent: Issue) -> None:
    place, authoriser = f"{FIRM}/issues/{lent.pk}", desk_of(stage, "authoriser")
    confirmed(desk_of(stage, "checker"), f"{place}/early/ask/", {"on": "2026-06-15"})
    digest = read(authoriser, f"{place}/")["asked_digest"]
    sent = {"verdict": "RETURN", "digest": digest}
    assert said(send(authoriser, f"{place}/early/decide/", sent))["code"] == "REASON"
    assert said(send(authoriser, f"{place}/early/decide/", sent | {"digest": "0" * 64, "reason": "再议"}))["code"] == (
        "STALE"
    )
    assert send(authoriser, f"{place}/early/decide/", sent | {"reason": "现金流不足"}).status_code == 200
    assert read(authoriser, f"{place}/")["asked"] == []
    assert stage.issue(lent.pk).early_on is None


# ---- one lender's exit


def ask_exit(stage: Stage, issue: Issue, body: dict[str, Any], key: str = "", place: int = 0) -> HttpResponse:
    phone = Phone.of(stage, stage.house.staff[place])
    return send(phone, f"{LENDER}/holdings/{loan_of(issue).pk}/exit/ask/", body, key)


def test_a_lender_asks_for_the_money_and_both_agree(stage: Stage, shared: Issue) -> None:
    loan, body = loan_of(shared), {"reason": "家中有人生病"}
    asked = ask_exit(stage, shared, body, "once")
    assert (asked.status_code, said(asked)["holding_id"], said(asked)["state"]) == (200, str(loan.pk), "ACTIVE")
    again = ask_exit(stage, shared, body, "once")
    assert (again.status_code, again["Idempotent-Replayed"], said(again)) == (200, "true", said(asked))
    assert AuditRow.objects.system("test").filter(action="tongxinbao.exit.asked").count() == 1
    before = stage.balance(stage.house.staff[0])
    for who in ("checker", "authoriser"):
        desk = desk_of(stage, who)
        request = read(desk, f"{FIRM}/exits/{loan.pk}/")
        assert request["may_decide"] and request["lender"] == stage.house.staff[0].name
        assert (request["found"]["interest_fen"], request["found"]["net_fen"]) == (155_34, 10_124_27)
        verdict = {"verdict": "APPROVE", "digest": request["digest"]}
        assert confirmed(desk, f"{FIRM}/exits/{loan.pk}/decide/", verdict).status_code == 200
    assert lines(shared) == [(10_000_00, 155_34, 0, 31_07, 10_124_27)]
    assert stage.balance(stage.house.staff[0]) - before == 10_124_27
    own = read(Phone.of(stage, stage.house.staff[0]), f"{LENDER}/holdings/{loan.pk}/")
    assert (own["line"]["state"], own["line"]["left_fen"], own["paid"][0]["net_fen"]) == (
        "EARLY_REDEEMED", 0, 10_124_27,
    )  # fmt: skip
    assert read(desk_of(stage, "checker"), f"{FIRM}/exits/{loan.pk}/", 404)["status"] == 404, "nothing waits any more"


def test_what_an_exit_is_refused_for(stage: Stage, shared: Issue) -> None:
    for reason, code in ((" ", "INVALID"), ("病" * 201, "INVALID")):
        answer = ask_exit(stage, shared, {"reason": reason})
        assert (answer.status_code, said(answer)["code"], list(said(answer)["fields"])) == (422, code, ["reason"])
    assert ask_exit(stage, shared, {"reason": "我的"}, place=1).status_code == 404, "another one's loan is not there"
    assert ask_exit(stage, shared, {"reason": "生病"}, "first").status_code == 200
    reused = ask_exit(stage, shared, {"reason": "买房"}, "first")
    assert (reused.status_code, said(reused)["code"]) == (422, "KEY_REUSED")
    twice = ask_exit(stage, shared, {"reason": "生病"})
    assert (twice.status_code, said(twice)["code"]) == (409, "ALREADY_REQUESTED")
    assert AuditRow.objects.system("test").filter(action="tongxinbao.exit.asked").count() == 1


def test_a_contract_without_an_exit_has_none(stage: Stage, lent: Issue) -> None:
    answer = ask_exit(stage, lent, {"reason": "生病"})
    assert (answer.status_code, said(answer)["code"]) == (409, "NOT_AGREED")
    phone = Phone.of(stage, stage.house.staff[0])
    assert read(phone, f"{LENDER}/holdings/{loan_of(lent).pk}/")["may_exit"] is False


# ---- what lenders are told


def test_a_report_reaches_the_lenders(stage: Stage, lent: Issue) -> None:
    maker, place = desk_of(stage, "maker"), f"{FIRM}/issues/{lent.pk}/notices/"
    body = {"kind": "REPORT", "title": "二季度资金使用", "text": "全部用于采购钢材。"}
    for _ in range(2):
        answer = send(maker, f"{place}publish/", body, key="once")
        assert answer.status_code == 201, answer.content.decode()
    found = read(maker, place)
    (paper,) = found["papers"]
    assert (paper["title"], paper["file_name"], found["report_due"]) == ("二季度资金使用", "", "2026-09-05")
    own = read(Phone.of(stage, stage.house.staff[0]), f"{LENDER}/holdings/{loan_of(lent).pk}/")
    assert [(one["id"], one["text"]) for one in own["papers"]] == [(paper["id"], "全部用于采购钢材。")]


def test_a_notice_may_bring_a_file(stage: Stage, lent: Issue) -> None:
    maker, place = desk_of(stage, "maker"), f"{FIRM}/issues/{lent.pk}/notices/"
    for name, content, status in (("审计.pdf", PDF, 201), ("审计.exe", b"MZ", 422)):
        with clock_at(stage):
            answer = maker.client.post(
                f"{place}publish/",
                {"kind": "EVENT", "title": name, "text": "见附件。", "file": SimpleUploadedFile(name, content)},
                headers={"Idempotency-Key": stage.key()},
            )
        assert answer.status_code == status, answer.content.decode()
    assert [(one["file_name"], one["size"]) for one in read(maker, place)["papers"]] == [("审计.pdf", len(PDF))]


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def file_at(who: Phone, path: str) -> tuple[str, bytes]:
    answer = who.get(path)
    assert answer.status_code == 200, (path, answer.content.decode())
    return answer["Content-Type"], answer.content


def test_a_report_s_file_is_read_by_both_parties_and_nobody_else(stage: Stage, lent: Issue) -> None:
    maker = desk_of(stage, "maker")
    with clock_at(stage):
        maker.client.post(
            f"{FIRM}/issues/{lent.pk}/notices/publish/",
            {"kind": "REPORT", "title": "二季度", "text": "见附件。", "file": SimpleUploadedFile("用途.pdf", PDF)},
            headers={"Idempotency-Key": stage.key()},
        )
    (paper,) = read(maker, f"{FIRM}/issues/{lent.pk}/notices/")["papers"]
    lender, other = (Phone.of(stage, who) for who in stage.house.staff[:2])
    for who, where in (
        (maker, f"{FIRM}/papers/{paper['id']}/"),
        (lender, f"{LENDER}/issues/{lent.pk}/papers/{paper['id']}/"),
    ):
        assert file_at(who, where) == ("application/pdf", PDF)
    read(other, f"{LENDER}/issues/{lent.pk}/papers/{paper['id']}/", status=404)
    read(other, f"{FIRM}/papers/{paper['id']}/", status=403)


def test_both_parties_have_the_same_contract(stage: Stage, shared: Issue) -> None:
    """The bytes are those of the pages; which loan is whose says the list of the enterprise."""
    maker, checker = desk_of(stage, "maker"), desk_of(stage, "checker")
    mine, theirs = read(maker, f"{FIRM}/issues/{shared.pk}/holdings/")["holdings"]
    assert (mine["number"], mine["lender"], mine["principal_fen"]) == (1, stage.house.staff[0].name, 10_000_00)
    lender = Phone.of(stage, stage.house.staff[0])
    own, copy = (
        file_at(who, f"{place}/holdings/{mine['id']}/contract/")[1]
        for who, place in ((lender, LENDER), (checker, FIRM))
    )
    page = checker.get(reverse("office:holding_contract", args=[mine["id"]]))
    assert (page["Content-Type"], page["Content-Disposition"]) == (
        "application/pdf", f'attachment; filename="loan-{mine["contract_number"]}.pdf"',
    )  # fmt: skip
    assert own.startswith(b"%PDF-") and text_of(own) == text_of(copy) == text_of(page.content)
    for said in (mine["contract_number"], mine["contract_hash"], stage.house.staff[0].name, "10,000.00"):
        assert said in text_of(own), said
    read(lender, f"{LENDER}/holdings/{theirs['id']}/contract/", status=404)
    assert mine["contract_hash"] != theirs["contract_hash"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "保本保息"}, "title"),
        ({"text": ""}, "text"),
        ({"kind": "DEFAULT"}, "kind"),
        ({"file": "JVBERi0="}, "file"),
    ],
)
def test_a_notice_that_cannot_be_told(stage: Stage, lent: Issue, change: dict[str, str], field: str) -> None:
    body = {"kind": "EVENT", "title": "更换负责人", "text": "即日起生效。"} | change
    answer = send(desk_of(stage, "maker"), f"{FIRM}/issues/{lent.pk}/notices/publish/", body)
    assert (answer.status_code, list(said(answer)["fields"])) == (422, [field])
    assert not IssuePaper.objects.system("test").filter(issue=lent, kind="EVENT").exists()


# ---- late, and in default


def test_a_default_is_put_on_record_and_lenders_read_why(stage: Stage, lent: Issue) -> None:
    leave_on_account(stage, 0)
    stage.morning(date(2026, 12, 31))
    stage.midnight()
    stage.turn(date(2027, 1, 4))
    compliance, place = desk_of(stage, "compliance"), f"{BANK}/issues/{lent.pk}"
    phone, mine = Phone.of(stage, stage.house.staff[0]), f"{LENDER}/holdings/{loan_of(lent).pk}/"
    assert (late := read(phone, mine))["is_late"] and late["dues"][0]["state"] == "LATE"
    assert late["late"] == {
        "principal_fen": 50_000_00, "interest_fen": 2_367_12, "overdue_fen": 39_45, "total_fen": 52_406_57,
    }  # fmt: skip
    assert [one["id"] for one in read(compliance, f"{BANK}/issues/", view="arrears")["issues"]] == [str(lent.pk)]
    late = read(compliance, f"{place}/arrears/")
    assert (late["days"], late["lenders"], late["left_fen"]) == (4, 1, 50_000_00)
    assert (late["interest_fen"], late["overdue_fen"]) == (2_367_12, 39_45), "4 days at 7.20 %"
    reason = {"reason": "已停产,账户长期无款"}
    early = send(compliance, f"{place}/default/", reason)
    assert (early.status_code, said(early)["code"]) == (409, "TOO_EARLY")
    note = {"text": "已向公安机关报案。"}
    assert said(send(compliance, f"{place}/default/note/", note))["code"] == "NOT_DEFAULTED"
    done = send(compliance, f"{place}/default/", reason | {"is_insolvent": True})
    assert (done.status_code, said(done)["state"]) == (200, "DEFAULTED"), done.content.decode()
    assert send(compliance, f"{place}/default/note/", {"text": "银行兜底"}).status_code == 422
    assert send(compliance, f"{place}/default/note/", note).status_code == 200
    own = read(phone, mine)
    assert (own["issue_state"], own["reason"]) == ("DEFAULTED", reason["reason"])
    assert [one["text"] for one in own["papers"]] == [note["text"]]
    for who, where in (("maker", f"{FIRM}/issues/{lent.pk}/"), ("reviewer", f"{place}/")):
        seen = read(desk_of(stage, who), where)
        assert (seen["banner"], seen["line"]["state"], seen["reason"]) == (BANNER, "DEFAULTED", reason["reason"])
        assert note["text"] in [one["text"] for one in seen["papers"]]
    assert payouts(lent) == [], "the bank pays nothing"


def test_what_is_due_and_paid_is_read_by_the_issuer(stage: Stage, lent: Issue) -> None:
    maker = desk_of(stage, "maker")
    (line,) = read(maker, f"{FIRM}/issues/")["issues"]
    found = read(maker, f"{FIRM}/issues/{lent.pk}/")
    assert line == found["line"] and line["rate"] == "4.80%"
    (due,) = found["dues"]
    assert (due["due_on"], due["interest_fen"], due["tax_fen"], due["net_fen"]) == (
        "2026-12-31", 2_367_12, 473_42, 51_893_70,
    )  # fmt: skip
    stage.morning(date(2026, 12, 31))
    found = read(maker, f"{FIRM}/issues/{lent.pk}/")
    assert [(one["gross_fen"], one["net_fen"]) for one in found["payouts"]] == [(52_367_12, 51_893_70)]
    assert found["dues"][0]["paid_fen"] == 52_367_12
