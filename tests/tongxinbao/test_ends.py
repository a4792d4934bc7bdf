"""Default, the archive, and what the enterprise tells its lenders on the way (rows 20 and 21, TX-12)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, IllegalMove, InvalidInput
from apps.tongxinbao.models import Issue, IssuePaper
from apps.tongxinbao.services.default_note import default_note
from apps.tongxinbao.services.issue_default import issue_default
from apps.tongxinbao.services.issues_archive import issues_archive
from apps.tongxinbao.services.notice_publish import notice_publish

from .cast import PDF, Stage
from .test_repaying import leave_on_account, payouts, states

DUE = date(2026, 5, 29)


@pytest.fixture
def late(stage: Stage) -> Issue:
    issue = stage.lent([10_000_00], maturity_date=DUE)
    leave_on_account(stage, 0)
    stage.midnight(DUE)
    assert stage.issue(issue.pk).state == "OVERDUE"
    return issue


def default(stage: Stage, issue: Issue, **changes: Any) -> str:
    asked = {"issue_id": issue.pk, "is_insolvent": False, "reason": "逾期已超过九十天", "key": stage.key()} | changes
    return issue_default(**asked, actor=stage.actor("compliance"), now=stage.now).state


def test_ninety_days_late_are_no_default_and_ninety_one_are(stage: Stage, late: Issue) -> None:
    stage.turn(DUE + timedelta(days=90))
    with pytest.raises(Conflict, match="TOO_EARLY"):
        default(stage, late)
    stage.turn(DUE + timedelta(days=91))
    assert default(stage, late) == "DEFAULTED"
    assert states(late) == {"OVERDUE"}


def test_an_insolvent_enterprise_is_in_default_at_once_for_a_reason(stage: Stage, late: Issue) -> None:
    with pytest.raises(InvalidInput, match="REASON"):
        default(stage, late, is_insolvent=True, reason=" ")
    assert default(stage, late, is_insolvent=True, reason="法院受理破产申请") == "DEFAULTED"
    row = AuditRow.objects.system("test").get(action="tongxinbao.issue.defaulted")
    assert row.detail["insolvent"] is True and row.detail["reason"] == "法院受理破产申请"


def test_part_of_the_money_makes_the_days_no_fewer(stage: Stage, late: Issue) -> None:
    stage.turn(DUE + timedelta(days=80))
    stage.fund(5_000_00)
    stage.midnight()
    stage.turn(DUE + timedelta(days=91))
    assert default(stage, late) == "DEFAULTED"


def test_who_pays_in_time_is_in_no_default(stage: Stage) -> None:
    issue = stage.lent([10_000_00], maturity_date=DUE)
    with pytest.raises(IllegalMove):
        default(stage, issue, is_insolvent=True)


def test_what_is_left_is_still_collected_and_the_bank_pays_nothing(stage: Stage, late: Issue) -> None:
    default(stage, late, is_insolvent=True)
    stage.turn(DUE + timedelta(days=120))
    stage.fund(3_000_00)
    stage.midnight()
    assert [net for *_, net in payouts(late)] == [3_000_00 - payouts(late)[0][3]]
    assert stage.issue(late.pk).state == "DEFAULTED"
    archive(stage, DUE + timedelta(days=400))
    assert stage.issue(late.pk).state == "DEFAULTED", "it is owed"
    stage.turn(DUE + timedelta(days=130))
    stage.fund(20_000_00)
    stage.midnight()
    assert (stage.issue(late.pk).state, states(late)) == ("DEFAULTED", {"CLOSED"})
    compliance = stage.actor("compliance")
    default_note(issue_id=late.pk, text="已全部收回。", key="note", actor=compliance, now=stage.now)
    archive(stage, DUE + timedelta(days=160))
    assert stage.issue(late.pk).state == "ARCHIVED"


def archive(stage: Stage, day: date) -> None:
    with transaction.atomic():
        issues_archive(day=day, now=stage.now)


def test_a_month_after_its_end_it_is_put_away_once(stage: Stage) -> None:
    issue = stage.lent([10_000_00], maturity_date=DUE)
    stage.morning(DUE)
    archive(stage, DUE + timedelta(days=29))
    assert stage.issue(issue.pk).state == "REPAID"
    for _ in range(2):
        archive(stage, DUE + timedelta(days=30))
    assert stage.issue(issue.pk).state == "ARCHIVED"
    assert AuditRow.objects.system("test").filter(action="tongxinbao.issue.archived").count() == 1


def publish(stage: Stage, issue: Issue, **changes: Any) -> None:
    asked = {
        "issue_id": issue.pk, "kind": "REPORT", "title": "第二季度资金使用报告", "text": "全部用于采购钢材。",
        "key": "report", "file_name": "发票.pdf", "content": PDF,
    }  # fmt: skip
    notice_publish(**asked | changes, actor=stage.actor("maker"), now=stage.now)


def test_a_report_and_an_event_are_kept_once(stage: Stage) -> None:
    issue = stage.lent([10_000_00])
    for _ in range(2):
        publish(stage, issue)
    publish(stage, issue, kind="EVENT", title="法定代表人变更", text="已完成登记。", key="event", content=b"")
    kept = IssuePaper.objects.system("test").filter(issue=issue, kind__in=["REPORT", "EVENT"]).order_by("at", "kind")
    assert sorted(kept.values_list("kind", "size")) == [("EVENT", 0), ("REPORT", len(PDF))]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "保本保息"}, "text"),
        ({"title": "收 益公告"}, "title"),
        ({"text": " "}, "text"),
        ({"kind": "RESOLUTION"}, "kind"),
        ({"content": b"MZ"}, "file"),
    ],
)
def test_what_may_not_be_said_to_lenders(stage: Stage, changes: dict[str, Any], field: str) -> None:
    issue = stage.lent([10_000_00])
    with pytest.raises(InvalidInput) as refused:
        publish(stage, issue, **changes)
    assert field in refused.value.fields
    assert not IssuePaper.objects.system("test").filter(issue=issue, kind__in=["REPORT", "EVENT"]).exists()


def test_before_anything_is_lent_there_is_nothing_to_report(stage: Stage) -> None:
    with pytest.raises(Conflict, match="NOT_LENT"):
        publish(stage, stage.issue(stage.open()))
