"""Many payees from one account, which is touched once; a bad line fails alone."""

from dataclasses import replace

import pytest

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.models import Account, Entry

from .books import NOW, TRANSIT, batch, everything, faults, funded, legs_of, opened, refused

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


def test_a_bad_line_fails_alone_and_is_not_debited() -> None:
    transit, good, closed, points = funded(1000, TRANSIT), opened(), opened(), opened(asset="POINTS")
    ledger.close_account(closed, now=NOW)
    lines = [(good, 100), (closed, 50), (good, 0), (good, -7), (transit, 9), (new_id(), 3), (points, 2), (good, 11)]
    result = batch(transit, *lines, key="mixed")
    assert result.refused == {
        1: "LEDGER_CLOSED", 2: "LEDGER_AMOUNT", 3: "LEDGER_AMOUNT", 4: "LEDGER_OWN_PAYEE",
        5: "LEDGER_ACCOUNT_UNKNOWN", 6: "LEDGER_ASSET",
    }  # fmt: skip
    assert legs_of(result.journal_id) == [(transit, -111, 889), (good, 100, 100), (good, 11, 111)]
    assert list(Entry.objects.filter(journal=result.journal_id).order_by("leg").values_list("leg", flat=True)) == [
        1,
        2,
        9,
    ]
    assert faults() == []
    before = everything()
    assert batch(transit, *lines, key="mixed") == replace(result, is_replay=True)
    assert everything() == before


def test_a_refused_line_stays_refused_when_its_batch_comes_again() -> None:
    transit, good, late = funded(1000, TRANSIT), opened(), new_id()
    first = batch(transit, (good, 1), (late, 2), key="again")
    ledger.open_accounts([(late, "test", late, "2011.02")], on=NOW.business_date)
    assert batch(transit, (good, 1), (late, 2), key="again") == replace(first, is_replay=True)
    assert ledger.balances([good, late]) == {good: 1, late: 0}


def test_a_batch_of_bad_lines_alone_is_no_journal_and_says_so_again() -> None:
    transit, nobody = funded(1000, TRANSIT), new_id()
    result = batch(transit, (nobody, 5), key="none")
    assert (result.journal_id, result.refused) == (None, {0: "LEDGER_ACCOUNT_UNKNOWN"})
    assert batch(transit, (nobody, 5), key="none") == replace(result, is_replay=True)
    with refused("LEDGER_KEY_REUSED", ledger.LedgerKeyReused):
        batch(transit, (nobody, 6), key="none")
    assert ledger.balance(transit) == 1000
    assert faults() == []


def test_ten_thousand_lines_are_one_journal() -> None:
    transit, payees = funded(10_000, TRANSIT), [new_id() for _ in range(10_000)]
    ledger.open_accounts([(payee, "test", payee, "2011.02") for payee in payees], on=NOW.business_date)
    batch(transit, *((payee, 1) for payee in payees))
    assert ledger.balance(transit) == 0
    assert set(ledger.balances(payees).values()) == {1}
    assert faults() == []
