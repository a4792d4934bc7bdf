"""Who may do what in the console."""

from .lines import ABSENT, CONFLICT, FOUND, INVALID, OK, STEP_UP
from .lines import line as _line
from .words import KEY, SENT

DECIDES = "reviewer approver"
BUSINESS = "reviewer approver compliance operator service auditor"  # all but the two administrators
LIMIT_DESK = "operator approver compliance service auditor"
TO_NOBODY = {"person": "00000000-0000-7000-8000-000000000000", "reason": "轮岗"}
SEES_APPLICATIONS = "reviewer approver compliance auditor"
WATCHES_PRODUCTS = "approver compliance operator auditor"
WATCHES_LOANS = "reviewer approver compliance operator auditor"
WORDS_QUESTIONS = "approver compliance operator auditor"
SEES_CONTRACTS = "reviewer approver compliance operator auditor"
READS_TEXTS = "compliance approver auditor service"
READS_BOOKS = "operator compliance auditor"  # at head office: the books are the whole bank's
CONSOLE = {
    "home": _line("console", "unit", get=OK),
    "payroll_figures": _line(BUSINESS, "unit", get=OK),
    "contract_list": _line(SEES_CONTRACTS, "unit", get=OK, lists="contract"),
    "contract_detail": _line(SEES_CONTRACTS, "unit", get=OK, thing="contract"),
    "contract_propose": _line("reviewer", "unit", post=INVALID, thing="contract"),
    "contract_decline": _line("reviewer", "unit", post=INVALID, thing="contract"),
    "contract_decide": _line("approver", "unit", post=INVALID, thing="contract"),
    "contract_terminate": _line("reviewer", "unit", post=CONFLICT, thing="contract", form=SENT),
    "termination_decide": _line(
        "approver", "unit", post=CONFLICT, thing="contract", form=SENT | {"verdict": "APPROVE"}
    ),
    "contract_suspend": _line("compliance operator", "unit", post=FOUND, thing="contract_held", form=SENT),
    "contract_resume": _line("approver", "unit", post=CONFLICT, thing="contract_held", form=SENT),
    "batch_list": _line(BUSINESS, "unit", get=OK, lists="batch"),
    "batch_detail": _line(BUSINESS, "unit", get=OK, thing="batch"),
    "rows_recall": _line("operator", "unit", post=CONFLICT, thing="batch", form=SENT),
    "recall_decide": _line("approver", "unit", post=CONFLICT, thing="batch", form=SENT | {"verdict": "APPROVE"}),
    "opening_list": _line("operator approver auditor", "unit", get=OK, lists="opening"),
    "opening": _line("operator approver auditor", "unit", get=OK, thing="opening"),
    "opening_accept": _line("operator", "unit", post=FOUND, thing="opening", form={"place": "网点"}),
    "opening_decline": _line("operator", "unit", post=FOUND, thing="opening", form={"reason": "缺资料"}),
    "opening_decide": _line("approver", "unit", post=CONFLICT, thing="opening", form=SENT | {"verdict": "RETURN"}),
    "issue_list": _line(WATCHES_LOANS, "unit", get=OK, lists="loan"),
    "issue_watch": _line(WATCHES_LOANS, "unit", get=OK, lists="loan_lent"),
    "issue_detail": _line(WATCHES_LOANS, "unit", get=OK, thing="loan"),
    "entrusted_list": _line(WATCHES_LOANS, "unit", get=OK, thing="loan_lent"),
    "entrusted_detail": _line(WATCHES_LOANS, "unit", get=OK, thing="entrusted_placed"),
    "lender_list": _line(WATCHES_LOANS, "unit", get=OK, thing="loan"),
    "issue_paper": _line(WATCHES_LOANS, "unit", get=OK, thing="firm_loan_paper"),
    "issue_review": _line("reviewer", "unit", post=INVALID, thing="loan"),
    "issue_reject": _line("reviewer", "unit", post=FOUND, thing="loan", form=SENT),
    "issue_decide": _line("approver", "unit", post=CONFLICT, thing="loan_lent", form=SENT | {"verdict": "RETURN"}),
    "issue_suspend": _line("compliance", "unit", post=FOUND, thing="loan_open", form=SENT),
    "issue_resume": _line("compliance", "unit", post=FOUND, thing="loan_shut", form=SENT),
    "cancel_decide": _line("approver", "unit", post=CONFLICT, thing="loan_lent", form=SENT | {"verdict": "APPROVE"}),
    "early_decide": _line("approver", "unit", post=CONFLICT, thing="loan", form=SENT | {"verdict": "APPROVE"}),
    "issue_default": _line("compliance", "unit", get=OK, post=INVALID, thing="loan_late"),
    "default_note": _line("compliance", "unit", post=CONFLICT, thing="loan_late", form=KEY | {"text": "已报告"}),
    "evidence_export": _line("compliance", "unit", post=INVALID, thing="loan_late"),
    "issue_settle": _line("approver", "unit", post=CONFLICT, thing="loan", form=SENT),
    "lpr_list": _line(WATCHES_LOANS, "unit", get=OK),
    "lpr_propose": _line("operator", "unit", post=INVALID),
    "lpr_decide": _line("head", "unit", post=CONFLICT, thing="lpr_quote", form=SENT | {"verdict": "APPROVE"}),
    "product_list": _line(WATCHES_PRODUCTS, "unit", get=OK),
    "product_detail": _line(WATCHES_PRODUCTS, "unit", get=OK, thing="wealth_product"),
    "product_propose": _line("operator", "unit", get=OK, post=INVALID),
    "product_suspend": _line("compliance operator", "unit", post=FOUND, thing="wealth_product", form=SENT),
    "product_resume": _line("head", "unit", post=FOUND, thing="wealth_shut", form=SENT),
    "terms_propose": _line("operator", "unit", get=OK, post=INVALID, thing="wealth_product"),
    "terms_decide": _line("head", "unit", post=CONFLICT, thing="wealth_terms", form=SENT | {"verdict": "APPROVE"}),
    "assessment_list": _line("compliance auditor", "unit", get=OK, lists="assessment"),
    "assessment_detail": _line("compliance auditor", "unit", get=OK, thing="assessment"),
    "questionnaire_list": _line(WORDS_QUESTIONS, "unit", get=OK),
    "questionnaire_detail": _line(WORDS_QUESTIONS, "unit", get=OK, thing="questionnaire"),
    "questionnaire_propose": _line("operator", "unit", get=OK, post=INVALID),
    "questionnaire_decide": _line(
        "head", "unit", post=CONFLICT, thing="questionnaire", form=SENT | {"verdict": "APPROVE"}
    ),
    "books": _line(READS_BOOKS, "unit", get=OK),
    "books_file": _line(READS_BOOKS, "unit", get=OK),
    "books_code": _line(READS_BOOKS, "unit", get=OK, thing="gl_code"),
    "books_account": _line(READS_BOOKS, "unit", get=OK, thing="books_account"),
    "books_journal": _line(READS_BOOKS, "unit", get=OK, thing="books_journal"),
    "day_list": _line(READS_BOOKS, "unit", get=OK),
    "day_close": _line("operator", "unit", post=INVALID),
    "day_detail": _line(READS_BOOKS, "unit", get=OK, thing="bank_day"),
    "day_steps": _line(READS_BOOKS, "unit", get=OK, thing="bank_day"),
    "review_list": _line(SEES_APPLICATIONS, "unit", get=OK, lists="application certification", query="show=open"),
    "review_next": _line(DECIDES, "unit", post=FOUND, writes="members_review"),
    "review_team": _line(SEES_APPLICATIONS, "unit", get=OK),
    "review_figures": _line(SEES_APPLICATIONS, "unit", get=OK),
    "absence_new": _line(DECIDES, "unit", post=INVALID),
    "absence_over": _line(DECIDES, "unit", post=ABSENT),
    "review_pass_on": _line("approver compliance", "unit", post=INVALID, thing="review", form=TO_NOBODY),
    "review_look": _line("reviewer approver compliance", "unit", post=ABSENT, thing="review", form={"result": "GOOD"}),
    "review_take": _line(DECIDES, "unit", post=FOUND, thing="review", not_their_turn="approver"),
    "review_put_back": _line(DECIDES, "unit", post=ABSENT, thing="review"),
    "application_detail": _line(SEES_APPLICATIONS, "unit", get=OK, thing="application"),
    "application_pass": _line(DECIDES, "unit", post=STEP_UP, thing="application", not_their_turn="approver"),
    "application_refuse": _line(DECIDES, "unit", post=INVALID, thing="application"),
    "application_reveal": _line(
        "reviewer approver compliance", "unit", post=STEP_UP, thing="application", form={"reason": "核对"}
    ),
    "application_paper": _line(DECIDES, "unit", post=OK, thing="application_paper"),
    "insurance_view": _line("reviewer approver compliance", "unit", post=OK, thing="insurance"),
    "member_supervision": _line("compliance", "unit", post=INVALID, thing="enterprise"),
    "enterprise_supervision": _line("compliance", "unit", post=INVALID, thing="enterprise"),
    "case_list": _line("operator reviewer approver compliance auditor", "unit", get=OK, lists="case"),
    "case_detail": _line("operator reviewer approver compliance auditor", "unit", get=OK, thing="case"),
    "case_claim": _line("operator", "unit", post=FOUND, thing="case"),
    "case_tell": _line("operator", "unit", post=CONFLICT, thing="case", form={"text": "已联系"}),
    "case_give_back": _line("operator", "unit", post=CONFLICT, thing="case", form={"text": "换班"}),
    "case_pass_on": _line("operator", "unit", post=CONFLICT, thing="case", form={"text": "换班"}),
    "case_proposal": _line("operator", "unit", post=CONFLICT, thing="case", form={"text": "核实"}),
    "case_refusal": _line("approver", "unit", post=CONFLICT, thing="case", form={"text": "不同意"}),
    "case_consent": _line("approver", "unit", post=CONFLICT, thing="case", form={"digest": "0" * 64}),
    "job_again": _line(
        "operator", "unit", post=FOUND, thing="parked_job", form={"reason": "已修复"}, writes="core_job"
    ),
    "parameter_list": _line("operator approver compliance auditor", "unit", get=OK),
    "parameter_new": _line("operator", "unit", get=OK, post=INVALID, thing="parameter_key"),
    "parameter_decision": _line("head", "unit", post=STEP_UP, thing="parameter", form={"verdict": "APPROVE"}),
    "staff_list": _line("sysadmin secadmin compliance auditor", "unit", get=OK, lists="staff_grant staff_change"),
    "staff_new": _line("sysadmin", "unit", get=OK, post=INVALID),
    "staff_end": _line("sysadmin", "unit", post=FOUND, thing="staff_grant", form={"reason": "离岗"}),
    "staff_decision": _line("secadmin", "unit", post=STEP_UP, thing="staff_change", form={"verdict": "APPROVE"}),
    "limit_list": _line(LIMIT_DESK, "unit", get=OK),
    "limit_use": _line(LIMIT_DESK, "unit", get=OK, thing="account"),
    "text_list": _line(READS_TEXTS, "unit", get=OK),
    "text_detail": _line(READS_TEXTS, "unit", get=OK, thing="text_code"),
    "text_new": _line("compliance", "unit", get=OK, post=INVALID, thing="text_code"),
    "text_decision": _line("head", "unit", post=STEP_UP, thing="text", form={"verdict": "APPROVE"}),
    "data_request_list": _line("compliance auditor", "unit", get=OK, lists="data_request"),
    "data_request": _line("compliance auditor", "unit", get=OK, thing="data_request"),
    "data_request_reply": _line("compliance", "unit", post=INVALID, thing="data_request"),
    "announcement_desk": _line(LIMIT_DESK, "unit", get=OK, lists="announcement"),
    "announcement_new": _line("operator service", "unit", get=OK, post=INVALID),
    "announcement_decision": _line("approver", "unit", post=STEP_UP, thing="announcement", form={"verdict": "APPROVE"}),
    "announcement_down": _line("operator service", "unit", post=CONFLICT, thing="announcement"),
    "trail": _line("auditor compliance operator", "unit", get=OK, lists="deed", query="action=stage"),
    "certification_detail": _line("reviewer approver compliance auditor", "unit", get=OK, thing="certification"),
    "certification_pass": _line(DECIDES, "unit", post=STEP_UP, thing="certification", not_their_turn="approver"),
    "certification_refuse": _line(
        DECIDES,
        "unit",
        post=FOUND,
        thing="certification",
        not_their_turn="approver",
        form={"field": "name", "reason": "看不清"},
    ),
    "certification_reveal": _line(
        "reviewer approver compliance", "unit", post=STEP_UP, thing="certification", form={"reason": "核对"}
    ),
    "enterprise_list": _line(BUSINESS, "unit", get=OK, lists="enterprise"),
    "enterprise_detail": _line(BUSINESS, "unit", get=OK, thing="enterprise"),
}
