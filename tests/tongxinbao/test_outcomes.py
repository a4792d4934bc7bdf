"""What became of an enterprise's lists, for the bank's people: counted, line by line, and masked (ADR 17)."""

import re

from django.urls import reverse

from apps.audit.models import AuditRow
from apps.core.masking import mask_name
from apps.members.models import EmployeeMember
from apps.tongxinbao.contracts import OutcomeSheet
from apps.tongxinbao.models import Order
from apps.tongxinbao.selectors.eligible import eligibility_of
from apps.tongxinbao.selectors.entrusted_outcomes import outcome_detail, outcomes_of
from tests.access import make_papers

from .cast import Stage
from .desks import desk_of
from .lists import mandate, placed, release, submitted

HELD, NONE, TOO_MUCH, WAITING = "已认购,资金已冻结", "没有本人的有效授权", "超过本人授权的金额上限", "待银行逐人核对"


def counts(sheet: OutcomeSheet) -> dict[str, tuple[int, int]]:
    return {one.label: (one.count, one.fen) for one in sheet.sums}


def test_the_lines_are_counted_by_what_they_came_to(stage: Stage) -> None:
    issue_id, staff, reviewer = stage.open(), stage.house.staff, stage.actor("reviewer")
    for who, fen in ((staff[0], 10_000_00), (staff[1], 10_000_00), (staff[2], 1_000_00)):
        mandate(stage, issue_id, who, fen)
    sent = [(who, "2000") for who in staff[:5]]
    list_id = submitted(stage, issue_id, sent)
    assert outcomes_of(reviewer, issue_id)[1] == (), "not released: the enterprise's own paper"
    release(stage, list_id)
    ((waiting,),) = (outcomes_of(reviewer, issue_id)[1],)
    assert (counts(waiting), waiting.waiting) == ({WAITING: (5, 10_000_00)}, 5)
    assert {line.label for line in outcome_detail(reviewer, list_id)[1]} == {WAITING}


def test_each_line_is_masked_with_its_outcome(stage: Stage) -> None:
    issue_id, staff = stage.open(), stage.house.staff
    for who, fen in ((staff[0], 10_000_00), (staff[1], 10_000_00), (staff[2], 1_000_00)):
        mandate(stage, issue_id, who, fen)
    list_id = placed(stage, issue_id, [(who, "2000") for who in staff[:5]])
    sheet, lines = outcome_detail(stage.actor("reviewer"), list_id)
    assert counts(sheet) == {HELD: (2, 4_000_00), NONE: (2, 4_000_00), TOO_MUCH: (1, 2_000_00)}
    assert [line.label for line in lines] == [HELD, HELD, TOO_MUCH, NONE, NONE]
    assert [line.name for line in lines] == [mask_name(who.name) for who in staff[:5]]
    stage.withdraw(Order.objects.system("test").get(person_id=staff[0].person_id).pk, staff[0])
    assert counts(outcome_detail(stage.actor("reviewer"), list_id)[0])["已撤回"] == (1, 2_000_00), "as it stands now"
    desk = desk_of(stage, "compliance")
    assert "委托认购名单" in desk.text(reverse("console:issue_detail", args=[issue_id]))
    listed = desk.text(reverse("console:entrusted_list", args=[issue_id]))
    page = desk.text(reverse("console:entrusted_detail", args=[list_id]))
    assert "不要向企业透露" in page and re.search(rf"{NONE}</span>\s*2 人", listed)
    for who in staff[:5]:
        assert who.name not in page + listed and who.emp_no not in page + listed


def test_the_bank_sees_how_many_could_lend_and_opens_the_paper(stage: Stage) -> None:
    issue_id, staff = stage.open(), stage.house.staff
    EmployeeMember.objects.system("test").filter(person_id=staff[0].person_id).update(is_insured=False)
    EmployeeMember.objects.system("test").filter(person_id=staff[1].person_id).update(contract_type="DISPATCH")
    found = eligibility_of(stage.actor("reviewer"), issue_id, stage.now)
    assert (found.people, found.may, found.insured) == (6, 4, 5)
    assert dict(found.refusals) == {
        "花名册中没有社会保险记录。": 1, "不是已认证、签订劳动合同的在职员工。": 1,
    }  # fmt: skip
    record = make_papers.insurance(stage.house.enterprise_id, "三月参保.xlsx", stage.now)
    url, opened = reverse("console:lender_list", args=[issue_id]), reverse("console:insurance_view", args=[record.pk])
    desk, operator = desk_of(stage, "reviewer"), desk_of(stage, "operator")
    assert "三月参保.xlsx" in desk.text(url) and opened in desk.text(url)
    assert "三月参保.xlsx" in operator.text(url) and opened not in operator.text(url)
    answer = desk.post(opened)
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.4")
    row = AuditRow.objects.system("test").get(action="members.insurance.viewed")
    assert (row.subject_id, row.person_id) == (record.pk, stage.actor("reviewer").person_id)
    assert operator.post(opened).status_code == 403
