"""A posting moves money between accounts, all of it or nothing."""

from datetime import date

import pytest
from django.db import connection, transaction

from apps.core.db import NoTransaction
from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.models import Journal

from .books import CORPORATE, NOW, PERSONAL, TRANSIT, faults, funded, legs_of, opened, posted, refused

pytestmark = pytest.mark.django_db


def test_a_transfer_debits_one_and_credits_the_other() -> None:
    payer, payee = funded(100_00), opened()
    result = posted((payer, -30_00), (payee, 30_00))
    assert not result.is_replay
    assert legs_of(result.journal_id) == [(payer, -30_00, 70_00), (payee, 30_00, 30_00)]
    assert ledger.balances([payer, payee]) == {payer: 70_00, payee: 30_00}
    assert faults() == []


def test_the_journal_says_why_when_and_under_which_key() -> None:
    payer, payee, batch_id, approval_id = funded(1), opened(), new_id(), new_id()
    result = posted(
        (payer, -1), (payee, 1), key="test.pay:1", kind="test.pay", summary="工资",
        value_date=date(2026, 3, 1), batch_id=batch_id, approval_id=approval_id,
    )  # fmt: skip
    journal = Journal.objects.get(pk=result.journal_id)
    assert (journal.kind, journal.summary, journal.idempotency_key) == ("test.pay", "工资", "test.pay:1")
    assert (journal.business_date, journal.value_date, journal.created_at) == (
        NOW.business_date, date(2026, 3, 1), NOW.wall,
    )  # fmt: skip
    assert (journal.batch_id, journal.approval_id, journal.asset) == (batch_id, approval_id, "CNY")


def test_a_journal_may_have_many_legs_and_an_account_twice() -> None:
    """The platform fee of 300.00: 283.02 is income, 16.98 is tax; the payer is debited in two legs."""
    payer = funded(300_00, CORPORATE)
    income, tax = ledger.house_account("6021.02"), opened("2221.01")
    result = posted((payer, -283_02), (payer, -16_98), (income, 283_02), (tax, 16_98))
    assert legs_of(result.journal_id)[:2] == [(payer, -283_02, 16_98), (payer, -16_98, 0)]
    assert ledger.balance(income) == 283_02
    assert faults() == []


def test_the_legs_are_read_newest_first() -> None:
    account = funded(100)
    posted((account, -40), (opened(), 40), summary="转出")
    lines = ledger.entries_of(account)
    assert [(line.summary, line.amount, line.balance_after) for line in lines] == [
        ("转出", -40, 60),
        ("测试", 100, 100),
    ]
    assert ledger.entries_of(account, page=2) == ()


def test_a_line_marks_the_credited_leg() -> None:
    payer, payee, line = funded(5), opened(), new_id()
    result = posted((payer, -5), (payee, 5), line_id=line)
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_id FROM ledger_entry WHERE journal_id = %s ORDER BY leg", [result.journal_id])
        assert cursor.fetchall() == [(None,), (line,)]


@pytest.mark.parametrize("fen", [100_01, 1_000_000_00])
def test_nobody_spends_what_is_not_there(fen: int) -> None:
    payer, payee = funded(100_00), opened()
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        posted((payer, -fen), (payee, fen))
    posted((payer, -100_00), (payee, 100_00))  # to the last 分
    assert ledger.balance(payer) == 0


def test_an_account_that_comes_twice_may_not_dip_below_its_floor_in_between() -> None:
    payer, payee = funded(100), opened()
    with refused("LEDGER_INSUFFICIENT"):
        posted((payer, -150), (payer, 50), (payee, 100))


@pytest.mark.parametrize(
    ("amounts", "code"),
    [
        ((-10, 9), "LEDGER_UNBALANCED"),
        ((-10, 11), "LEDGER_UNBALANCED"),
        ((0, 0), "LEDGER_AMOUNT"),
        ((-10, 10, 0), "LEDGER_AMOUNT"),
        ((10,), "LEDGER_LEGS"),
        ((), "LEDGER_LEGS"),
        ((2**63 - 1, -(2**63 - 1)), "LEDGER_AMOUNT"),
    ],
)
def test_what_can_never_be_right_is_refused_by_name(amounts: tuple[int, ...], code: str) -> None:
    accounts = [funded(100), opened(), opened()]
    with refused(code, ledger.LedgerFault):
        posted(*zip(accounts, amounts, strict=False))


def test_an_account_that_does_not_exist_takes_nothing() -> None:
    payer = funded(100)
    with refused("LEDGER_LEGS", ledger.LedgerFault):
        posted((payer, -10), (new_id(), 10))
    with refused("LEDGER_ACCOUNT_UNKNOWN", ledger.LedgerFault):
        posted((payer, -10), (opened(), 5), (new_id(), 5))


def test_points_and_money_do_not_meet_in_a_journal() -> None:
    issuer, member = opened(PERSONAL, asset="POINTS:A"), opened(PERSONAL, asset="POINTS:A")
    with refused("LEDGER_ASSET", ledger.LedgerFault):
        posted((funded(10), -10), (member, 10))
    with refused("LEDGER_INSUFFICIENT"):  # its own asset is fine, the floor is not
        posted((issuer, -10), (member, 10), asset="POINTS:A")


def test_after_a_refusal_behind_a_savepoint_the_transaction_goes_on() -> None:
    payer, transit = funded(100), opened(TRANSIT)
    with transaction.atomic():
        with pytest.raises(ledger.InsufficientFunds), transaction.atomic():
            posted((payer, -101), (transit, 101))
        posted((payer, -99), (transit, 99))
    assert ledger.balance(transit) == 99


@pytest.mark.django_db(transaction=True)
def test_posting_needs_the_callers_transaction() -> None:
    payer, payee = funded(1), opened()
    with pytest.raises(NoTransaction):
        ledger.post(key="x", kind="test", summary="测试", legs=[(payer, -1), (payee, 1)], now=NOW)
