"""Who may do what, written by hand from the rule book: nothing here is read from the declarations that it tests.

A line of TABLE is one address: the roles that hold its capability, how they stand to the rows, the kind of object in
its address, the kinds of which it lists exactly those within reach, and the answer to each method for who may.
"""

from .lines import ABSENT, DENIED, FOUND, INVALID, NO_METHOD, OK, SIGN_IN, STEP_UP, Line, Role
from .lines import line as _line
from .stage import AUDIENCES, ELSEWHERE, FIRMS, RELATIONS, WHOLE_PAGES
from .table_api import API
from .table_console import BUSINESS, CONSOLE
from .table_mobile import MOBILE
from .table_office import OFFICE
from .thing import Thing


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
    "system administrator": _role("system_admin", "console", "sysadmin", unit=HEAD),
    "security administrator": _role("security_admin", "console", "secadmin", unit=HEAD),
    "program": Role("program", "api", frozenset({"program"}), "morningstar"),  # of the first enterprise, by its key
    "approver of head office": _role("head_approver", "console", "approver", "head", unit=HEAD),
    "reviewer of the other branch": _role("other_reviewer", "console", "reviewer", unit=WEST),
}
NOBODY = ROLES["anonymous"]  # also: a disabled login, an expired session


# Of nobody: the same for all who may.
EVERYBODYS = (
    "agreement", "firm_agreement", "purpose", "necessary", "wealth_product", "wealth_shut", "wealth_terms",
    "ta_file",
)  # fmt: skip
WHOLE_BANKS = (
    "lpr_quote",
    "questionnaire",
    "text",
    "text_code",
    "parameter",
    "parameter_key",
    "gl_code",
    "books_account",
    "books_journal",
    "bank_day",
)


