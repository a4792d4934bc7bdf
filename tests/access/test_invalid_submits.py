"""Every form sent with something missing: 422, and above it what to mend, each a link to an input that is there."""

import re
from dataclasses import replace
from uuid import UUID

import pytest

from apps.cases.models import Case
from apps.core.ids import new_id
from apps.daifutong.models import Contract
from apps.identity.models import User
from apps.imessage.models import Report
from apps.members.models import StaffGrant
from apps.shenhuobao.choices.product import ProductKind
from apps.shenhuobao.models import Holding
from fixtures.cast import CAST

from . import make_shenhuobao, make_tongxinbao
from .matrix import browser_of, url_of
from .stage import Stage

pytestmark = pytest.mark.django_db

SUMMARY = re.compile(r'<div class="error-summary" [^>]*autofocus>.*?</div>', re.S)
LINKS = re.compile(r'href="#([^"]+)"')
SUBMITS = {  # address: who sends it, about which thing, with what
    "mobile:sign_in": ("anonymous", "", {}),
    "office:sign_in": ("anonymous", "", {}),
    "console:sign_in": ("anonymous", "", {"login_name": "B1001"}),
    "mobile:pin": ("employee", "", {}),
    "office:pin": ("maker", "", {"pin": "12", "again": "34"}),
    "console:pin": ("reviewer", "", {}),
    "mobile:pin_forgotten": ("employee", "", {"id_number": "1"}),
    "mobile:mobile": ("employee", "", {"mobile": "12"}),
    "console:password": ("reviewer", "", {"old": "x"}),
    "office:totp_new": ("maker", "", {}),
    "mobile:agreement_sign": ("employee", "agreement", {}),
    "mobile:transfer_new": ("employee", "", {"direction": "OUT"}),
    "mobile:account_new": ("employee", "", {}),
    "mobile:account_bound": ("employee", "account_two", {}),
    "office:balance_confirm": ("checker", "payer", {"month": "2026-02-01", "verdict": "differ"}),
    "mobile:card_new": ("employee", "", {}),
    "mobile:card_bind": ("employee", "card", {"single": "0"}),
    "mobile:my_data": ("employee", "", {}),
    "office:agreement_sign": ("enterprise admin", "firm_agreement", {}),
    "console:text_new": ("compliance", "text_code", {}),
    "console:text_decision": ("approver of head office", "text", {"verdict": "RETURN"}),
    "console:data_request_reply": ("compliance", "data_request", {}),
    "mobile:recover": ("anonymous", "", {}),
    "mobile:join": ("anonymous", "", {"mobile": "1"}),
    "mobile:join_confirm": ("employee", "claim", {}),
    "mobile:certification_mend": ("employee", "mend", {"value": "甲"}),
    "office:member_invite": ("pay clerk", "", {}),
    "office:member_mend": ("pay clerk", "rejected", {"value": "工 号"}),
    "office:operator_new": ("enterprise admin", "", {}),
    "console:staff_new": ("system administrator", "", {}),
    "console:staff_end": ("system administrator", "staff_grant", {}),
    "mobile:payslip_dispute": ("employee", "payslip", {"text": " "}),
    "mobile:proof_issue": ("employee", "", {"kind": "INCOME"}),
    "office:voucher_export": ("maker", "", {"month": "2026"}),
    "office:archive_export": ("pay clerk", "", {"year": "26"}),
    "office:payslip_withdraw": ("pay clerk", "dispute", {"reason": " "}),
    "office:payslip_correct": ("pay clerk", "withdrawn", {"label": "工资", "amount": "?"}),
    "office:template_save": ("pay clerk", "", {"note": "长" * 201}),
    "office:opening_ask": ("pay clerk", "", {"idempotency_key": "k"}),
    "console:opening_accept": ("bank operator", "opening", {"place": " "}),
    "console:opening_decline": ("bank operator", "opening", {"reason": " "}),
    "mobile:reclaim_refuse": ("employee", "reclaim", {"text": " "}),
    "office:reclaim_ask": ("maker", "paid_row", {"amount": "一百"}),
    "mobile:order_place": ("employee", "own_issue", {"amount": "?"}),
    "mobile:mandate_sign": ("employee", "own_issue", {"amount": "?"}),
    "office:entrusted_load": ("maker", "loan_shut", {}),
    "office:entrusted_return": ("checker", "entrusted", {"reason": " "}),
    "office:insurance_record": ("pay clerk", "", {}),
    "mobile:wagecard_submit": ("employee", "employer", {}),
    "office:wagecard_reject": ("pay clerk", "wagecard", {"reason": " "}),
    "office:columns_name": ("maker", "unread", {}),
    "office:batch_import": ("maker", "", {"title": "三月"}),
    "office:contract_request": ("enterprise admin", "", {}),
    "console:contract_propose": ("reviewer", "contract", {}),
    "console:contract_decline": ("reviewer", "contract", {"reason": " "}),
    "console:contract_terminate": ("reviewer", "contract_held", {"reason": " "}),
    "console:contract_suspend": ("compliance", "contract_held", {"reason": " "}),
    "console:contract_resume": ("approver", "contract_held", {"reason": " "}),
    "office:issue_draft": ("maker", "", {"title": "保本理财", "idempotency_key": "k"}),
    "office:issue_save": ("maker", "loan_draft", {"scale_fen": "很多", "rate": "高"}),
    "office:paper_put": ("maker", "loan_draft", {}),
    "office:cancel_ask": ("checker", "loan", {"reason": " "}),
    "office:early_ask": ("checker", "loan_lent", {"on": "明天", "idempotency_key": "k"}),
    "mobile:purchase_place": ("employee", "wealth_product", {"amount": "很多", "idempotency_key": "k"}),
    "mobile:redemption_place": ("employee", "own_position", {"units": "0", "idempotency_key": "k"}),
    "mobile:conversion_place": ("employee", "own_conversion", {"units": "-1", "idempotency_key": "k"}),
    "mobile:dividend_choose": ("employee", "own_position", {"mode": "都要", "idempotency_key": "k"}),
    "mobile:quick_redeem": ("employee", "own_position", {"units": "一百", "idempotency_key": "k"}),
    "mobile:plan_create": ("employee", "", {"amount": "很多", "idempotency_key": "k"}),
    "mobile:plan_change": ("employee", "own_plan", {"amount": "很多"}),
    "mobile:instruction_sign": ("employee", "wealth_product", {"amount": "很多", "idempotency_key": "k"}),
    "mobile:instruction_change": ("employee", "own_instruction", {"amount": "很多", "idempotency_key": "k"}),
    "mobile:exit_ask": ("employee", "own_holding", {"reason": " ", "idempotency_key": "k"}),
    "office:notice_publish": ("maker", "loan_lent", {"kind": "EVENT", "title": "担保", "idempotency_key": "k"}),
    "office:register_export": ("checker", "loan_lent", {"reason": " "}),
    "console:issue_default": ("compliance", "loan_late", {"reason": " ", "idempotency_key": "k"}),
    "console:evidence_export": ("compliance", "loan_late", {"reason": " "}),
    "console:issue_review": ("reviewer", "loan", {"opinion": " "}),
    "console:issue_reject": ("reviewer", "loan", {"reason": " "}),
    "console:issue_suspend": ("compliance", "loan_open", {"reason": " "}),
    "console:issue_resume": ("compliance", "loan_shut", {"reason": " "}),
    "console:product_propose": ("bank operator", "", {"code": "保本", "name": "保本", "first_min_fen": "很多"}),
    "console:terms_propose": ("bank operator", "wealth_product", {"name": "零风险", "redemption_fees": "七天"}),
    "console:product_suspend": ("compliance", "wealth_product", {"reason": " ", "idempotency_key": "k"}),
    "console:product_resume": ("approver of head office", "wealth_shut", {"reason": " ", "idempotency_key": "k"}),
    "console:lpr_propose": ("bank operator", "", {"rate": "三"}),
    "mobile:assessment_take": ("employee", "", {"idempotency_key": "k"}),
    "console:accord_propose": ("bank operator", "", {"id_number": "1", "number": "", "signed_on": "昨天"}),
    "console:accord_end": ("bank operator", "accord", {"reason": " ", "idempotency_key": "k"}),
    "console:questionnaire_propose": ("bank operator", "", {"text_1": "年龄", "idempotency_key": "k"}),
    "mobile:message_report": ("employee", "own_heard", {"reason": "X"}),
    "mobile:report_appeal": ("employee", "own_report", {"reason": " "}),
    "console:warrant_propose": ("compliance", "", {"kind": "HOLD", "case_no": "1", "reason": "x"}),
    "console:warrant_release": ("compliance", "warrant", {"reason": " "}),
    "console:report_decide": ("bank operator", "talk_report", {"measure": "HIDE", "reason": " "}),
    "console:appeal_decide": ("approver", "talk_report", {"is_right": "yes", "reason": " "}),
    "mobile:message_send": ("employee", "own_talk", {"text": " "}),
    "mobile:file_send": ("employee", "own_talk", {}),
    "mobile:message_edit": ("employee", "own_said", {"text": " "}),
    "mobile:thread_open": ("employee", "", {"text": " "}),
    "mobile:thread_reopen": ("employee", "own_over", {"text": " "}),
    "mobile:thread_rate": ("employee", "own_over", {}),
    "office:thread_open": ("maker", "", {"text": " "}),
    "office:message_send": ("maker", "firm_thread", {"text": " "}),
    "office:thread_reopen": ("maker", "firm_over", {"text": " "}),
    "office:thread_rate": ("maker", "firm_over", {}),
    "console:message_send": ("service agent", "served_thread", {"text": " "}),
    "console:thread_transfer": ("service agent", "served_thread", {"note": " "}),
    "console:thread_close": ("service agent", "served_thread", {}),
    "console:agent_appoint": ("bank operator", "", {"capacity": "很多"}),
    "mobile:complaint_file": ("employee", "", {"text": " "}),
    "mobile:complaint_judge": ("employee", "own_complaint", {}),
    "office:complaint_file": ("maker", "", {"text": " "}),
    "office:complaint_judge": ("maker", "firm_complaint", {}),
    "console:complaint_reply": ("service agent", "late_complaint", {"text": " "}),
    "console:canned_propose": ("service agent", "", {"text": " "}),
    "office:rows_merge": ("maker", "batch", {}),
    "office:statement_issue": ("maker", "payer", {"first": "2026-03-02", "last": "2026-02-02"}),
    "office:member_submit": ("pay clerk", "", {}),
    "office:member_leaving": ("pay clerk", "member", {}),
    "office:register": ("anonymous", "", {"uscc": "1"}),
    "office:onboarding_company": ("enterprise admin", "", {}),
    "office:onboarding_papers": ("enterprise admin", "", {}),
    "office:onboarding_account": ("enterprise admin", "", {}),
    "office:onboarding_amount": ("enterprise admin", "", {"amount": "?"}),
    "office:onboarding_operators": ("enterprise admin", "", {}),
    "console:application_refuse": ("reviewer", "application", {}),
    "console:absence_new": ("reviewer", "", {}),
    "console:member_supervision": ("compliance", "enterprise", {"move": "suspend", "emp_no": "没有", "reason": "x"}),
    "console:enterprise_supervision": ("compliance", "enterprise", {"move": "suspend"}),
    "office:roster_new": ("pay clerk", "", {}),
    "office:department_new": ("pay clerk", "", {"name": "一/二"}),
    "office:department_detail": ("pay clerk", "department", {"name": " "}),
    "office:roster_alike": ("pay clerk", "upload", {"column": "department"}),
    "office:roster_sheet_back": ("pay clerk", "upload", {}),
    "console:certification_refuse": ("reviewer", "certification", {"reason": "看不清"}),
    "console:certification_reveal": ("reviewer", "certification", {}),
    "console:application_reveal": ("reviewer", "application", {}),
    "console:review_pass_on": ("approver", "review", {}),
    "console:day_close": ("bank operator", "", {"day": "2026-03-02"}),
    "console:case_tell": ("bank operator", "case", {"text": " "}),
    "console:case_give_back": ("bank operator", "case", {}),
    "console:case_pass_on": ("bank operator", "case", {"text": "换班"}),
    "console:case_proposal": ("bank operator", "case", {"text": "核实"}),
    "console:case_refusal": ("approver of head office", "case", {}),
    "mobile:question_ask": ("employee", "", {}),
    "mobile:answer_give": ("employee", "own_question", {}),
    "office:bulletin_draft": ("pay clerk", "", {}),
    "office:bulletin_edit": ("pay clerk", "bulletin_draft", {}),
    "office:bulletin_withdraw": ("pay clerk", "own_bulletin", {}),
    "office:question_hide": ("pay clerk", "own_question", {}),
    "console:bulletin_propose": ("bank operator", "", {}),
    "console:announcement_new": ("bank operator", "", {}),
    "console:announcement_decision": ("approver", "announcement", {"verdict": "RETURN"}),
    "console:parameter_new": ("bank operator", "parameter_key", {}),
    "console:parameter_decision": ("approver of head office", "parameter", {"verdict": "RETURN"}),
}


