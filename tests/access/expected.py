"""Who may do what, written by hand from the rule book: nothing here is read from the declarations that it tests.

A line of TABLE is one address: the roles that hold its capability, how they stand to the rows, the kind of object in
its address, the kinds of which it lists exactly those within reach, and the answer to each method for who may.
"""

from .lines import ABSENT, CONFLICT, DENIED, EMPTY, FOUND, INVALID, NO_METHOD, OK, SIGN_IN, STEP_UP, Line, Role
from .lines import line as _line
from .stage import AUDIENCES, ELSEWHERE, FIRMS, RELATIONS, WHOLE_PAGES, Thing


def _role(login: str, surface: str, *holds: str, enterprise: str = "", unit: str = "") -> Role:
    return Role(login, surface, frozenset({surface, *holds}), enterprise, unit)


EAST, WEST, HEAD = FIRMS["morningstar"], FIRMS["cloudsail"], "/head/"
ROLES = {
    "anonymous": Role(""),
    "uncertified": _role("xujing", "mobile"),
    "employee": _role("xiaowen", "mobile", "employee"),
    "employee elsewhere": _role(ELSEWHERE, "mobile", "employee"),
    "maker": _role("maker", "office", "maker", enterprise="morningstar"),
    "checker": _role("checker", "office", "checker", enterprise="morningstar"),
    "authoriser": _role("authoriser", "office", "authoriser", enterprise="morningstar"),
    "pay clerk": _role("hr", "office", "hr", "pay", enterprise="morningstar"),
    "enterprise admin": _role("admin", "office", "hr", "admin", enterprise="morningstar"),
    "maker elsewhere": _role("bedrock_hr", "office", "hr", "pay", "maker", enterprise="bedrock"),
    "admin elsewhere": _role("foreign_hr", "office", "hr", "pay", "maker", "admin", enterprise="cloudsail"),
    "reviewer": _role("reviewer", "console", "reviewer", unit=EAST),
    "approver": _role("approver", "console", "approver", unit=EAST),
    "compliance": _role("compliance", "console", "compliance", unit=HEAD),
    "bank operator": _role("bank_operator", "console", "operator", unit=HEAD),
    "service agent": _role("service", "console", "service", unit=HEAD),
    "auditor": _role("auditor", "console", "auditor", unit=HEAD),
    "program": Role("program", "api", frozenset({"program"}), "morningstar"),  # of the first enterprise, by its key
    "approver of head office": _role("head_approver", "console", "approver", "head", unit=HEAD),
    "reviewer of the other branch": _role("other_reviewer", "console", "reviewer", unit=WEST),
}
NOBODY = ROLES["anonymous"]  # also: a disabled login, an expired session