def _own_login(surface: str) -> dict[str, Line]:
    """Signing in and looking after one's own login: the same pages on each surface, the second factor's not on all."""
    found, readers = ("batch", BUSINESS) if surface == "console" else ("", surface)
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
        "search": _line(surface, RELATIONS[surface], get=OK, lists=found, readers=readers, query="q=的工资"),
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
        "console:warrant_propose": "a form without rows",
        "console:warrant_read": "the conversation comes in the form: tests/imessage/test_warrants.py",
        "console:review_put_back": "only who holds the lease: tests/members/test_reviews.py",
        "console:review_look": "only a sampled case: tests/members/test_reviews.py",
        "console:review_team": "people of the unit, no cases: tests/members/test_review_team.py",
        "console:review_figures": "numbers of the unit, no cases: tests/members/test_review_team.py",
        "console:absence_new": "the login's own: tests/members/test_review_team.py",
        "console:absence_over": "the login's own: tests/members/test_review_team.py",
        "mobile:card_new": "a form without rows",
        "console:home": "its parts have tests of their own (tests/portal)",
        "office:batch_template": "an empty sheet",
        "api:batch_template": "an empty sheet",
        "api:roster_template": "an empty sheet",
        "api:roster_upload": "people come in the file: tests/api/test_files.py",
        "api:voucher_export": "the month comes in the query: tests/api/test_files.py",
        "api:archive_export": "the year comes in the query: tests/api/test_files.py",
        "office:payroll_records": "months, no rows: tests/daifutong/test_records.py",
        "office:voucher_export": "the month comes in the form: tests/daifutong/test_records.py",
        "office:archive_export": "the year comes in the form: tests/daifutong/test_records.py",
        "office:payslip_template": "found by the login itself: tests/daifutong/test_payslip_desk.py",
        "api:payslip_template": "found by the login itself: tests/daifutong/test_payslip_desk.py",
        "mobile:question_ask": "a form without rows",
        "api:question_ask": "a form without rows",
        "console:bulletin_propose": "a form without rows: tests/imessage/test_bank_bulletins.py",
        "api:bulletin_propose": "a form without rows: tests/imessage/test_bank_bulletins.py",
        "office:bulletin_draft": "a form without rows",
        "api:bulletin_draft": "a form without rows",
        "office:template_save": "found by the login itself: tests/daifutong/test_payslip_desk.py",
        "api:template_save": "found by the login itself: tests/daifutong/test_payslip_desk.py",
        "mobile:assessment_take": "answers come in the form: tests/shenhuobao/test_assessments.py",
        "api:assessment_take": "answers come in the form: tests/shenhuobao/test_assessments.py",
        "api:questionnaire": "the words are everybody's",
        "mobile:proof_issue": "ids come in the form: tests/daifutong/test_wage_proofs.py",
        "office:lending_new": "a form without rows: tests/members/test_lending.py",
        "office:pay_calendar": "days, and batches of one month: tests/daifutong/test_figures.py",
        "api:pay_calendar": "days, and batches of one month: tests/daifutong/test_figures.py",
        "office:payroll_figures": "sums, no rows: tests/daifutong/test_figures.py",
        "api:payroll_figures": "sums, no rows: tests/daifutong/test_figures.py",
        "console:payroll_figures": "sums, no rows: tests/daifutong/test_figures.py",
        "office:opening_ask": "people come in the form: tests/daifutong/test_openings.py",
        "mobile:invitations": "found by the login itself: tests/daifutong/test_openings.py",
        "api:invitations": "found by the login itself: tests/daifutong/test_openings.py",
        "mobile:wagecard_submit": "found by the login itself: tests/daifutong/test_wagecards.py",
        "office:batch_supplement": "lines that wait stand on no stage: tests/daifutong/test_follow_ups.py",
        "api:batch_supplement": "lines that wait stand on no stage: tests/daifutong/test_follow_ups.py",
        "api:waiting_rows": "lines that wait stand on no stage: tests/daifutong/test_follow_ups.py",
        "office:roster_template": "an empty sheet",
        "office:insurance_template": "an empty sheet",
        "office:roster_new": "a form without rows",
        "office:issue_draft": "a form without rows",
        "office:entrusted_template": "an empty sheet",
        "office:department_new": "a form without rows",
        "office:credential_new": "a form without rows",
        "office:operator_new": "a form without rows",
        "console:staff_new": "a form without rows",
        "console:accord_propose": "a form without rows",
        "office:member_submit": "ids come in the form (test_an_id_in_a_form…)",
        "office:member_invite": "ids come in the form (test_an_id_in_a_form…)",
        "office:onboarding": "found by the login itself",
        "mobile:join_next": "found by the login itself",
        "api:batch_import": "ids come in the form",
        "api:roster": "people come in the form: tests/api/test_roster.py",
        "api:account_two": "ids come in the form",
        "api:account_two_words": "the words are everybody's",
        "api:card_words": "the words are everybody's",
        "console:day_detail": "the whole bank's; cases carried over are scoped: tests/ledger/test_day_pages.py",
        "mobile:consent_list": "the purposes are everybody's; what one has decided: tests/agreements/test_own_data.py",
        "mobile:my_data_copy": "found by the login itself",
        "mobile:consent": "the purposes are everybody's",
        "mobile:consent_closing": "the purposes are everybody's",
        "mobile:agreement": "the words are everybody's; who signed them: tests/agreements/test_agreements.py",
        "mobile:agreement_sign": "the words are everybody's",
        "office:agreement": "the words are everybody's",
        "office:agreement_sign": "the words are everybody's",
        "api:agreements": "the words are everybody's; who signed them: tests/agreements/test_agreements.py",
        "api:agreement": "the words are everybody's",
        "api:agreement_sign": "the words are everybody's",
        "api:firm_agreements": "the words are everybody's",
        "api:firm_agreement": "the words are everybody's",
        "api:firm_agreement_sign": "the words are everybody's",
        "api:consents": "the purposes are everybody's",
        "api:consent": "the purposes are everybody's",
        "api:data_copy": "found by the login itself",
        "api:enterprise_application": "found by the login itself",
        **{f"api:{name}": "found by the login itself" for name in ("devices", "device", "sessions", "session")},
        "api:account_bound": "only a class II account has one: tests/bankaccounts/test_bound_account.py",
        **dict.fromkeys(
            (
                *("mobile:issue_list", "mobile:issue", "mobile:issue_paper", "mobile:order_place"),
                *("mobile:mandate_sign", "api:loan_mandate_words", "api:mandate_sign"),
                *("api:lending_issues", "api:lending_issue", "api:lending_paper", "api:order_place"),
            ),
            "for whom it exists is asked of the roster: tests/tongxinbao/test_hidden.py",
        ),
        "api:early_decide": "as the pages: office:early_decide, console:early_decide",
        "api:quotes": "arithmetic, no rows: tests/tongxinbao/test_quotes.py",
        "api:quotes_slashed": "arithmetic, no rows: tests/tongxinbao/test_quotes.py",
        **dict.fromkeys(
            (
                *("api:products", "api:product", "mobile:product"),
                *("api:purchase_words", "api:purchase_place", "mobile:purchase_place"),
                *("api:plan_choices", "api:plan_create", "mobile:plan_create"),
                *("api:instruction_words", "api:instruction_sign", "mobile:instruction_sign"),
            ),
            "the shelf, the same for everybody; whose order it becomes: tests/shenhuobao/test_trading_pages.py",
        ),
        **dict.fromkeys(
            ("mobile:talk_search", "api:talk_search"),
            "rows of the person's own conversations: tests/imessage/test_search.py",
        ),
        **dict.fromkeys(
            ("mobile:colleague_list", "api:colleague_list", "mobile:direct_open", "api:direct_open"),
            "whoever is in service at the same enterprise: tests/imessage/test_pages.py",
        ),
        **dict.fromkeys(
            (
                *("mobile:thread_open", "office:thread_open", "api:thread_open", "console:desk", "api:desk"),
                *("mobile:complaint_file", "office:complaint_file", "api:complaint_file"),
                *("console:canned_propose", "api:canned_propose", "console:desk_figures", "api:desk_figures"),
                *("console:desk_figures_csv", "console:desk_figures_xlsx"),
            ),
            "one's own, or what waits without its words: tests/imessage/test_desk.py",
        ),
        **{
            f"{surface}:{name}": "found by the login itself: tests/imessage/test_desk.py"
            for surface in ("console", "api")
            for name in ("duty_start", "duty_end", "thread_take", "agent_appoint")
        },
        **dict.fromkeys(
            (
                "api:answer_give",
                "api:answer_mark",
                "api:answer_report",
                "api:department_people",
                "api:directory",
                "api:question",
                "api:question_list",
                "api:question_report",
                "mobile:answer_give",
                "mobile:answer_mark",
                "mobile:answer_report",
                "mobile:department_people",
                "mobile:question",
                "mobile:question_list",
                "mobile:question_report",
            ),
            "of the enterprise that the login is at, asked for by name: tests/imessage/test_community.py",
        ),
        **dict.fromkeys(
            (
                "api:complaint",
                "api:complaint_judge",
                "api:complaint_list",
                "api:service_home",
                "api:thread_close",
                "api:thread_rate",
                "api:thread_transfer",
                "mobile:complaint",
                "mobile:complaint_judge",
                "mobile:complaint_list",
                "mobile:service_home",
                "mobile:thread",
                "mobile:thread_rate",
                "mobile:thread_reopen",
                "office:complaint",
                "office:complaint_judge",
                "office:complaint_list",
                "office:message_send",
                "office:service_home",
                "office:thread",
                "office:thread_rate",
                "office:thread_reopen",
            ),
            "of the login's own person, asked for by name: tests/imessage/test_desk.py, test_complaints.py",
        ),
        **dict.fromkeys(
            (
                "api:report_appeal",
                "api:report_list",
                "mobile:report_appeal",
                "mobile:report_list",
            ),
            "of the login's own person, asked for by name: tests/imessage/test_reports.py",
        ),
        **dict.fromkeys(
            ("api:message_forward",),
            "the target comes in the form: tests/imessage/test_forward.py",
        ),
        "console:agent_list": "people of the unit, no threads: tests/imessage/test_desk.py",
        "console:exception_list": "what people have to look at, by unit: tests/shenhuobao/test_agent_desk.py",
        "api:paper_issue": "of the person's own period: tests/shenhuobao/test_papers.py",
        "mobile:paper_issue": "of the person's own period: tests/shenhuobao/test_papers.py",
        "mobile:maturity_files": "of the person's own holdings: tests/shenhuobao/test_papers.py",
        "api:wealth_papers": "sums of the person's own period: tests/shenhuobao/test_papers.py",
        "mobile:income_calendar": "sums of the person's own days: tests/shenhuobao/test_wealth.py",
        "api:wealth_home": "sums of the person's own holdings: tests/shenhuobao/test_wealth.py",
        "api:income_calendar": "sums of the person's own days: tests/shenhuobao/test_wealth.py",
        "api:wealth_quotes": "arithmetic, no rows: tests/shenhuobao/test_quotes.py",
        "api:wealth_quotes_slashed": "arithmetic, no rows: tests/shenhuobao/test_quotes.py",
        "api:firm_search": "as the page: office:search",
        "api:bank_search": "as the page: console:search",
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
        return ABSENT if line.hidden else SIGN_IN
    if line.hidden and role.surface != "mobile":
        return ABSENT
    if not role.holds & (line.who if method == "GET" else line.writers):
        return ABSENT if line.hidden else DENIED
    if thing is not None and not reaches(role, line, thing):
        return ABSENT
    return DENIED if role.holds & line.not_their_turn else wanted