SUITABLE = {
    "mobile:purchase_place", "mobile:instruction_sign", "mobile:instruction_change", "mobile:conversion_place",
}  # fmt: skip


def _in_work(stage: Stage, case_id: UUID, *, proposed: bool) -> None:
    """The operator has the case, and a colleague whom it may be handed over to."""
    operator = stage.world.actor("bank_operator")
    Case.objects.system("test").filter(pk=case_id).update(
        kind="ledger.clearing.many",  # which has a remedy to choose
        state="PROPOSED" if proposed else "TAKEN",
        owner_person_id=operator.person_id,
        proposer_person_id=operator.person_id if proposed else None,
    )
    row = StaffGrant.objects.system("test").get(person_id=operator.person_id)
    other = User.objects.get(login_name=CAST["auditor"].login_name)
    StaffGrant.objects.create(
        unit=row.unit, role=row.role, user_id=other.pk, person_id=other.person_id, granted_at=row.granted_at
    )


WHOSE = dict.fromkeys(
    (
        "payslip",
        "card",
        "data_request",
        "claim",
        "mend",
        "employer",
        "wagecard",
        "reclaim",
        "own_issue",
        "own_question",
        "own_bulletin",
        "bulletin_draft",
        "own_holding",
        "own_position",
        "own_plan",
        "own_instruction",
        "own_talk",
        "own_said",
        "own_over",
        "own_complaint",
        "own_conversion",
    ),
    "xiaowen",
) | dict.fromkeys(("firm_thread", "firm_over", "firm_complaint"), "maker")  # of the others the first enterprise's


