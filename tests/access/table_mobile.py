"""Who may do what on the phone."""

from .lines import ABSENT, CONFLICT, FOUND, INVALID, OK, STEP_UP
from .lines import line as _line

MOBILE = {
    "home": _line("mobile", "self", get=OK, lists="payslip"),
    "assets": _line("mobile", "self", get=OK, lists="account"),
    "me": _line("mobile", "self", get=OK),
    "employer_switch": _line("mobile", "self", post=ABSENT),
    "account_list": _line("mobile", "self", get=OK, lists="account"),
    "account_balance": _line("mobile", "self", get=OK, thing="account"),
    "account_entries": _line("mobile", "self", get=OK, thing="account"),
    "entry": _line("mobile", "self", get=OK, post=CONFLICT, thing="entry"),
    "receipt_file": _line("mobile", "self", get=OK, thing="receipt"),
    "receipt_print": _line("mobile", "self", get=OK, thing="receipt"),
    "statement": _line("mobile", "self", get=OK, thing="account"),
    "statement_issue": _line("mobile", "self", post=FOUND, thing="account"),
    "statement_detail": _line("mobile", "self", get=OK, thing="statement"),
    "statement_file": _line("mobile", "self", get=OK, thing="statement"),
    "payslip_list": _line("employee", "self", get=OK, lists="payslip"),
    "payslip_detail": _line("employee", "self", get=OK, thing="payslip"),
    "payslip_view": _line("employee", "self", post=STEP_UP, thing="payslip"),
    "payslip_confirm": _line("employee", "self", post=CONFLICT, thing="payslip"),
    "payslip_dispute": _line("employee", "self", post=CONFLICT, thing="payslip", form={"text": "少了一天"}),
    "certification": _line("mobile", "self", get=OK, lists="own_certification"),
    "agreement_list": _line("mobile", "self", get=OK, lists="signature"),
    "agreement": _line("mobile", "self", get=OK, thing="agreement"),
    "agreement_sign": _line("mobile", "self", post=INVALID, thing="agreement"),
    "agreement_copy": _line("mobile", "self", get=OK, thing="signature"),
    "consent_list": _line("mobile", "self", get=OK),
    "consent": _line("mobile", "self", post=FOUND, thing="purpose", form={"decision": "withdraw"}),
    "mandate_list": _line("mobile", "self", get=OK, lists="mandate"),
    "mandate": _line("mobile", "self", get=OK, thing="mandate"),
    "mandate_stop": _line("mobile", "self", post=FOUND, thing="mandate", writes="agreements_mandate"),
    "my_data": _line("mobile", "self", get=OK, post=INVALID, lists="data_request"),
    "my_data_copy": _line("mobile", "self", post=STEP_UP),
    "my_data_withdraw": _line("mobile", "self", post=FOUND, thing="data_request"),
    "recover": _line("", "public", get=OK, post=INVALID),
    "recover_code": _line("", "public", get=FOUND, post=FOUND),  # nobody has asked for a code
    "offline": _line("", "public", get=OK),
    "worker": _line("", "public", get=OK),
}
