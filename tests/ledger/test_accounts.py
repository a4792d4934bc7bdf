"""Accounts are opened under the chart of accounts, once per owner, and closed empty."""

import pytest

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.choices import GlKind
from apps.ledger.models import Account, GlAccount

from .books import NOW, PERSONAL, TRANSIT, funded, opened, posted, refused

pytestmark = pytest.mark.django_db
ON = NOW.business_date


def test_the_chart_is_that_of_the_rule_book() -> None:
    assert GlAccount.objects.count() == 37
    assert GlAccount.objects.get(pk="2241.01").name == "代发工资待转"
    floors = dict(GlAccount.objects.values_list("code", "floor"))
    assert {code for code, floor in floors.items() if floor == 0} == {
        "2011.01", "2011.02", *(f"2241.{number:02}" for number in range(1, 12)), "9202",
    }  # fmt: skip
    assert set(floors.values()) == {0, None}


def test_the_bank_has_its_own_account_under_every_code_that_is_no_customers() -> None:
    for code in GlAccount.objects.filter(kind__in=["ASSET", "CLEARING", "INCOME", "EXPENSE"]).values_list(
        "pk", flat=True
    ):
        assert Account.objects.get(pk=ledger.house_account(code)).floor is None


def test_an_owner_has_one_account_under_a_code() -> None:
    owner = new_id()
    first = ledger.open_account(owner_kind="test", owner_id=owner, gl_code=PERSONAL, on=ON)
    assert ledger.open_account(owner_kind="test", owner_id=owner, gl_code=PERSONAL, on=ON) == first
    assert ledger.open_account(owner_kind="test", owner_id=owner, gl_code=TRANSIT, on=ON) != first
    assert ledger.open_account(owner_kind="other", owner_id=owner, gl_code=PERSONAL, on=ON) != first
    account = Account.objects.get(pk=first)
    assert (account.balance, account.held, account.version, account.floor, account.opened_on) == (0, 0, 0, 0, ON)


def test_many_are_opened_at_once_under_the_callers_ids() -> None:
    ids = [new_id() for _ in range(50)]
    ledger.open_accounts([(id, "test", id, PERSONAL) for id in ids], on=ON)
    ledger.open_accounts([], on=ON)
    assert ledger.balances(ids) == dict.fromkeys(ids, 0)


@pytest.mark.parametrize("code", ["9101", "2011.03", ""])
def test_memo_codes_and_unknown_ones_keep_no_accounts(code: str) -> None:
    assert GlAccount.objects.filter(pk="9101", kind=GlKind.MEMO).exists()
    with refused("LEDGER_GL_CODE", ledger.LedgerFault):
        opened(code)
    with refused("LEDGER_GL_CODE", ledger.LedgerFault):
        ledger.open_accounts([(new_id(), "test", new_id(), code)], on=ON)


def test_an_empty_account_closes_and_takes_nothing_more() -> None:
    account, payer = opened(), funded(10)
    ledger.close_account(account, now=NOW)
    ledger.close_account(account, now=NOW)
    assert Account.objects.get(pk=account).closed_on == ON
    with refused("LEDGER_CLOSED", ledger.LedgerRefused):
        posted((payer, -10), (account, 10))


def test_an_account_with_money_stays_open() -> None:
    account = funded(1)
    with refused("LEDGER_NOT_EMPTY", ledger.LedgerRefused):
        ledger.close_account(account, now=NOW)
    with refused("LEDGER_ACCOUNT_UNKNOWN", ledger.LedgerFault):
        ledger.close_account(new_id(), now=NOW)