REPORTS = {"console:report_decide": "OPEN", "console:appeal_decide": "APPEALED"}  # where there is a form to mend


@pytest.mark.parametrize("name", SUBMITS)
def test_what_is_missing_is_said_above_the_form_with_a_link(stage: Stage, name: str) -> None:
    who, kind, form = SUBMITS[name]
    things = [thing for thing in stage.things(kind) if thing.whose == WHOSE.get(kind, "morningstar")]
    thing = (things or stage.things(kind))[0] if kind else None
    if kind == "case":
        _in_work(stage, *thing.args, proposed=name == "console:case_refusal")
    if name in SUITABLE:  # of somebody who may
        make_shenhuobao.confirm(stage.person_ids["xiaowen"], stage.now)
    if thing and name == "mobile:dividend_choose":  # cash management leaves no choice
        held = Holding.objects.system("test").get(
            person_id=stage.person_ids["xiaowen"], product__kind=ProductKind.NET_VALUE
        )
        thing = replace(thing, args=(held.pk,))
    if thing and name == "mobile:exit_ask":  # only of one that may end, beside another's
        make_tongxinbao.let_exit(*thing.args, stage.now)
    if thing and name == "console:contract_resume":  # only of one that is suspended
        stopped = {"state": "SUSPENDED", "suspended_by": new_id(), "reason": "核查"}
        Contract.objects.system("test").filter(pk=thing.args[0]).update(**stopped)
    if thing and name in REPORTS:
        Report.objects.system("test").filter(pk=thing.args[0]).update(state=REPORTS[name])
    url = url_of(name, thing)
    answer = browser_of(stage, who).ask("POST", url, form=form | {"csrfmiddlewaretoken": "as every page has it"})
    assert answer.status == 422
    summary = SUMMARY.search(answer.text)
    assert summary, "no summary that takes the focus"
    linked = LINKS.findall(summary[0])
    assert linked
    assert [name for name in linked if f'id="{name}"' not in answer.text] == [], "a link that leads nowhere"
    assert "必填" not in summary[0], "says what is wrong, not what to do"
