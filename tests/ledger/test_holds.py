"""Two phases: money is held, then taken in whole or in part, given back, or free again when the time is over (AC-8)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from apps.core.ids import new_id
from apps.core.models import OutboxEvent
from apps.ledger import api as ledger
from apps.ledger.models import HoldEvent
from apps.ledger.services.hold_place import holds_expire
from fixtures.reference import on_day

from .books import NOW, TOMORROW, TRANSIT, faults, funded, legs_of, opened, placed, posted, refused

pytestmark = pytest.mark.django_db
LATER = NOW.business_at + timedelta(hours=1)


def taken(hold: UUID, account: UUID, fen: int, *, now=NOW, **more: object) -> ledger.Posted:
    """So much of a hold goes to a transit account."""
    transit = more.pop("to", None) or opened(TRANSIT)
    return posted((account, -fen), (transit, fen), holds={account: hold}, now=now, **more)


def events(hold: UUID) -> list[tuple[str, int, int]]:
    return list(HoldEvent.objects.filter(hold=hold).order_by("number").values_list("kind", "delta", "held_after"))


def released(hold: UUID) -> bool:
    with transaction.atomic():
        return ledger.release_hold(hold, now=NOW)


def told() -> list[tuple[str, str]]:
    """The holds that their owners have been told of, and how each was lost."""
    lost = OutboxEvent.objects.filter(name="ledger.hold.lost").order_by("pk")
    return [(event.payload["hold_id"], event.payload["how"]) for event in lost]


def expired(now=TOMORROW) -> tuple[UUID, ...]:
    with transaction.atomic():
        return holds_expire(now=now)


def test_what_is_held_stays_and_is_not_to_be_spent() -> None:
    account = funded(100)
    hold = placed(account, 60)
    assert (hold.held, hold.is_replay, hold.ended) == (60, False, ())
    assert (ledger.balance(account), ledger.available(account, now=NOW)) == (100, 40)
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        posted((account, -41), (opened(), 41))
    posted((account, -40), (opened(), 40))
    assert faults() == []


def test_more_than_there_is_cannot_be_held() -> None:
    account = funded(100)
    placed(account, 60)
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        placed(account, 41)


def test_a_hold_is_taken_whole() -> None:
    account, transit = funded(100), opened(TRANSIT)
    hold = placed(account, 60).hold_id
    result = taken(hold, account, 60, to=transit)
    assert legs_of(result.journal_id) == [(account, -60, 40), (transit, 60, 60)]
    assert events(hold) == [("PLACED", 60, 60), ("COMMITTED", -60, 0)]
    assert ledger.hold_facts(hold).is_open is False
    assert faults() == []


def test_a_part_is_taken_and_the_rest_is_given_back() -> None:
    account = funded(100)
    hold = placed(account, 60).hold_id
    taken(hold, account, 45)
    assert events(hold) == [("PLACED", 60, 60), ("COMMITTED", -45, 15), ("RELEASED", -15, 0)]
    assert (ledger.balance(account), ledger.available(account, now=NOW)) == (55, 55)
    assert faults() == []


def test_a_part_is_taken_and_the_rest_stays_held() -> None:
    account = funded(100)
    hold = placed(account, 60).hold_id
    taken(hold, account, 45, release_rest=False)
    assert (ledger.balance(account), ledger.available(account, now=NOW)) == (55, 40)
    taken(hold, account, 15, release_rest=False)
    assert events(hold)[-1] == ("COMMITTED", -15, 0)
    assert ledger.holds_of(account) == ()
    assert faults() == []


def test_a_posting_takes_from_many_holds_at_once() -> None:
    payers, transit = [funded(100) for _ in range(3)], opened(TRANSIT)
    holds = {payer: placed(payer, 70).hold_id for payer in payers}
    posted(*((payer, -70) for payer in payers), (transit, 210), holds=holds)
    assert ledger.balances([transit, *payers]) == {transit: 210} | dict.fromkeys(payers, 30)
    assert all(not ledger.hold_facts(hold).is_open for hold in holds.values())
    assert faults() == []


def test_holds_that_fall_short_are_named() -> None:
    account = funded(100)
    whole, part, over = (placed(account, 20).hold_id for _ in range(3))
    taken(part, account, 5, release_rest=False)
    released(over)
    assert ledger.holds_short({whole: 20, part: 15}) == frozenset()
    assert ledger.holds_short({whole: 21, part: 15, over: 0, (unknown := new_id()): 0}) == {whole, over, unknown}
    assert ledger.holds_short({}) == frozenset()


def test_a_replay_takes_nothing_again() -> None:
    account, transit = funded(100), opened(TRANSIT)
    hold = placed(account, 60, key="h", subject_id=(order := new_id()))
    assert placed(account, 60, key="h", subject_id=order).is_replay
    first = taken(hold.hold_id, account, 20, to=transit, key="k", release_rest=False)
    assert taken(hold.hold_id, account, 20, to=transit, key="k", release_rest=False) == ledger.Posted(
        first.journal_id, is_replay=True
    )
    assert ledger.hold_facts(hold.hold_id).held == 40
    with refused("LEDGER_KEY_REUSED", ledger.LedgerKeyReused):
        placed(account, 61, key="h", subject_id=order)
    with refused("LEDGER_KEY_REUSED", ledger.LedgerKeyReused):
        taken(hold.hold_id, account, 20, to=transit, key="k")  # gives the rest back: another body


def test_a_hold_is_given_back_once() -> None:
    account = funded(100)
    hold = placed(account, 60).hold_id
    assert released(hold) is False
    assert released(hold) is True
    assert ledger.available(account, now=NOW) == 100
    with refused("LEDGER_HOLD_ENDED", ledger.LedgerRefused):
        taken(hold, account, 60)
    other = placed(account, 60).hold_id
    taken(other, account, 60)
    with refused("LEDGER_HOLD_ENDED", ledger.LedgerRefused):
        ledger.release_hold(other, now=NOW)


def test_a_hold_runs_out() -> None:
    account = funded(100)
    hold = placed(account, 60, expires_at=LATER).hold_id
    assert expired(NOW) == ()
    assert ledger.available(account, now=TOMORROW) == 100  # read as over before anybody swept
    with on_day(TOMORROW.business_date), refused("LEDGER_HOLD_ENDED", ledger.LedgerRefused):
        taken(hold, account, 60, now=TOMORROW)
    assert expired() == (hold,)
    assert expired() == ()
    assert told() == [(str(hold), "EXPIRED")]
    assert events(hold)[-1] == ("EXPIRED", -60, 0)
    assert faults() == []


def test_a_hold_that_ran_out_makes_room_for_the_next() -> None:
    account = funded(100)
    hold = placed(account, 60, expires_at=LATER).hold_id
    assert placed(account, 100, now=TOMORROW).ended == (hold,)
    assert told() == [(str(hold), "EXPIRED")]
    assert events(hold)[-1] == ("EXPIRED", -60, 0)
    assert faults() == []


@pytest.mark.parametrize(
    ("fen", "more", "code"),
    [
        (0, {}, "LEDGER_AMOUNT"),
        (-1, {}, "LEDGER_AMOUNT"),
        (1, {"expires_at": NOW.business_at}, "LEDGER_AMOUNT"),
    ],
)
def test_a_hold_is_of_something_and_for_a_while(fen: int, more: dict[str, object], code: str) -> None:
    with refused(code, ledger.LedgerFault):
        placed(funded(10), fen, **more)


def test_where_nothing_can_be_held() -> None:
    closed = opened()
    ledger.close_account(closed, now=NOW)
    with refused("LEDGER_CLOSED", ledger.LedgerRefused):
        placed(closed, 1)
    with refused("LEDGER_HOLD_NO_FLOOR", ledger.LedgerFault):
        placed(ledger.house_account("6021.01"), 1)
    with refused("LEDGER_ACCOUNT_UNKNOWN", ledger.LedgerFault):
        placed(new_id(), 1)
    with refused("LEDGER_HOLD_UNKNOWN", ledger.LedgerFault):
        ledger.release_hold(new_id(), now=NOW)


def test_nothing_comes_out_of_a_hold_but_what_it_holds() -> None:
    account, other = funded(100), funded(100)
    hold = placed(account, 60).hold_id
    with refused("LEDGER_HOLD_SHORT", ledger.LedgerRefused):
        taken(hold, account, 61)
    with refused("LEDGER_HOLD_UNKNOWN", ledger.LedgerFault):
        taken(hold, other, 10)
    with refused("LEDGER_HOLD_UNKNOWN", ledger.LedgerFault):
        taken(new_id(), account, 10)


def test_an_account_that_holds_something_does_not_close() -> None:
    account = funded(5)
    hold = placed(account, 5).hold_id
    with refused("LEDGER_NOT_EMPTY", ledger.LedgerRefused):
        ledger.close_account(account, now=NOW)
    taken(hold, account, 5)
    ledger.close_account(account, now=NOW)