ALL_OFFICE = "office"
READS_BATCHES = "maker checker authoriser hr"
MUTED = {"category": "NEWS", "sms": False}
KEY = {"idempotency_key": "k"}
CONFIRMED = KEY | {"warnings_confirmed": "yes"}  # the batches of the stage are all alike
SENT = KEY | {"digest": "0" * 64, "reason": "金额不对"}

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
OFFICE = {
    "home": _line("office", "enterprise", get=OK, lists="batch"),
    "batch_list": _line(READS_BATCHES, "enterprise", get=OK, lists="batch"),
    "batch_import": _line("maker", "enterprise", get=OK, post=INVALID, lists="payer"),
    "batch_template": _line("maker", "enterprise", get=OK),
    "batch_detail": _line(READS_BATCHES, "enterprise", get=OK, thing="batch"),
    "batch_progress": _line(READS_BATCHES, "enterprise", get=OK, thing="batch"),
    "batch_submit": _line("maker", "enterprise", post=FOUND, thing="batch", form=CONFIRMED),
    "batch_withdraw": _line("maker", "enterprise", post=CONFLICT, thing="batch", form=KEY),
    "batch_cancel": _line("maker", "enterprise", post=FOUND, thing="batch", form=KEY),
    "batch_check": _line("checker", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_authorise": _line("authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_reject": _line("checker authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_permit": _line("authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_release": _line("maker", "enterprise", post=CONFLICT, thing="batch", form=KEY),
    "payslip_disputes": _line("pay", "enterprise", get=OK, lists="dispute"),
    "payslip_reply": _line("pay", "enterprise", post=FOUND, thing="dispute", form={"text": "已核对"}),
    "row_drop": _line("maker", "enterprise", post=FOUND, thing="line"),
    "row_amend": _line("maker", "enterprise", post=FOUND, thing="row"),
    "register": _line("", "public", get=OK, post=INVALID),
    "onboarding": _line("office", "enterprise", get=OK),
    "onboarding_company": _line("admin", "enterprise", get=OK, post=INVALID),
    "onboarding_papers": _line("admin", "enterprise", get=OK, post=INVALID),
    "onboarding_account": _line("admin", "enterprise", get=OK, post=INVALID),
    "onboarding_amount": _line("admin", "enterprise", post=INVALID),
    "onboarding_operators": _line("admin", "enterprise", get=OK, post=INVALID),
    "onboarding_paper": _line("office", "enterprise", get=OK, thing="paper"),
    "onboarding_submit": _line("admin", "enterprise", post=INVALID),
    "onboarding_change": _line("admin", "enterprise", post=CONFLICT),
    "onboarding_withdraw": _line("admin", "enterprise", post=FOUND, writes="members_enterpriseapplication"),
    "member_list": _line("office", "enterprise", get=OK, lists="member"),
    "member_submit": _line("hr", "enterprise", post=INVALID),
    "member_detail": _line("office", "enterprise", get=OK, thing="member"),
    "member_leaving": _line("hr", "enterprise", post=INVALID, thing="member"),
    "roster_new": _line("hr", "enterprise", get=OK, post=INVALID),
    "roster_template": _line("hr", "enterprise", get=OK),
    "roster_preview": _line("hr", "enterprise", get=OK, thing="upload"),
    "roster_confirm": _line("hr", "enterprise", post=CONFLICT, thing="upload"),
    "agreement_list": _line("office", "enterprise", get=OK, lists="firm_signature"),
    "agreement": _line("office", "enterprise", get=OK, thing="firm_agreement"),
    "agreement_sign": _line("admin", "enterprise", post=INVALID, thing="firm_agreement"),
    "agreement_copy": _line("office", "enterprise", get=OK, thing="firm_signature"),
    "operator_list": _line("admin", "enterprise", get=OK, lists="operator_grant"),
    "operator_new": _line("admin", "enterprise", post=INVALID),
    "operator_end": _line("admin", "enterprise", post=STEP_UP, thing="operator_grant"),
    "operator_renew": _line("admin", "enterprise", post=STEP_UP, thing="operator"),
    "credential_list": _line("admin authoriser", "enterprise", get=OK, lists="credential"),
    "credential_new": _line("admin", "enterprise", post=STEP_UP, form={"name": "人事系统"}),
    "credential_end": _line(
        "admin authoriser", "enterprise", post=STEP_UP, thing="credential", form={"reason": "不再使用"}
    ),
}
DECIDES = "reviewer approver"
LIMIT_DESK = "operator approver compliance service auditor"
SEES_APPLICATIONS = "reviewer approver compliance auditor"
READS_TEXTS = "compliance approver auditor service"
READS_BOOKS = "operator compliance auditor"  # at head office: the books are the whole bank's
EVERYBODYS = ("agreement", "firm_agreement", "purpose")  # of nobody: the same for all who may
WHOLE_BANKS = (
    "text",
    "text_code",
    "parameter",
    "parameter_key",
    "gl_code",
    "books_account",
    "books_journal",
    "bank_day",
)
CONSOLE = {
    "home": _line("console", "unit", get=OK),
    "batch_list": _line("console", "unit", get=OK, lists="batch"),
    "batch_detail": _line("console", "unit", get=OK, thing="batch"),
    "rows_recall": _line("operator", "unit", post=CONFLICT, thing="batch", form=SENT),
    "recall_decide": _line("approver", "unit", post=CONFLICT, thing="batch", form=SENT | {"verdict": "APPROVE"}),
    "books": _line(READS_BOOKS, "unit", get=OK),
    "books_file": _line(READS_BOOKS, "unit", get=OK),
    "books_code": _line(READS_BOOKS, "unit", get=OK, thing="gl_code"),
    "books_account": _line(READS_BOOKS, "unit", get=OK, thing="books_account"),
    "books_journal": _line(READS_BOOKS, "unit", get=OK, thing="books_journal"),
    "day_list": _line(READS_BOOKS, "unit", get=OK),
    "day_close": _line("operator", "unit", post=INVALID),
    "day_detail": _line(READS_BOOKS, "unit", get=OK, thing="bank_day"),
    "day_steps": _line(READS_BOOKS, "unit", get=OK, thing="bank_day"),
    "application_list": _line(SEES_APPLICATIONS, "unit", get=OK, lists="application", query="show=open"),
    "application_detail": _line(SEES_APPLICATIONS, "unit", get=OK, thing="application"),
    "application_pass": _line(DECIDES, "unit", post=STEP_UP, thing="application", not_their_turn="approver"),
    "application_refuse": _line(DECIDES, "unit", post=INVALID, thing="application"),
    "application_paper": _line(DECIDES, "unit", post=OK, thing="application_paper"),
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
    "staff_list": _line("compliance approver auditor", "unit", get=OK, lists="staff_grant staff_change"),
    "staff_new": _line("compliance", "unit", get=OK, post=INVALID),
    "staff_end": _line("compliance", "unit", post=FOUND, thing="staff_grant", form={"reason": "离岗"}),
    "staff_decision": _line("approver", "unit", post=STEP_UP, thing="staff_change", form={"verdict": "APPROVE"}),
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
    "certification_list": _line(
        "reviewer approver compliance auditor", "unit", get=OK, lists="certification", query="show=open"
    ),
    "certification_next": _line(DECIDES, "unit", post=FOUND, writes="members_certification"),
    "certification_detail": _line("reviewer approver compliance auditor", "unit", get=OK, thing="certification"),
    "certification_take": _line(DECIDES, "unit", post=FOUND, thing="certification"),
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
    "enterprise_list": _line("console", "unit", get=OK, lists="enterprise"),
    "enterprise_detail": _line("console", "unit", get=OK, thing="enterprise"),
}

PAYS = {"title": "工资", "pay_period": "2026-03", "payer_account_id": "00000000-0000-7000-8000-000000000000"}
LINE = {"name": "李晓雯", "amount_fen": 100}
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
    "rows": _line(READS, "enterprise", get=OK, thing="batch"),
    "batch_submit": _line(MAKES, "enterprise", post=OK, thing="batch", form={"warnings_confirmed": True}),
    "batch_withdraw": _line(MAKES, "enterprise", post=CONFLICT, thing="batch"),
    "batch_cancel": _line(MAKES, "enterprise", post=EMPTY, thing="batch"),
    "batch_release": _line(MAKES, "enterprise", post=CONFLICT, thing="batch"),
    "batch_check": _line("checker", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_authorise": _line("authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_reject": _line("checker authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "batch_permit": _line("authoriser", "enterprise", post=CONFLICT, thing="batch", form=SENT),
    "row": _line(READS, "enterprise", get=OK, writers=MAKES, put=OK, delete=EMPTY, thing="row", form=LINE),
    "payslips": _line("employee", "self", get=OK, lists="payslip"),
    "payslip": _line("employee", "self", get=OK, thing="payslip"),
    "payslip_view": _line("employee", "self", post=STEP_UP, thing="payslip"),
    "payslip_confirm": _line("employee", "self", post=CONFLICT, thing="payslip"),
    "payslip_dispute": _line("employee", "self", post=CONFLICT, thing="payslip", form={"text": "少了一天"}),
    "members": _line("office", "enterprise", get=OK, lists="member"),
    "accounts": _line("mobile", "self", get=OK, lists="account"),
    "account_balance": _line("mobile", "self", get=OK, thing="account"),
    "inbox": _line("mobile office console", "self", get=OK, lists="notice"),
    "inbox_read": _line("mobile office console", "self", put=EMPTY),
    "inbox_settings": _line("mobile office console", "self", get=OK, put=EMPTY, form=MUTED),
    "notice_read": _line("mobile office console", "self", put=EMPTY, thing="notice"),
}


def _own_login(surface: str) -> dict[str, Line]:
    """Signing in and looking after one's own login: the same pages on each surface, the second factor's not on all."""
    found = "batch" if surface == "console" else ""
    half = {"get": FOUND, "post": FOUND}  # nobody is half signed in here: back to the first page
    lines = {
        "sign_in": _line("", "public", get=OK, post=INVALID, signed_in=FOUND, form={"mobile": "1", "login_name": ""}),
        "sign_out": _line("", "public", post=FOUND),
        "passkey_options": _line("", "public", post=SIGN_IN, signed_in=OK),
        "security": _line(surface, "self", get=OK),
        "device_list": _line(surface, "self", get=OK, lists="device"),
        "device_end": _line(surface, "self", post=FOUND, thing="device"),
        "session_end": _line(surface, "self", post=FOUND, thing="session"),
        "session_end_others": _line(surface, "self", post=STEP_UP),
        "pin": _line(surface, "self", get=OK, post=INVALID),
        "pin_code": _line(surface, "self", post=FOUND),
        "pin_forgotten": _line(surface, "self", get=OK, post=INVALID),
        "mobile": _line(surface, "self", get=OK, post=INVALID),
        "mobile_codes": _line(surface, "self", get=FOUND, post=FOUND),  # no change is under way
        "passkey_new": _line(surface, "self", get=OK, post=INVALID),
        "passkey_end": _line(surface, "self", post=FOUND, thing="passkey"),
        "display": _line(surface, "self", post=FOUND),
        "help": _line("", "public", get=OK),
        "help_article": _line("", "public", get=OK, thing="help"),
        "fees": _line("", "public", get=OK),
        "contact": _line("", "public", get=OK),
        "inbox": _line(surface, "self", get=OK, lists="notice"),
        "inbox_settings": _line(surface, "self", get=OK, post=FOUND),
        "inbox_read_all": _line(surface, "self", post=FOUND),
        "search": _line(surface, RELATIONS[surface], get=OK, lists=found, query="q=的工资"),
        "announcements": _line(surface, RELATIONS[surface], get=OK),
        "inbox_open": _line(surface, "self", post=FOUND, thing="notice"),
    }
    if surface == "mobile":
        lines["device_trust"] = _line(surface, "self", post=STEP_UP)
    if surface == "console":
        lines["password"] = _line(surface, "self", get=OK, post=INVALID)
    if surface != "console":
        lines["sign_in_code"] = _line("", "public", **half)
    if surface != "mobile":
        lines["second_factor"] = lines["second_factor_setup"] = _line("", "public", **half)
        lines["totp_new"] = _line(surface, "self", get=OK, post=INVALID)
        lines["recovery_codes"] = _line(surface, "self", get=OK, post=STEP_UP)
    return lines


TABLE = {
    f"{surface}:{name}": line
    for surface, lines in (("mobile", MOBILE), ("office", OFFICE), ("console", CONSOLE), ("api", API))
    for name, line in (lines | ({} if surface == "api" else _own_login(surface))).items()
} | {
    "story_switch": _line("", "public", post=ABSENT),
    "story_day": _line("", "public", get=ABSENT, post=ABSENT),
    "verify": _line("", "public", get=OK, post=INVALID),
}
# No rows of anybody: the relation is only declared.
ROWLESS = (
    {
        "console:announcement_new": "a form without rows",
        "console:home": "its parts have tests of their own (tests/portal)",
        "office:batch_template": "an empty sheet",
        "office:roster_template": "an empty sheet",
        "office:roster_new": "a form without rows",
        "office:credential_new": "a form without rows",
        "office:operator_new": "a form without rows",
        "console:staff_new": "a form without rows",
        "office:member_submit": "ids come in the form (test_an_id_in_a_form…)",
        "api:batch_import": "ids come in the form",
        "console:day_detail": "the whole bank's; cases carried over are scoped: tests/ledger/test_day_pages.py",
        "mobile:consent_list": "the purposes are everybody's; what one has decided: tests/agreements/test_own_data.py",
        "mobile:my_data_copy": "found by the login itself",
        "mobile:consent": "the purposes are everybody's",
        "mobile:agreement": "the words are everybody's; who signed them: tests/agreements/test_agreements.py",
        "mobile:agreement_sign": "the words are everybody's",
        "office:agreement": "the words are everybody's",
        "office:agreement_sign": "the words are everybody's",
        "console:limit_list": "the whole bank's; who finds whose account: tests/risk/test_pages.py",
    }
    | {
        f"{surface}:{page}": "found by the login itself"
        for surface in ("mobile", "office", "console")
        for page in (
            *("security", "display", "passkey_new", "passkey_end", "totp_new", "recovery_codes", "password"),
            *("pin", "pin_code", "pin_forgotten", "mobile", "mobile_codes"),
            *("device_list", "device_end", "device_trust", "session_end", "session_end_others"),
        )
    }
    | {
        f"{surface}:{page}": "of the whole audience, or one's own wishes: tests/news, notify, portal"
        for surface in ("mobile", "office", "console", "api")
        for page in AUDIENCES
    }
    | {f"console:{page}": "the whole bank's" for page in WHOLE_PAGES.split()}
)
UNDECLARED = {"/", "/healthz"}  # a redirect and the lamp: they know nobody's rows


def surface_of(name: str) -> str:
    return name.partition(":")[0]


def reaches(role: Role, line: Line, thing: Thing) -> bool:
    """Whether the thing is within the role's reach: my own, my enterprise's, my unit's and those below it."""
    if thing.kind in EVERYBODYS:
        return not thing.is_absent
    match line.relation:
        case "self":
            return bool(thing.person) and thing.person == role.login
        case "enterprise":
            return bool(thing.enterprise) and thing.enterprise == role.enterprise
        case "public":
            return not thing.is_absent
        case "unit":
            if thing.kind in WHOLE_BANKS:
                return not thing.is_absent
            return bool(thing.unit) and thing.unit.startswith(role.unit)
    return False


def answer(name: str, role: Role, method: str, thing: Thing | None) -> str:
    """What this role shall get for this method at this address."""
    line = TABLE[name]
    wanted = line.answers.get(method)
    if wanted is None:
        return NO_METHOD
    if not line.who:
        return line.signed_in if line.signed_in and role.surface == surface_of(name) else wanted
    if not role.login or role.surface == "api" != surface_of(name):  # a program's key opens no page
        return SIGN_IN
    if not role.holds & (line.who if method == "GET" else line.writers):
        return DENIED
    if thing is not None and not reaches(role, line, thing):
        return ABSENT
    return DENIED if role.holds & line.not_their_turn else wanted
