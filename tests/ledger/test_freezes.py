"""Freezes catch what there is and what comes, in their order, and end what was not settled (AC-8, AC-9)."""

from uuid import UUID

import pytest
from django.db import transaction

from apps.ledger import api as ledger
from apps.ledger.api import HoldKind

from .books import NOW, TRANSIT, batch, faults, funded, opened, placed, posted, refused
from .test_holds import LATER, events, expired, released, taken, told

pytestmark = pytest.mark.django_db


def frozen(account: UUID, fen: int | None, kind: HoldKind = HoldKind.JUDICIAL_AMOUNT, **more: object) -> ledger.Held:
    return placed(account, fen, kind=kind, **more)


def caught(*holds: ledger.Held) -> list[int]:
    return [ledger.hold_facts(hold.hold_id).held for hold in holds]


def test_a_freeze_catches_what_there_is_and_leaves_the_rest() -> None:
    account = funded(100)
    assert frozen(account, 60).held == 60
    posted((account, -40), (opened(), 40))
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        posted((account, -1), (opened(), 1))
    assert faults() == []


def test_a_freeze_of_more_catches_what_comes_in_to_the_last_fen() -> None:
    account = funded(100)
    freeze = frozen(account, 250)
    assert freeze.held == 100
    posted((funded(500), -120), (account, 120))
    assert caught(freeze) == [220]
    posted((funded(500), -120), (account, 120))
    assert caught(freeze) == [250]
    assert ledger.balance(account) == 340
    posted((account, -90), (opened(), 90))
    assert events(freeze.hold_id) == [
        ("PLACED", 0, 0), ("CAUGHT", 100, 100), ("CAUGHT", 120, 220), ("CAUGHT", 30, 250),
    ]  # fmt: skip
    assert faults() == []


def test_what_a_batch_brings_is_caught_too_also_when_it_comes_twice() -> None:
    transit, account, other = funded(100, TRANSIT), opened(), opened()
    freeze = frozen(account, None, HoldKind.JUDICIAL_FULL)
    batch(transit, (account, 30), (other, 20), (account, 40))
    assert caught(freeze) == [70]
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        posted((account, -1), (opened(), 1))
    assert faults() == []


def test_a_later_freeze_waits_behind_the_earlier_one_and_takes_its_place() -> None:
    account = funded(100)
    first, second, third = frozen(account, 80), frozen(account, 50), frozen(account, None, HoldKind.JUDICIAL_FULL)
    assert caught(first, second, third) == [80, 20, 0]
    posted((funded(90), -40), (account, 40))
    assert caught(first, second, third) == [80, 50, 10]
    released(first.hold_id)
    assert caught(second, third) == [50, 90]
    assert ledger.available(account, now=NOW) == 0
    released(third.hold_id)
    assert ledger.available(account, now=NOW) == 90
    assert faults() == []


def test_a_freeze_that_runs_out_gives_way() -> None:
    account = funded(100)
    first, second = frozen(account, 100, expires_at=LATER), frozen(account, 60)
    assert caught(first, second) == [100, 0]
    assert expired() == (first.hold_id,)
    assert caught(second) == [60]
    assert faults() == []


def test_a_judicial_freeze_ends_what_was_not_settled_and_catches_it() -> None:
    account = funded(100)
    order, pledge = placed(account, 50), placed(account, 20, kind=HoldKind.PLEDGE)
    freeze = frozen(account, 90)
    assert (freeze.ended, freeze.held) == ((order.hold_id,), 80)  # the pledge has its own right
    assert events(order.hold_id)[-1] == ("OVERRIDDEN", -50, 0)
    assert told() == [(str(order.hold_id), "OVERRIDDEN")]
    assert ledger.hold_facts(pledge.hold_id).is_open
    with refused("LEDGER_HOLD_ENDED", ledger.LedgerRefused):
        taken(order.hold_id, account, 50)
    assert faults() == []


def test_a_freeze_between_two_lines_of_a_running_settlement_stops_the_second() -> None:
    first, second, transit = funded(100), funded(100), opened(TRANSIT)
    orders = {account: placed(account, 70).hold_id for account in (first, second)}
    taken(orders[first], first, 70, to=transit)
    frozen(second, None, HoldKind.JUDICIAL_FULL)
    with refused("LEDGER_HOLD_ENDED", ledger.LedgerRefused):
        taken(orders[second], second, 70, to=transit)
    assert ledger.balances([transit, second]) == {transit: 70, second: 100}


def test_an_emergency_stop_lets_holds_be_but_nothing_go() -> None:
    account = funded(100)
    order = placed(account, 50)
    stop = frozen(account, None, HoldKind.STOP_PAYMENT)
    assert (stop.ended, stop.held) == ((), 50)
    with refused("LEDGER_FROZEN", ledger.LedgerRefused):
        taken(order.hold_id, account, 50)
    released(stop.hold_id)
    taken(order.hold_id, account, 50)
    assert faults() == []


def test_a_court_takes_out_of_its_freeze_and_the_freeze_goes_on_for_the_rest() -> None:
    account, court = funded(100), opened("2241.08")
    freeze = frozen(account, 150)
    taken(freeze.hold_id, account, 100, to=court, release_rest=False)
    posted((funded(80), -80), (account, 80))
    assert caught(freeze) == [50]
    taken(freeze.hold_id, account, 50, to=court, release_rest=False)
    assert not ledger.hold_facts(freeze.hold_id).is_open
    assert ledger.balances([account, court]) == {account: 30, court: 150}
    assert ledger.available(account, now=NOW) == 30
    assert faults() == []


def test_what_a_reversal_gives_back_is_caught() -> None:
    account, payee = funded(100), opened()
    journal = posted((account, -100), (payee, 100)).journal_id
    freeze = frozen(account, 70)
    with transaction.atomic():
        ledger.reverse(journal_id=journal, key="r", kind="test.reversal", summary="冲正", now=NOW)
    assert caught(freeze) == [70]
    assert faults() == []
