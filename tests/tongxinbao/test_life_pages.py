"""The pages of a loan's life: repaid early, late, in default, and what lenders are told on the way (rows 15 to 21)."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.identity import api as identity
from apps.tongxinbao.choices import BANNER
from apps.tongxinbao.models import Holding, Issue, IssuePaper
from apps.tongxinbao.rules.words import banned_in
from apps.tongxinbao.selectors.early import early_sum
from apps.tongxinbao.services.issues_archive import issues_archive

from .cast import PDF, Stage
from .desks import desk_of
from .phones import HOME, Phone
from .test_repaying import leave_on_account, lines
from .test_telling import told

JUNE_5, JUNE_12, JUNE_15, DUE = date(2026, 6, 5), date(2026, 6, 12), date(2026, 6, 15), date(2026, 5, 29)


def url(name: str, issue: Issue) -> str:
    return reverse(name, args=[issue.pk])


def decide(stage: Stage, who: str, surface: str, issue: Issue, verdict: str, reason: str = "") -> HttpResponse:
    desk, form = desk_of(stage, who), {"verdict": verdict, "reason": reason}
    form |= {"idempotency_key": stage.key()} | {
        name: value for name, value in desk.hidden(url(f"{surface}:issue_detail", issue)).items() if name == "digest"
    }
    send = desk.confirmed if verdict == "APPROVE" else desk.post
    return send(url(f"{surface}:early_decide", issue), form)


@pytest.fixture
def lent(stage: Stage) -> Issue:
    """Example 2: 50,000 at 4.80 % from 5 January on."""
    issue = stage.lent([50_000_00], on=date(2026, 1, 5), rate=Decimal("4.80"), maturity_date=date(2026, 12, 31))
    stage.turn(JUNE_5)
    return issue


def test_example_2_is_seen_before_it_is_asked_for_and_agreed_to_by_both(stage: Stage, lent: Issue) -> None:
    desk = desk_of(stage, "checker")
    page = desk.text(url("office:early_ask", lent), on="2026-06-15")
    for figure in ("50,000.00", "1,058.63", "211.73", "50,846.90", "161 天", BANNER):
        assert figure in page
    form = {"on": "2026-06-15", "idempotency_key": stage.key()}
    assert desk.confirmed(url("office:early_ask", lent), form).status_code == 302
    office = desk.text(url("office:issue_detail", lent))
    assert "待审批" in office and "50,846.90" in office and "同意提前还款" not in office
    assert "同意提前还款" not in desk_of(stage, "approver").text(url("console:issue_detail", lent)), (
        "not yet the bank's"
    )
    assert decide(stage, "authoriser", "office", lent, "APPROVE").status_code == 302
    assert decide(stage, "approver", "console", lent, "APPROVE").status_code == 302
    assert stage.issue(lent.pk).state == "EARLY_REPAYING"
    assert "50,846.90" in desk.text(url("office:issue_detail", lent))
    (loan,) = Holding.objects.system("test").filter(issue=lent)
    phone = Phone.of(stage, stage.house.staff[0]).text(f"{HOME}holdings/{loan.pk}/")
    assert "企业将提前还款" in phone and "2026-06-15" in phone
    stage.morning(JUNE_15)
    assert lines(lent) == [(50_000_00, 1_058_63, 0, 211_73, 50_846_90)], "as the page had it"


def test_what_the_page_reckons_is_what_the_day_pays(stage: Stage) -> None:
    issue = stage.lent([10_000_00, 33_333_00, 56_667_00], interest_dates=(DUE,))
    stage.morning(DUE)
    stage.turn(JUNE_5)
    found = early_sum(stage.issue(issue.pk), JUNE_15)
    desk = desk_of(stage, "checker")
    desk.confirmed(url("office:early_ask", issue), {"on": "2026-06-15", "idempotency_key": stage.key()})
    decide(stage, "authoriser", "office", issue, "APPROVE")
    decide(stage, "approver", "console", issue, "APPROVE")
    stage.morning(JUNE_15)
    sums = [sum(line[place] for line in lines(issue, 2)) for place in (0, 1, 3, 4)]
    assert sums == [found.principal_fen, found.interest_fen, found.tax_fen, found.net_fen]
    assert found.lenders == 3 and stage.issue(issue.pk).state == "REPAID"


def test_a_day_too_near_is_said_with_the_first_possible_one(stage: Stage, lent: Issue) -> None:
    desk = desk_of(stage, "checker")
    page = desk.text(url("office:early_ask", lent), on="2026-06-08")
    assert "最早可选择 2026年06月12日" in page and "申请提前还款" not in page
    answer = desk.post(url("office:early_ask", lent), {"on": "2026-06-08", "idempotency_key": stage.key()})
    assert answer.status_code == 422 and "2026年06月12日" in answer.content.decode()
    assert desk.post(url("office:early_ask", lent), {"on": "明天"}).status_code == 422
    assert stage.issue(lent.pk).early_on is None


def test_who_does_not_agree_says_why_and_everything_goes_on(stage: Stage, lent: Issue) -> None:
    desk = desk_of(stage, "checker")
    desk.confirmed(url("office:early_ask", lent), {"on": "2026-06-15", "idempotency_key": stage.key()})
    assert decide(stage, "authoriser", "office", lent, "RETURN").status_code == 422
    assert decide(stage, "authoriser", "office", lent, "RETURN", "现金流不足").status_code == 302
    assert (stage.issue(lent.pk).state, stage.issue(lent.pk).early_on) == ("ACTIVE", None)


# ---- late, and in default


@pytest.fixture
def late(stage: Stage) -> Issue:
    issue = stage.lent([10_000_00, 90_000_00], maturity_date=DUE)
    leave_on_account(stage, 0)
    stage.midnight(DUE)
    return stage.issue(issue.pk)


def default(stage: Stage, issue: Issue, **changes: str) -> HttpResponse:
    form = {"reason": "法院受理破产申请", "is_insolvent": "on", "idempotency_key": stage.key()} | changes
    return desk_of(stage, "compliance").post(url("console:issue_default", issue), form)


def test_ninety_days_are_shown_and_too_early_is_said_on_the_page(stage: Stage, late: Issue) -> None:
    stage.turn(DUE + timedelta(days=90))
    desk = desk_of(stage, "compliance")
    page = desk.text(url("console:issue_default", late))
    assert ">90<" in page.replace(" ", "") and "100,000.00" in page and BANNER in page
    answer = default(stage, late, is_insolvent="")
    assert answer.status_code == 409 and "超过 90 天" in answer.content.decode()
    stage.turn(DUE + timedelta(days=91))
    assert default(stage, late, is_insolvent="").status_code == 302
    assert stage.issue(late.pk).state == "DEFAULTED"


def test_both_sides_see_the_default_plainly_and_that_the_bank_pays_nothing(stage: Stage, late: Issue) -> None:
    (loan,) = Holding.objects.system("test").filter(issue=late, number=1)
    phone = Phone.of(stage, stage.house.staff[0])
    assert "已经逾期" in phone.text(f"{HOME}holdings/{loan.pk}/")
    assert "已经逾期" in desk_of(stage, "maker").text(url("office:issue_detail", late))
    default(stage, late)
    hers = phone.text(f"{HOME}holdings/{loan.pk}/")
    assert "已认定企业违约" in hers and "法院受理破产申请" in hers and "银行不垫付" in hers
    office = desk_of(stage, "maker").text(url("office:issue_detail", late))
    assert "已认定这次借款违约" in office and "法院受理破产申请" in office
    assert [title for _, title in told(stage, "tongxinbao.loan")].count("借款违约") == 2
    for page in (hers, office):
        assert list(banned_in(page)) == []


def test_a_default_is_written_up_for_lenders_and_only_then_archived(stage: Stage, late: Issue) -> None:
    desk = desk_of(stage, "compliance")
    note = url("console:default_note", late)
    assert desk.post(note, {"text": "已报告", "idempotency_key": stage.key()}).status_code == 409, "not in default yet"
    default(stage, late)
    stage.fund(200_000_00)
    stage.midnight(DUE + timedelta(days=1))
    _archive(stage)
    assert stage.issue(late.pk).state == "DEFAULTED", "nobody has written it up"
    assert desk.post(note, {"text": "银行担保兑付", "idempotency_key": stage.key()}).status_code == 422
    said = {"text": "已向处非牵头部门报告,企业已全部还清。", "idempotency_key": stage.key()}
    for _ in range(2):
        assert desk.post(note, said).status_code == 302
    (paper,) = IssuePaper.objects.system("test").filter(issue=late, kind="DEFAULT")
    row = AuditRow.objects.system("test").get(action="tongxinbao.default.noted")
    assert row.detail["note"] == paper.text == said["text"]
    (loan,) = Holding.objects.system("test").filter(issue=late, number=1)
    assert said["text"] in Phone.of(stage, stage.house.staff[0]).text(f"{HOME}holdings/{loan.pk}/")
    _archive(stage)
    assert stage.issue(late.pk).state == "ARCHIVED"


def _archive(stage: Stage) -> None:
    with transaction.atomic():
        issues_archive(day=DUE + timedelta(days=60), now=stage.now)


def unpacked(answer: HttpResponse) -> dict[str, bytes]:
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        return {name: pack.read(name) for name in pack.namelist()}


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_evidence_holds_every_contract_and_paper_under_its_hash(stage: Stage, late: Issue) -> None:
    desk, form = desk_of(stage, "compliance"), {"reason": "报送处非牵头部门"}
    assert desk.post(url("console:evidence_export", late), {"reason": " "}).status_code == 422
    stage.turn(DUE + timedelta(days=1))
    answer = desk.confirmed(url("console:evidence_export", late), form)
    assert answer.status_code == 200
    found = unpacked(answer)
    listed = json.loads(found.pop("清单.json"))
    assert listed["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    contracts = [name for name in found if name.startswith("合同/")]
    assert len(contracts) == 2 and all(found[name].startswith(b"%PDF") for name in contracts)
    assert sorted(content for name, content in found.items() if name.startswith("文件/")) == [PDF, PDF]
    names = [one.name for one in stage.house.staff[:2]]
    assert [row[1] for row in table(found["还本付息日程.csv"])[1:]] == names
    assert [row[6] for row in table(found["还本付息日程.csv"])[1:]] == ["逾期", "逾期"]
    row = AuditRow.objects.system("test").get(action="tongxinbao.evidence.exported")
    assert row.detail["reason"] == form["reason"] and row.detail["lines"] == 2


def test_a_lender_takes_the_own_evidence_and_nobody_elses(stage: Stage, late: Issue) -> None:
    loans = {one.number: one for one in Holding.objects.system("test").filter(issue=late)}
    phone = Phone.of(stage, stage.house.staff[0])
    found = unpacked(phone.get(f"{HOME}holdings/{loans[1].pk}/evidence.zip"))
    assert [name for name in found if name.startswith("合同/")] == [f"合同/{loans[1].contract_number}.pdf"]
    everything = b"".join(found.values()).decode(errors="ignore")
    assert stage.house.staff[1].name not in everything
    assert phone.get(f"{HOME}holdings/{loans[2].pk}/evidence.zip").status_code == 404


def test_who_pays_in_time_leaves_nothing_to_export(stage: Stage, lent: Issue) -> None:
    desk = desk_of(stage, "compliance")
    assert desk.post(url("console:evidence_export", lent), {"reason": "查阅"}).status_code == 409
    assert desk.get(url("console:issue_default", lent)).status_code == 409
    assert "认定违约" not in desk.text(url("console:issue_detail", lent))


# ---- what the enterprise says, and the tax


def publish(stage: Stage, issue: Issue, **changes: Any) -> HttpResponse:
    form = {
        "kind": "REPORT", "title": "第二季度资金使用报告", "text": "全部用于采购钢材。", "idempotency_key": stage.key(),
    }  # fmt: skip
    return desk_of(stage, "maker").post(url("office:notice_publish", issue), form | changes)


def test_a_report_with_its_paper_reaches_every_lender(stage: Stage, lent: Issue) -> None:
    file = io.BytesIO(PDF)
    file.name = "发票.pdf"
    assert publish(stage, lent, file=file).status_code == 302
    (paper,) = IssuePaper.objects.system("test").filter(issue=lent, kind="REPORT")
    assert paper.sha256 == hashlib.sha256(PDF).hexdigest()
    page = desk_of(stage, "maker").text(url("office:notice_publish", lent))
    assert "第二季度资金使用报告" in page and "2026-09-05" in page, "a quarter after the last one"
    (loan,) = Holding.objects.system("test").filter(issue=lent)
    phone = Phone.of(stage, stage.house.staff[0])
    assert "全部用于采购钢材。" in phone.text(f"{HOME}holdings/{loan.pk}/")
    assert phone.get(f"{HOME}{lent.pk}/papers/{paper.pk}/").content == PDF
    assert "借款企业发布了公告" in [title for _, title in told(stage, "tongxinbao.loan")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"text": "保证兑付,请放心"}, "正文中不能使用"), ({"title": ""}, "请填写这一项"), ({"kind": "DEFAULT"}, "选择")],
)
def test_what_may_not_be_said_is_refused_beside_its_field(
    stage: Stage, lent: Issue, changes: dict[str, str], said: str
) -> None:
    answer = publish(stage, lent, **changes)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not IssuePaper.objects.system("test").filter(issue=lent, kind__in=["REPORT", "EVENT", "DEFAULT"]).exists()


def test_the_register_has_full_numbers_for_a_reason_and_masked_ones_without(stage: Stage) -> None:
    issue = stage.lent([10_000_00], interest_dates=(DUE,))
    desk, export = desk_of(stage, "checker"), url("office:register_export", issue)
    assert "还没有代扣记录" in desk.text(export)
    assert desk.post(export, {"reason": "申报"}).status_code == 409, "nothing was paid"
    stage.morning(DUE)
    number = identity.person_clear(stage.house.staff[0].person_id).id_number
    assert number not in desk.text(export)
    assert desk.post(export, {"reason": ""}).status_code == 422
    answer = desk.confirmed(export, {"reason": "申报五月代扣个人所得税"})
    rows = table(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert rows[1][4] == number and rows[1][11] == "26.04"
    row = AuditRow.objects.system("test").get(action="tongxinbao.register.exported")
    assert (row.detail["reason"], row.detail["lines"]) == ("申报五月代扣个人所得税", 1)
    assert number not in json.dumps(row.detail)
    masked = b"".join(desk.get(url("office:tax_register", issue)).streaming_content)  # type: ignore[attr-defined]
    assert number.encode() not in masked
