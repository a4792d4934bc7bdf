"""Who may do what by the API."""

from .lines import ABSENT, CONFLICT, CREATED, EMPTY, INVALID, OK, STEP_UP
from .lines import line as _line
from .table_console import WATCHES_LOANS
from .words import PRINTS, READS_ACCOUNTS, READS_BATCHES, SENT

MUTED = {"category": "NEWS", "sms": False}
PAYS = {"title": "工资", "pay_period": "2026-03", "payer_account_id": "00000000-0000-7000-8000-000000000000"}
NOWHERE = PAYS["payer_account_id"]
MOVES = {"direction": "OUT", "account_id": NOWHERE, "card_id": NOWHERE, "amount_fen": 1}
SOMEBODY = dict.fromkeys(("name", "id_number", "emp_no", "mobile", "department", "hired_on", "contract_type"), "")
SIGNS = {"text_hash": "0" * 64, "opened": "x"}
LENDS = {
    "account_id": NOWHERE, "amount_fen": 100000, "is_own_money": True, "risk_hash": "0" * 64, "terms_hash": "0" * 64,
    "opened": "of nobody's making",
}  # fmt: skip
MANDATES = {
    "account_id": NOWHERE, "max_fen": 100000, "valid_until": "2026-03-02", "is_own_money": True,
    "risk_hash": "0" * 64, "terms_hash": "0" * 64, "mandate_hash": "0" * 64, "opened": "of nobody's making",
}  # fmt: skip
LISTED = {"lines": [{"emp_no": "1", "name": "某人", "amount": "1000"}]}
VERDICT = {"digest": "0" * 64, "verdict": "RETURN", "reason": "再议"}
BINDS = {"card_id": NOWHERE, "mobile": "13800005678"}
OPENS = BINDS | {"opening_id": NOWHERE, "text_hash": "0" * 64}
TERMS = {"single_fen": 1, "day_fen": 1, "text_hash": "0" * 64}
ALIKE = {"code": "E_AMOUNT", "column": "amount", "action": "drop", "count": 2}
NAMES = {"columns": [{"field": field, "place": place} for place, field in enumerate(("name", "account", "amount"))]}
LINE = {"name": "李晓雯", "amount_fen": 100}
PROVES = {"kind": "INCOME", "enterprise_id": NOWHERE, "months": 6, "purpose": "LOAN", "recipient": "某银行"}
ITEM = {"label": "工资", "amount_fen": 1}
MAKES, READS = "maker program", f"{READS_BATCHES} program"
API = {
    "schema": _line("", "public", get=OK),
    "payers": _line(MAKES, "enterprise", get=OK, lists="payer"),
    "batches": _line(
        READS,
        "enterprise",
        get=OK,
        lists="batch",
        writers=MAKES,
        post=ABSENT,
        form=PAYS | {"lines": [LINE | {"account": "1"}]},
    ),
    "batch_import": _line(MAKES, "enterprise", post="415"),
    "batch": _line(READS, "enterprise", get=OK, thing="batch"),
    "columns_name": _line(MAKES, "enterprise", post=OK, thing="unread", form=NAMES),
    "batch_compare": _line(READS, "enterprise", get=OK, thing="batch"),
    "rows": _line(READS, "enterprise", get=OK, thing="batch"),
    "pay_calendar": _line(READS, "enterprise", get=OK),
    "payroll_figures": _line(READS, "enterprise", get=OK),
    "payroll_fees": _line("maker checker authoriser admin program", "enterprise", get=OK, lists="fee"),
    "payroll_fee": _line("maker checker authoriser admin program", "enterprise", get=OK, thing="fee"),
    "payroll_contract": _line("office program", "enterprise", get=OK, post=INVALID, writers="admin", lists="contract"),
    "contract_sign": _line(
        "admin", "enterprise", post=CONFLICT, thing="contract", form={"digest": "0" * 64, "text_hash": "0" * 64}
    ),
    "contract_withdraw": _line("admin", "enterprise", post=OK, thing="contract"),
    "contract_end": _line("admin", "enterprise", post=CONFLICT, thing="contract"),
    "batch_submit": _line(MAKES, "enterprise", post=OK, thing="batch", form={"warnings_confirmed": True}),
    "batch_withdraw": _line(MAKES, "enterprise", post=CONFLICT, thing="batch"),
    "batch_cancel": _line(MAKES, "enterprise", post=EMPTY, thing="batch"),
    "batch_release": _line(MAKES, "enterprise", post=CONFLICT, thing="batch"),
    "batch_check": _line("checker", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_authorise": _line("authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_reject": _line("checker authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_permit": _line("authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "rows_amend": _line(MAKES, "enterprise", put=CONFLICT, thing="batch", form=ALIKE),
    "rows_merge": _line(MAKES, "enterprise", put=CONFLICT, thing="batch", form={"lines": [LINE | {"account": "1"}]}),
    "row": _line(READS, "enterprise", get=OK, writers=MAKES, put=OK, delete=EMPTY, thing="row", form=LINE),
    "batch_tax": _line(READS, "enterprise", get=OK, thing="batch"),
    "batch_print": _line(f"{PRINTS} program", "enterprise", post=CONFLICT, thing="batch"),
    "row_print": _line(f"{PRINTS} program", "enterprise", post=CONFLICT, thing="line"),
    "wage_proofs": _line("employee", "self", get=OK, post=ABSENT, lists="proof", form=PROVES),
    "wage_proof": _line("employee", "self", get=OK, delete=EMPTY, thing="proof"),
    "slips": _line("pay", "enterprise", get=OK, lists="dispute", query="find=%E6%9D%8E%E6%99%93%E9%9B%AF"),
    "slip": _line("pay", "enterprise", get=OK, thing="dispute"),
    "payslip_withdraw": _line("pay", "enterprise", post=EMPTY, thing="dispute", form={"reason": "少了一天"}),
    "payslip_correct": _line("pay", "enterprise", post=EMPTY, thing="withdrawn", form={"items": [ITEM]}),
    "payslip_template": _line("pay", "enterprise", get=OK),
    "template_save": _line("pay", "enterprise", post=EMPTY, form={"columns": []}),
    "batch_retry": _line(MAKES, "enterprise", post=CONFLICT, thing="batch"),
    "batch_supplement": _line(MAKES, "enterprise", post=CONFLICT),
    "waiting_rows": _line(MAKES, "enterprise", get=OK),
    "row_park": _line(MAKES, "enterprise", post=CONFLICT, thing="row"),
    "reclaims": _line(READS_BATCHES, "enterprise", get=OK, writers="maker", post=INVALID, lists="reclaim"),
    "reclaim": _line(READS_BATCHES, "enterprise", get=OK, thing="reclaim"),
    "reclaim_withdraw": _line("maker", "enterprise", post=EMPTY, thing="reclaim"),
    "reclaim_decide": _line("checker", "enterprise", post=CONFLICT, thing="reclaim", form=SENT | {"verdict": "RETURN"}),
    "own_reclaims": _line("employee", "self", get=OK, lists="reclaim"),
    "own_reclaim": _line("employee", "self", get=OK, thing="reclaim"),
    "reclaim_agree": _line("employee", "self", post=STEP_UP, thing="reclaim"),
    "reclaim_refuse": _line("employee", "self", post=EMPTY, thing="reclaim", form={"text": "没有多发"}),
    "openings": _line("pay", "enterprise", get=OK, post=INVALID, lists="opening"),
    "opening": _line("pay", "enterprise", get=OK, thing="opening"),
    "opening_withdraw": _line("pay", "enterprise", post=EMPTY, thing="opening"),
    "invitations": _line("employee", "self", get=OK),
    "wagecards": _line("employee", "self", get=OK, post=INVALID, lists="wagecard"),
    "wagecard_withdraw": _line("employee", "self", post=EMPTY, thing="wagecard"),
    "staff_cards": _line("pay", "enterprise", get=OK, lists="wagecard"),
    "staff_card": _line("pay", "enterprise", get=OK, thing="wagecard"),
    "wagecard_confirm": _line("pay", "enterprise", post=STEP_UP, thing="wagecard"),
    "wagecard_reject": _line("pay", "enterprise", post=EMPTY, thing="wagecard", form={"reason": "请先来核对"}),
    "payslips": _line("employee", "self", get=OK, lists="payslip"),
    "payslip": _line("employee", "self", get=OK, thing="payslip"),
    "payslip_view": _line("employee", "self", post=STEP_UP, thing="payslip"),
    "receipt_give": _line("employee", "self", post=STEP_UP, thing="payslip"),
    "payslip_confirm": _line("employee", "self", post=CONFLICT, thing="payslip"),
    "payslip_dispute": _line("employee", "self", post=CONFLICT, thing="payslip", form={"text": "少了一天"}),
    "members": _line("office program", "enterprise", get=OK, lists="member"),
    "roster": _line("hr program", "enterprise", put=OK, form={"people": [SOMEBODY], "dry_run": True}),
    "accounts": _line("mobile", "self", get=OK, lists="account"),
    "account_balance": _line("mobile", "self", get=OK, thing="account"),
    "account_two_words": _line("employee", "self", get=OK),
    "account_two": _line("employee", "self", put=ABSENT, form=OPENS),
    "account_entries": _line("mobile", "self", get=OK, thing="account"),
    "account_month": _line("mobile", "self", get=OK, thing="account"),
    "account_bound": _line("employee", "self", put=ABSENT, thing="account", form=BINDS),
    "account_limits": _line("mobile", "self", get=OK, thing="account"),
    "account_guard": _line("mobile", "self", put=EMPTY, thing="account", form={"move": "self_stop"}),
    "account_closing": _line("mobile", "self", get=OK, post=CONFLICT, thing="account"),
    "cards": _line("employee", "self", get=OK, put=INVALID, lists="card", form={"number": "1"}),
    "card_words": _line("employee", "self", get=OK),
    "card": _line("employee", "self", get=OK, delete=EMPTY, thing="card"),
    "card_bind": _line("employee", "self", post=CONFLICT, thing="card", form=TERMS),
    "confirmations": _line(f"{READS_ACCOUNTS} program", "enterprise", get=OK, lists="payer"),
    "confirmation": _line(
        "checker authoriser admin", "enterprise", put=EMPTY, thing="payer", form={"month": "2026-02-01", "agrees": True}
    ),
    "transfers": _line("employee", "self", get=OK, lists="transfer", post=ABSENT, form=MOVES),
    "transfer": _line("employee", "self", get=OK, thing="transfer"),
    "enterprise_accounts": _line(f"{READS_ACCOUNTS} program", "enterprise", get=OK, lists="payer"),
    "enterprise_statement": _line(
        f"{READS_ACCOUNTS} program", "enterprise", get=OK, thing="payer", query="first=2026-02-01&last=2026-03-02"
    ),
    "inbox": _line("mobile office console", "self", get=OK, lists="notice"),
    "inbox_read": _line("mobile office console", "self", put=EMPTY),
    "inbox_settings": _line("mobile office console", "self", get=OK, put=EMPTY, form=MUTED),
    "agreements": _line("mobile", "self", get=OK),
    "agreement": _line("mobile", "self", get=OK, thing="agreement"),
    "agreement_sign": _line("mobile", "self", post=INVALID, thing="agreement", form=SIGNS),
    "signatures": _line("mobile", "self", get=OK, lists="signature"),
    "signature": _line("mobile", "self", get=OK, thing="signature"),
    "consents": _line("mobile", "self", get=OK),
    "consent": _line("mobile", "self", put=EMPTY, thing="purpose", form={"granted": False}),
    "mandates": _line("mobile", "self", get=OK, lists="mandate"),
    "mandate": _line("mobile", "self", get=OK, thing="mandate"),
    "mandate_stop": _line("mobile", "self", post=EMPTY, thing="mandate", writes="agreements_mandate"),
    "data_requests": _line(
        "mobile", "self", get=OK, lists="data_request", post=CREATED, form={"kind": "DELETE", "text": "请删除"}
    ),
    "data_request_withdraw": _line("mobile", "self", post=EMPTY, thing="data_request"),
    "data_copy": _line("mobile", "self", post=STEP_UP),
    "enterprise_application": _line("office", "enterprise", get=OK),
    "firm_agreements": _line("office", "enterprise", get=OK),
    "firm_agreement": _line("office", "enterprise", get=OK, thing="firm_agreement"),
    "firm_agreement_sign": _line("admin", "enterprise", post=INVALID, thing="firm_agreement", form=SIGNS),
    "firm_signatures": _line("office", "enterprise", get=OK, lists="firm_signature"),
    "firm_signature": _line("office", "enterprise", get=OK, thing="firm_signature"),
    "devices": _line("mobile office console", "self", get=OK, lists="device"),
    "device": _line("mobile office console", "self", delete=EMPTY, thing="device"),
    "sessions": _line("mobile office console", "self", get=OK),
    "session": _line("mobile office console", "self", delete=EMPTY, thing="session"),
    "announcements": _line("mobile office console", "self", get=OK),
    "help": _line("", "public", get=OK),
    "help_article": _line("", "public", get=OK, thing="help"),
    "fees": _line("", "public", get=OK),
    "search": _line("mobile", "self", get=OK, query="query=gongzi"),
    "firm_search": _line("office", "enterprise", get=OK, query="query=gongzi"),
    "bank_search": _line("console", "unit", get=OK, query="query=gongzi"),
    "lending_issues": _line("employee", "self", get=OK, lists="own_issue", hidden=True),
    "lending_issue": _line("employee", "self", get=OK, thing="own_issue", hidden=True),
    "order_place": _line("employee", "self", post=INVALID, thing="own_issue", hidden=True, form=LENDS),
    "loan_mandate": _line("employee", "self", get=OK, thing="own_mandate", hidden=True),
    "loan_mandate_words": _line("employee", "self", get=OK, thing="own_issue", hidden=True),
    "mandate_sign": _line("employee", "self", post=INVALID, thing="own_issue", hidden=True, form=MANDATES),
    "mandate_revoke": _line("employee", "self", post=OK, thing="own_mandate", hidden=True),
    "entrusted_lists": _line("maker checker", "enterprise", get=OK, thing="loan_open"),
    "entrusted_load": _line("maker", "enterprise", post=CREATED, thing="loan_shut", form=LISTED),
    "entrusted": _line("maker checker", "enterprise", get=OK, thing="entrusted"),
    "entrusted_submit": _line("maker", "enterprise", post=CONFLICT, thing="entrusted"),
    "entrusted_discard": _line("maker", "enterprise", post=CONFLICT, thing="entrusted"),
    "entrusted_return": _line("checker", "enterprise", post=OK, thing="entrusted", form={"reason": "金额不对"}),
    "entrusted_release": _line("checker", "enterprise", post=CONFLICT, thing="entrusted", form={"digest": "0"}),
    "firm_issues": _line(READS_ACCOUNTS, "enterprise", get=OK, lists="loan loan_draft"),
    "firm_issue": _line(READS_ACCOUNTS, "enterprise", get=OK, thing="loan_lent"),
    "early_offer": _line("checker", "enterprise", get=OK, thing="loan_lent"),
    "early_ask": _line("checker", "enterprise", post=INVALID, thing="loan_lent", form={"on": "2020-01-01"}),
    "early_decide": _line("authoriser approver", "enterprise", post=CONFLICT, thing="loan", form=VERDICT),
    "firm_notices": _line(READS_ACCOUNTS, "enterprise", get=OK, thing="loan_lent"),
    "notice_publish": _line(
        "maker", "enterprise", post=CONFLICT, thing="loan", form={"kind": "EVENT", "title": "事项", "text": "说明"}
    ),
    "exit_request": _line("checker authoriser", "enterprise", get=OK, thing="exit"),
    "exit_decide": _line(
        "checker authoriser",
        "enterprise",
        post=CONFLICT,
        thing="exit",
        not_their_turn="authoriser",
        form=VERDICT | {"digest": "1" * 64},
    ),
    "bank_issues": _line(WATCHES_LOANS, "unit", get=OK, lists="loan"),
    "bank_issue": _line(WATCHES_LOANS, "unit", get=OK, thing="loan"),
    "bank_arrears": _line("compliance", "unit", get=OK, thing="loan_late"),
    "issue_default": _line("compliance", "unit", post=CONFLICT, thing="loan_late", form={"reason": "逾期"}),
    "default_note": _line("compliance", "unit", post=CONFLICT, thing="loan_late", form={"text": "已报告"}),
    "lending_orders": _line("employee", "self", get=OK, lists="own_order", hidden=True),
    "lending_order": _line("employee", "self", get=OK, thing="own_order", hidden=True),
    "order_withdraw": _line("employee", "self", post=CONFLICT, thing="own_order", hidden=True),
    "own_loans": _line("employee", "self", get=OK, lists="own_holding", hidden=True),
    "own_loan": _line("employee", "self", get=OK, thing="own_holding", hidden=True),
    "exit_ask": _line(
        "employee", "self", post=CONFLICT, thing="own_holding", hidden=True, form={"reason": "家中有人生病"}
    ),
    "quotes": _line("employee", "self", post=INVALID),
    "quotes_slashed": _line("employee", "self", post=INVALID),
    "products": _line("employee", "self", get=OK),
    "product": _line("employee", "self", get=OK, thing="wealth_product"),
    "wealth_quotes": _line("employee", "self", post=INVALID),
    "wealth_quotes_slashed": _line("employee", "self", post=INVALID),
    "notice_read": _line("mobile office console", "self", put=EMPTY, thing="notice"),
}
