"""The crash matrix is that of the code: each fail point and each kind of job is in a flow, each point of a flow a case.

What a flow reaches is observed, not listed: a new use case or fail point without a case turns this red.
"""

import ast
from collections import Counter
from collections.abc import Callable

import pytest

from apps.core import jobs
from apps.core.models import Job
from apps.core.testing import failpoints
from tests.architecture.test_source import python, tree
from tests.daifutong.cast import House
from tests.daifutong.test_keys import DEEDS as KEYED
from tests.daifutong.test_keys import house_for, open_books, staged
from tests.tongxinbao.cast import stage_in

from .conftest import trace
from .points import DEEDS, FLOWS, WEALTH_DEEDS, tried
from .test_import import large_upload
from .test_jobs import (
    bounced_wage,
    forgotten_request,
    held_return,
    month_stated,
    submitted_employee,
    two_days_to_close,
    unreconciled_day,
)
from .test_loans import (
    asked_order,
    confirmed_settlement_in,
    full_issue_in,
    interest_due_in,
    opened_last_day_in,
    released_list_in,
    told_loans,
)
from .test_member_jobs import certified_a_year_ago, published_announcement, submitted_application, uninvited_roster
from .test_pay_day import opened_pay_day
from .test_payroll import other_bank_payroll, own_bank_payroll, told
from .test_standing import come_wage_in, due_plan_in, idle_money_in
from .test_wealth import asked_deed, made_dispatch_in, matured_in, opened_morning_in, shop_in

# What runs in each flow, by its fail points; a kind of job that stands in none has no case.
KINDS = {
    "own bank": {"core.event", "daifutong.disburse", "daifutong.finish", "daifutong.release"},
    "other bank": {"core.event", "corebank.payment", "daifutong.finish", "daifutong.release", "daifutong.send"},
    "lapse": {"approvals.lapse", "core.event", "notify.sms"},
    "identity check": {"members.identity_check"},
    "day close": {"core.event", "ledger.day_close"},
    "clearing": {"ledger.clearing"},
    "held return": {"core.event", "daifutong.return"},
    "fee": {"daifutong.fee"},
    "bounce": {"core.event", "ledger.clearing"},
    "pay day": {"core.event", "daifutong.disburse", "daifutong.finish", "daifutong.release"},
    "invitations": {"members.invite", "notify.sms"},
    "application check": {"members.application_check"},
    "re-verification": {"core.event", "members.reverify", "notify.sms"},
    "announcement": {"news.tell"},
    "import": {"daifutong.import"},
    "loan feed": {"corebank.loans"},
    "loan close": {"core.event", "tongxinbao.close"},
    "loan list": {"core.event", "notify.sms", "tongxinbao.entrust"},
    "loan settlement": {"core.event", "tongxinbao.settle"},
    "loan interest": {"core.event", "tongxinbao.pay"},
    "loan repayment": {"core.event", "tongxinbao.pay"},
    "wealth dispatch": {"shenhuobao.dispatch"},
    "wealth morning": {"core.event", "shenhuobao.agent_day"},
    "wealth payout": {"core.event", "shenhuobao.agent_day"},
    "wealth plans": {"core.event", "shenhuobao.autoinvest"},
    "wealth payday": {"core.event", "shenhuobao.payday"},
    "wealth sweep": {"core.event", "shenhuobao.sweep"},
}
PREPARE: dict[str, Callable[[House], object]] = {
    "own bank": own_bank_payroll,
    "other bank": other_bank_payroll,
    "lapse": forgotten_request,
    "identity check": submitted_employee,
    "day close": two_days_to_close,
    "clearing": unreconciled_day,
    "held return": held_return,
    "fee": month_stated,
    "bounce": bounced_wage,
    "pay day": opened_pay_day,
    "invitations": uninvited_roster,
    "application check": submitted_application,
    "re-verification": certified_a_year_ago,
    "announcement": published_announcement,
    "import": large_upload,
    "loan feed": told_loans,
    "loan close": full_issue_in,
    "loan list": released_list_in,
    "loan settlement": confirmed_settlement_in,
    "loan interest": interest_due_in,
    "loan repayment": opened_last_day_in,
    "wealth dispatch": made_dispatch_in,
    "wealth morning": opened_morning_in,
    "wealth payout": matured_in,
    "wealth plans": due_plan_in,
    "wealth payday": come_wage_in,
    "wealth sweep": idle_money_in,
}


def test_every_named_point_is_in_a_flow() -> None:
    named = {value for name, value in vars(failpoints).items() if name.isupper() and name not in ("VARIABLE", "MARKER")}
    assert len(named) >= 7
    assert named - tried() == {failpoints.BEFORE_HINT}  # killed in tests/imessage/test_chaos.py


def test_a_fail_point_names_one_moment() -> None:
    """A use case's points bear its name: no two in the house share one."""
    names = Counter(
        node.name
        for path in python("apps")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(d) == "use_case" for d in node.decorator_list)
    )
    assert len(names) > 60
    assert [name for name, times in names.items() if times > 1] == []


def test_every_kind_of_job_is_in_a_flow() -> None:
    ours = {kind for kind in jobs.kinds() if not kind.startswith("tests.")}
    assert ours == set().union(*KINDS.values())


@pytest.mark.slow
@pytest.mark.parametrize("flow", PREPARE)
def test_every_point_that_a_flow_reaches_is_a_case(house: House, simulator: object, agent: None, flow: str) -> None:
    PREPARE[flow](house)
    reached = trace("work")
    assert reached - tried() == set(), "a new moment wants a case in points.py"
    assert tried(flow) - reached == set(), "a case for a moment that does not come"
    done = set(Job.objects.filter(attempt__gt=0).values_list("kind", flat=True))
    assert done == KINDS[flow]


@pytest.mark.slow
@pytest.mark.parametrize("verb", DEEDS)
def test_every_point_of_a_deed_is_a_case(transactional_db: None, verb: str) -> None:
    open_books()
    own = {failpoints.KEY_WRITTEN, f"batch_{verb}.before_commit", f"batch_{verb}.after_commit"}
    assert trace(*told(staged(verb, house_for(verb)))) == own


@pytest.mark.slow
def test_every_point_of_an_order_is_a_case(house: House) -> None:
    assert trace(*asked_order(stage_in(house)).words) == tried("loan order")


@pytest.mark.slow
@pytest.mark.parametrize("deed", WEALTH_DEEDS)
def test_every_point_of_a_wealth_deed_is_a_case(house: House, agent: None, deed: str) -> None:
    reached = trace(*asked_deed(shop_in(house), deed))
    assert reached == {failpoints.KEY_WRITTEN, f"{deed}.before_commit", f"{deed}.after_commit"}


def test_every_deed_that_takes_a_key_is_killed() -> None:
    assert set(DEEDS) == KEYED.keys()


def test_every_flow_has_its_points() -> None:
    """The real relay is killed in test_processes.py, the writing of heads in tests/ledger; deeds run no job."""
    assert FLOWS.keys() - {"relay", "heads", "deeds", "loan order", "wealth deeds"} == KINDS.keys()
