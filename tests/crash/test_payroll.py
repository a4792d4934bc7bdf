"""Kill −9 at every moment of a payroll: nothing is lost, nobody is paid twice (P1 … P5, the crash matrix).

Each case: the process dies at its point with lines in flight; at that very instant all checks hold; a new process
brings the batch to the same end as if nothing had happened.
"""

from dataclasses import replace

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.core.invariants import faults
from apps.core.models import IdempotencyRecord, Job
from apps.core.testing import failpoints
from apps.corebank.adapters import exchange
from apps.corebank.models import CoreMessage
from apps.daifutong.models import Batch, Payslip, Row
from apps.ledger import api as ledger
from apps.notify.models import Notice
from fixtures.generators import OTHER_BIN, card_number
from tests.corebank.conftest import Simulator
from tests.daifutong.cast import SYSTEM, House
from tests.daifutong.test_keys import DEEDS, Staged, house_for, open_books, staged
from tests.daifutong.test_other_bank import ask_bank

from .conftest import in_flight, run, settle
from .points import AFTERWARDS, DEED_MOMENTS, OTHER_POINTS, OWN_POINTS

pytestmark = pytest.mark.slow


def own_bank_payroll(house: House) -> Batch:
    """Six lines in three parts; the third colleague's account is frozen after the approval."""
    batch_id = house.approved(house.file([f"{n}000.00" for n in range(1, 7)]))
    with transaction.atomic():
        frozen = house.staff[2].account_id
        bankaccounts.account_move(account_id=frozen, move="freeze", reason="测试", actor=SYSTEM, now=house.now)
    return Batch.objects.system("crash").get(pk=batch_id)


def assert_own_bank_end(house: House, batch: Batch) -> None:
    batch.refresh_from_db()
    assert (batch.state, batch.returned_fen) == ("PART_FAILED", 300_000)
    wages = [ledger.balance(colleague.ledger_id) for colleague in house.staff]
    assert wages == [100_000, 200_000, 0, 400_000, 500_000, 600_000]
    assert house.payer_balance() == 100_000_000 - 1_800_000
    assert ledger.balance(batch.transit_ledger_id) == 0
    assert Payslip.objects.system("crash").count() == 5
    assert Notice.objects.system("crash").filter(kind="daifutong.payslip").count() == 5
    assert list(Job.objects.exclude(state="DONE")) == []
    assert list(faults()) == []


@pytest.mark.parametrize("point", [*OWN_POINTS, *AFTERWARDS])
def test_own_bank_lines_survive(house: House, point: str) -> None:
    batch = own_bank_payroll(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    if point in OWN_POINTS:
        assert in_flight() >= 1
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert_own_bank_end(house, batch)


# How the other bank treats the card; the state of the line afterwards, and its end when the bank's day is over.
MODES = {
    "ok": ("", "PAID", "PAID"),
    "late": ("99921", "PAID", "PAID"),  # applied without an answer, told when asked
    "refused": ("99915", "RETURNED", "RETURNED"),
    "lost": ("99922", "IN_DOUBT", "RETURNED"),  # neither applied nor answered: not found, which proves nothing today
    "silent": ("99923", "IN_DOUBT", "PAID"),  # applied, and no answer to any question for a while
}
NEVER_LEFT = "_mark_sent.after_commit"  # marked as sent, and never sent: the bank does not know it


def other_bank_payroll(house: House, mode: str = "ok") -> Batch:
    """One line to another bank, which treats the card as `mode` says."""
    card = card_number(int(f"7{MODES[mode][0]}"), bin_prefix=OTHER_BIN)
    people = [replace(house.staff[0], card=card)]
    return Batch.objects.system("crash").get(pk=house.approved(house.file(["5000.00"], people=people)))


def end_is(house: House, batch: Batch, state: str) -> None:
    """The line's, with its money in one place: the payee's bank, the enterprise's account, or in transit."""
    assert Row.objects.system("crash").get().state == state
    gone, waits = (500_000 if state == "PAID" else 0), (500_000 if state == "IN_DOUBT" else 0)
    assert house.payer_balance() == 100_000_000 - gone - waits
    assert ledger.balance(batch.transit_ledger_id) == waits
    assert CoreMessage.objects.system("crash").get().attempts == 1, "never sent again"
    assert list(faults()) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("point", OTHER_POINTS)
def test_an_other_bank_line_is_sent_once_and_ends_as_the_bank_says(
    house: House, simulator: Simulator, point: str, mode: str
) -> None:
    batch = other_bank_payroll(house, mode)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert in_flight() >= 1 or point == "deliver.after_commit@1", "its end has just been heard"
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    batch.refresh_from_db()
    _, seen, last = MODES[mode] if point != NEVER_LEFT else ("", "IN_DOUBT", "RETURNED")
    end_is(house, batch, seen)

    simulator.mode("ok", pattern="DF*")  # it answers questions again
    at_bank = exchange("GET", f"/v1/payments/{batch.reference}-000002").body.get("state")
    known = "SUCCEEDED" if last == "PAID" else "FAILED" if (mode, seen) == ("refused", "RETURNED") else "NOT_FOUND"
    assert at_bank == known
    ask_bank(house, batch, 2, days=1)
    end_is(house, batch, last)


def told(batch: Staged) -> list[str]:
    """What the program is told to do this deed."""
    actor = batch.house.as_(DEEDS[batch.verb][1])
    ids = map(str, (actor.person_id, actor.user_id, actor.enterprise_id))
    return [batch.verb, str(batch.batch_id), batch.said.get("digest", "-"), *ids]


@pytest.mark.parametrize("moment", DEED_MOMENTS)
@pytest.mark.parametrize("verb", DEEDS)
def test_a_deed_is_whole_or_absent_and_its_key_answers_afterwards(
    transactional_db: None, verb: str, moment: str
) -> None:
    open_books()
    batch = staged(verb, house_for(verb))
    arguments, before, state = told(batch), batch.state(), DEEDS[verb][2]
    point = moment if moment == failpoints.KEY_WRITTEN else f"batch_{verb}.{moment}"
    stored = moment == "after_commit"
    ended = run(*arguments, point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    assert (batch.state(), batch.deeds()) == ((state, 1) if stored else (before, 0))
    assert IdempotencyRecord.objects.filter(key="crash").exists() == stored
    for _ in range(2):
        assert run(*arguments).code == 0
    assert (batch.state(), batch.deeds()) == (state, 1)
    assert IdempotencyRecord.objects.filter(key="crash").count() == 1
