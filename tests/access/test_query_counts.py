"""How many queries each page takes: the figures stand in query_counts.json, and a change of them is read as a diff.

Written anew with: WRITE_QUERY_COUNTS=1 ./dev test tests/access/test_query_counts.py
"""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.agreements.models import DataRequest
from apps.bankaccounts.models import BankAccount, Statement
from apps.cases import api as cases
from apps.core.ids import new_id
from apps.core.models import BankDay
from apps.daifutong.models import Batch
from apps.ledger.models import DayProof
from apps.members.models import ApiCredential, EmployeeMember
from apps.notify import api as notify
from tests.ledger.books import without_guards

from . import make, make_members, make_payroll, make_shenhuobao
from .browser import Browser
from .expected import TABLE
from .matrix import browser_of, url_of
from .pages import pages_of
from .stage import FIRMS, Stage

pytestmark = pytest.mark.django_db

FILE = Path(__file__).with_name("query_counts.json")
MOST = 13  # three or four of them are the frame: who it is, what waits, what is unread
WHO = [
    "anonymous",
    "employee",
    "maker",
    "authoriser",
    "pay clerk",
    "enterprise admin",
    "bank operator",
    "reviewer",
    "compliance",
    "system administrator",
]


def count(browser: Browser, url: str) -> int:
    """Queries of the second visit: what is cached in the process is not counted."""
    browser.do("GET", url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.do("GET", url).status == 200, url
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def test_every_page_keeps_its_budget(stage: Stage) -> None:
    counts: dict[str, int] = {}
    for title in WHO:
        browser = browser_of(stage, title)
        for name, url, _ in list(pages_of(stage, title, browser)):
            counts[name] = max(counts.get(name, 0), count(browser, url))
    if os.environ.get("WRITE_QUERY_COUNTS"):
        FILE.write_text(json.dumps(counts, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    known = json.loads(FILE.read_text())
    assert counts == known
    assert {name: number for name, number in counts.items() if number > MOST} == {}


def _batches(stage: Stage, numbers: range) -> None:
    for number in numbers:
        batch = make.batch(stage.firms["morningstar"], f"第{number}批", stage.now, state="DONE")
        make_payroll.payslip(make.row(batch, 2, stage.person_ids["xiaowen"], stage.now))


def _wagecards(stage: Stage, numbers: range) -> None:
    for _ in numbers:
        make_payroll.wagecard(stage.firms["morningstar"], new_id(), stage.now)


def _rows(stage: Stage, numbers: range) -> None:
    batch = Batch.objects.system("test").get(pk=stage.thing("batch", "morningstar").args[0])
    for number in numbers:
        make.row(batch, 10 + number)


def _notices(stage: Stage, numbers: range) -> None:
    person_id, now = stage.person_ids["xiaowen"], stage.now
    for number in numbers:
        notify.tell(
            person_id=person_id, kind="approvals.lapsed", title="消息", body="内容", link="", key=f"t{number}", now=now
        )


def _cases(stage: Stage, numbers: range) -> None:
    for number in numbers:
        cases.open_case(
            kind="t", subject_kind="t", subject_id=new_id(), title=f"事项{number}", detail="待查", key=f"t{number}",
            unit_path=FIRMS["morningstar"], now=stage.now,
        )  # fmt: skip


def _days(stage: Stage, numbers: range) -> None:
    """Each with a proof of its own; the oldest number is farthest back, so that all stand on the first page. The days
    of which the story tells are not there."""
    with without_guards():
        BankDay.objects.filter(business_date__lt=stage.now.business_date - timedelta(days=numbers.start)).delete()
    for number in numbers:
        day = stage.now.business_date - timedelta(days=number + 1)
        with without_guards():
            BankDay.objects.update_or_create(pk=day, defaults={"state": "CLOSED", "opened_at": stage.now.wall})
            DayProof.objects.create(
                business_date=day, journals=number, entries=0, accounts=0, turnover={}, figures={}, digest=b"",
                proved_at=stage.now.wall,
            )  # fmt: skip


def _certifications(stage: Stage, numbers: range) -> None:
    members = EmployeeMember.objects.system("test").filter(enterprise_id=stage.firms["morningstar"], status="ACTIVE")
    for member in members.select_related("enterprise__unit", "department").order_by("emp_no")[: len(numbers)]:
        make_members.certification(member, stage.now)


def _entries(stage: Stage, numbers: range) -> None:
    """On the account of the firm and on hers."""
    for kind, whose in (("payer", "morningstar"), ("account", "xiaowen")):
        account = BankAccount.objects.system("test").get(pk=stage.thing(kind, whose).args[0])
        for _ in numbers:
            make.entry(account, stage.now)
            make.statement(account, stage.now, back=Statement.objects.system("test").count())


def _credentials(stage: Stage, numbers: range) -> None:
    issuers = list(EmployeeMember.objects.system("test").values_list("person_id", flat=True).order_by("pk")[:30])
    for number in numbers:
        ApiCredential.objects.create(
            enterprise_id=stage.firms["morningstar"], name=f"程序{number}", key_id=f"ek_{number}", secret="1",
            issuer_person_id=issuers[number], created_at=stage.now.wall,
        )  # fmt: skip


def _signatures(stage: Stage, numbers: range) -> None:
    for _ in numbers:
        make.signature(stage.login("xiaowen"), "platform", None, stage.now)
        make.signature(stage.login("admin"), "enterprise_service", stage.firms["morningstar"], stage.now)


def _mandates(stage: Stage, numbers: range) -> None:
    for _ in numbers:
        make.mandate(stage.login("xiaowen"), stage.now)


def _data_requests(stage: Stage, numbers: range) -> None:
    members = EmployeeMember.objects.system("test").filter(enterprise_id=stage.firms["bedrock"])
    for person_id in members.order_by("emp_no").values_list("person_id", flat=True)[numbers.start : numbers.stop]:
        DataRequest.objects.create(
            person_id=person_id, kind="COPY", unit_path="/head/", opened_at=stage.now.wall,
            due_on=stage.now.business_date,
        )  # fmt: skip


def _applications(stage: Stage, numbers: range) -> None:
    for number in numbers:
        make_members.applicant(FIRMS["morningstar"], f"申请企业{number}", stage.now)


def _assessments(stage: Stage, numbers: range) -> None:
    for number in numbers:
        later = replace(stage.now, wall=stage.now.wall + timedelta(minutes=number))
        make_shenhuobao.assessment(stage.person_ids["xiaowen"], FIRMS["morningstar"], later)


LISTS = {
    "mobile:assessment_list": ("employee", _assessments),
    "console:assessment_list": ("auditor", _assessments),
    "mobile:agreement_list": ("employee", _signatures),
    "office:agreement_list": ("maker", _signatures),
    "mobile:mandate_list": ("employee", _mandates),
    "console:data_request_list": ("compliance", _data_requests),
    "mobile:home": ("employee", _batches),
    "mobile:payslip_list": ("employee", _batches),
    "mobile:inbox": ("employee", _notices),
    "office:home": ("maker", _batches),
    "office:batch_list": ("maker", _batches),
    "office:account_detail": ("maker", _entries),
    "mobile:statement": ("employee", _entries),
    "office:wagecard_list": ("pay clerk", _wagecards),
    "office:credential_list": ("authoriser", _credentials),
    "office:batch_detail": ("maker", _rows),
    "console:home": ("bank operator", _cases),
    "console:batch_list": ("auditor", _batches),
    "console:case_list": ("bank operator", _cases),
    "console:day_list": ("bank operator", _days),
    "console:review_list": ("reviewer", _certifications),
    "console:trail": ("auditor", _cases),
    "api:batches": ("maker", _batches),
    "api:rows": ("maker", _rows),
    "api:enterprise_statement": ("maker", _entries),
    "api:payslips": ("employee", _batches),
    "api:inbox": ("employee", _notices),
}


@pytest.mark.parametrize("name", LISTS)
def test_thirty_rows_cost_what_three_cost(stage: Stage, name: str) -> None:
    title, add = LISTS[name]
    kind = TABLE[name].thing
    url = url_of(name, stage.thing(kind, "xiaowen" if kind == "account" else "morningstar") if kind else None)
    browser = browser_of(stage, title)
    add(stage, range(3))
    few, short = count(browser, url), browser.do("GET", url).text
    add(stage, range(3, 30))
    many, long = count(browser, url), browser.do("GET", url).text
    assert many == few
    if not name.endswith(":home"):  # a home page shows the first few
        assert len(long) > len(short) or "第29批" in long, "the new rows are in the answer"
