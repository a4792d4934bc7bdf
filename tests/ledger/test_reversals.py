"""What is wrong is corrected by its mirror, in whole or in part, once, and stays readable."""

import pytest

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.models import Journal
from fixtures.reference import on_day

from .books import TOMORROW, TRANSIT, batch, faults, funded, legs_of, opened, posted, refused, reversed_

pytestmark = pytest.mark.django_db


def test_a_reversal_is_the_mirror_and_names_its_original() -> None:
    payer, payee = funded(100), opened()
    original = posted((payer, -40), (payee, 40), batch_id=(batch_id := new_id()))
    with on_day(TOMORROW.business_date):
        result = reversed_(original.journal_id, now=TOMORROW)
    assert legs_of(result.journal_id) == [(payer, 40, 100), (payee, -40, 0)]
    journal = Journal.objects.get(pk=result.journal_id)
    assert (journal.reverses_id, journal.batch_id) == (original.journal_id, batch_id)
    assert (journal.business_date, journal.kind) == (TOMORROW.business_date, "test.reversal")
    assert faults() == []


def test_a_whole_batch_is_reversed_leg_by_leg() -> None:
    transit, payee, other = funded(60, TRANSIT), opened(), opened()
    original = batch(transit, (payee, 10), (other, 20), (payee, 30))
    reversed_(original.journal_id)
    assert ledger.balances([transit, payee, other]) == {transit: 60, payee: 0, other: 0}
    assert faults() == []


def test_a_journal_is_reversed_once() -> None:
    original = posted((funded(10), -10), (opened(), 10))
    reversed_(original.journal_id)
    with refused("LEDGER_REVERSED", ledger.LedgerRefused):
        reversed_(original.journal_id)


def test_a_reversal_is_not_reversed() -> None:
    original = posted((funded(10), -10), (opened(), 10))
    again = reversed_(original.journal_id)
    with refused("LEDGER_REVERSAL", ledger.LedgerRefused):
        reversed_(again.journal_id)


def test_what_was_spent_since_cannot_be_taken_back() -> None:
    payee = opened()
    original = posted((funded(10), -10), (payee, 10))
    posted((payee, -1), (opened(), 1))
    with refused("LEDGER_INSUFFICIENT", ledger.InsufficientFunds):
        reversed_(original.journal_id)


def test_there_must_be_something_to_reverse() -> None:
    with refused("LEDGER_JOURNAL_UNKNOWN", ledger.LedgerFault):
        reversed_(new_id())


def test_a_part_is_taken_back_and_later_the_rest() -> None:
    payer, payee = funded(100), opened()
    original = posted((payer, -40), (payee, 40)).journal_id
    first = reversed_(original, parts={1: 15, 2: 15}, key="part")
    assert legs_of(first.journal_id) == [(payer, 15, 75), (payee, -15, 25)]
    assert reversed_(original, parts={1: 15, 2: 15}, key="part") == ledger.Posted(first.journal_id, is_replay=True)
    with refused("LEDGER_REVERSED", ledger.LedgerRefused):
        reversed_(original)  # the whole is not there any more
    with refused("LEDGER_REVERSED", ledger.LedgerRefused):
        reversed_(original, parts={1: 26, 2: 26})
    reversed_(original, parts={1: 25, 2: 25})
    assert ledger.balances([payer, payee]) == {payer: 100, payee: 0}
    assert faults() == []


def test_one_line_of_a_batch_is_taken_back_alone() -> None:
    transit, payee, other = funded(60, TRANSIT), opened(), opened()
    original = batch(transit, (payee, 10), (other, 20), (payee, 30)).journal_id
    result = reversed_(original, parts={1: 20, 3: 20})
    assert legs_of(result.journal_id) == [(transit, 20, 20), (other, -20, 0)]
    with refused("LEDGER_REVERSED", ledger.LedgerRefused):
        reversed_(original, parts={1: 1, 3: 1})
    assert faults() == []


@pytest.mark.parametrize(
    ("parts", "code"), [({1: 5, 2: 6}, "LEDGER_UNBALANCED"), ({1: 5, 9: 5}, "LEDGER_REVERSED"), ({1: 5}, "LEDGER_LEGS")]
)
def test_a_part_has_both_sides(parts: dict[int, int], code: str) -> None:
    original = posted((funded(10), -10), (opened(), 10)).journal_id
    with refused(code):
        reversed_(original, parts=parts)
