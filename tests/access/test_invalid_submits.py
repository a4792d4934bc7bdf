"""Every form sent with something missing: 422, and above it what to mend, each a link to an input that is there."""

import re

import pytest

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
    "office:totp_new": ("maker", "", {}),
    "mobile:agreement_sign": ("employee", "agreement", {}),
    "mobile:my_data": ("employee", "", {}),
    "office:agreement_sign": ("admin elsewhere", "firm_agreement", {}),
    "console:text_new": ("compliance", "text_code", {}),
    "console:text_decision": ("approver of head office", "text", {"verdict": "RETURN"}),
    "console:data_request_reply": ("compliance", "data_request", {}),
    "mobile:payslip_dispute": ("employee", "payslip", {"text": " "}),
    "office:batch_import": ("maker", "", {"title": "三月"}),
    "office:member_submit": ("pay clerk", "", {}),
    "office:member_leaving": ("pay clerk", "member", {}),
    "office:roster_new": ("pay clerk", "", {}),
    "console:certification_refuse": ("reviewer", "certification", {"reason": "看不清"}),
    "console:certification_reveal": ("reviewer", "certification", {}),
    "console:day_close": ("bank operator", "", {"day": "2026-03-02"}),
    "console:parameter_new": ("bank operator", "parameter_key", {}),
    "console:parameter_decision": ("approver of head office", "parameter", {"verdict": "RETURN"}),
}


@pytest.mark.parametrize("name", SUBMITS)
def test_what_is_missing_is_said_above_the_form_with_a_link(stage: Stage, name: str) -> None:
    who, kind, form = SUBMITS[name]
    whose = {"payslip": "xiaowen", "data_request": "xiaowen"}.get(kind)
    things = [thing for thing in stage.things(kind) if thing.whose == (whose or "morningstar")]
    url = url_of(name, (things or stage.things(kind))[0] if kind else None)
    answer = browser_of(stage, who).ask("POST", url, form=form | {"csrfmiddlewaretoken": "as every page has it"})
    assert answer.status == 422
    summary = SUMMARY.search(answer.text)
    assert summary, "no summary that takes the focus"
    linked = LINKS.findall(summary[0])
    assert linked
    assert [name for name in linked if f'id="{name}"' not in answer.text] == [], "a link that leads nowhere"
    assert "必填" not in summary[0], "says what is wrong, not what to do"
