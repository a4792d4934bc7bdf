"""Many payees from one account: touched once, paid once, all or nothing."""

import pytest

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.models import Account, Entry

from .books import NOW, TRANSIT, batch, faults, funded, legs_of, opened, refused

pytestmark = pytest.mark.django_db


def test_the_debited_account_is_touched_once() -> None:
    transit, payees = funded(600, TRANSIT), [opened() for _ in range(3)]
    result = batch(transit, *zip(payees, (100, 200, 300), strict=True))
    assert legs_of(result.journal_id) == [
        (transit, -600, 0), (payees[0], 100, 100), (payees[1], 200, 200), (payees[2], 300, 300),
    ]  # fmt: skip
    assert Account.objects.get(pk=transit).version == 2  # the funding and the batch
    assert faults() == []


def test_a_payee_may_come_twice_each_line_with_its_own_balance() -> None:
    transit, payee, other = funded(60, TRANSIT), funded(5), opened()
    result = batch(transit, (payee, 10), (other, 20), (payee, 30))
    assert legs_of(result.journal_id)[1:] == [(payee, 10, 15), (other, 20, 20), (payee, 30, 45)]
    assert list(Entry.objects.filter(account=payee).order_by("version").values_list("version", flat=True)) == [1, 2, 3]
    assert faults() == []


def test_each_leg_bears_the_callers_line() -> None:
    transit, lines = funded(3, TRANSIT), [(opened(), 1, new_id()) for _ in range(3)]
    result = batch(transit, lines=lines, control_count=3, control_sum=3)
    bearing = Entry.objects.filter(journal=result.journal_id, leg__gt=1).order_by("leg")
    assert list(bearing.values_list("account_id", "amount", "line_id")) == lines


def test_a_batch_larger_than_its_transit_pays_nobody() -> None:
    transit, payees = funded(599, TRANSIT), [opened() for _ in range(3)]
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        batch(transit, *zip(payees, (100, 200, 300), strict=True))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"control_count": 3}, "LEDGER_CONTROL"),
        ({"control_sum": 301}, "LEDGER_CONTROL"),
        ({"lines": [], "control_count": 0, "control_sum": 0}, "LEDGER_CONTROL"),
    ],
)
def test_count_and_sum_must_agree_with_the_lines(changed: dict[str, object], code: str) -> None:
    transit = funded(1000, TRANSIT)
    with refused(code, ledger.LedgerFault):
        batch(transit, (opened(), 100), (opened(), 200), **changed)


@pytest.mark.parametrize("fen", [0, -1])
def test_a_line_that_credits_nothing_is_refused(fen: int) -> None:
    with refused("LEDGER_AMOUNT", ledger.LedgerFault):
        batch(funded(1000, TRANSIT), (opened(), 100), (opened(), fen))


def test_nobody_pays_himself_and_nobody_unknown_is_paid() -> None:
    transit = funded(1000, TRANSIT)
    with refused("LEDGER_OWN_PAYEE", ledger.LedgerFault):
        batch(transit, (opened(), 100), (transit, 100))
    with refused("LEDGER_ACCOUNT_UNKNOWN", ledger.LedgerFault):
        batch(transit, (opened(), 100), (new_id(), 100))


def test_ten_thousand_lines_are_one_journal() -> None:
    transit, payees = funded(10_000, TRANSIT), [new_id() for _ in range(10_000)]
    ledger.open_accounts([(payee, "test", payee, "2011.02") for payee in payees], on=NOW.business_date)
    batch(transit, *((payee, 1) for payee in payees))
    assert ledger.balance(transit) == 0
    assert set(ledger.balances(payees).values()) == {1}
    assert faults() == []
