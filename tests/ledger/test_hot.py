"""Hot accounts: postings meet there without waiting, deltas are folded, reads are exact all the time."""

import pytest
from django.db import transaction

from apps.ledger import api as ledger
from apps.ledger.models import Account, HotDelta, HotFold
from apps.ledger.services.hot_fold import hot_fold

from .books import NOW, faults, funded, opened, posted, reversed_, rows

pytestmark = pytest.mark.django_db
FEES, VAT, INTEREST = "6021.01", "2221.01", "6411"


def folded() -> int:
    with transaction.atomic():
        return hot_fold(now=NOW)


def test_income_and_clearing_are_hot_nothing_with_a_floor_is() -> None:
    assert Account.objects.get(pk=ledger.house_account(FEES)).is_hot
    assert Account.objects.get(pk=ledger.house_account("3001.02")).is_hot
    assert not Account.objects.get(pk=ledger.house_account(INTEREST)).is_hot
    assert not Account.objects.filter(is_hot=True, floor__isnull=False).exists()


def test_a_hot_leg_is_a_row_and_the_account_lags_while_reads_do_not() -> None:
    folded()
    fees, payer = ledger.house_account(FEES), funded(100)
    journal = posted((payer, -30), (fees, 30)).journal_id
    assert rows("SELECT amount, balance_after, version FROM ledger_entry WHERE account_id = %s", fees) == [
        (30, None, None)
    ]
    assert (Account.objects.get(pk=fees).balance, ledger.balance(fees)) == (0, 30)
    assert faults() == []
    assert folded() == 2  # the fee, and the funding's leg on clearing
    assert (Account.objects.get(pk=fees).balance, ledger.balance(fees)) == (30, 30)
    reversed_(journal)
    assert ledger.balances([fees, payer]) == {fees: 0, payer: 100}
    assert folded() == 1
    assert folded() == 0
    fold = HotFold.objects.filter(account=fees).order_by("id")
    assert list(fold.values_list("deltas", "amount", "balance_after")) == [(1, 30, 30), (1, -30, 0)]
    assert not HotDelta.objects.exists()
    assert faults() == []


def test_a_hot_account_may_come_more_than_once_in_a_journal() -> None:
    fees, payer, vat = ledger.house_account(FEES), funded(300), ledger.house_account("3001.01")
    posted((payer, -300), (fees, 200), (fees, 83), (vat, 17))
    assert ledger.balances([fees]) == {fees: 283}
    assert faults() == []


def test_postings_between_hot_accounts_alone() -> None:
    fees, clearing = ledger.house_account(FEES), ledger.house_account("3001.03")
    posted((fees, -5), (clearing, 5))
    assert ledger.balances([fees, clearing]) == {fees: -5, clearing: 5}
    assert faults() == []


def test_points_are_kept_in_an_asset_of_their_own() -> None:
    issued = ledger.open_account(
        owner_kind="union", owner_id=(union := ledger.house_account(FEES)), gl_code="9201", on=NOW.business_date,
        asset="P-DEMO",
    )  # fmt: skip
    member = opened("9202", asset="P-DEMO")
    posted((issued, -50), (member, 50), asset="P-DEMO")
    assert ledger.balances([issued, member]) == {issued: -50, member: 50}
    assert union
    assert faults() == []
