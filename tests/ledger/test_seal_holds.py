"""Events of holds are sealed with what their holds were placed with; what follows from them is free to move."""

import pytest
from django.db import transaction

from apps.core import seal
from apps.ledger import api as ledger

from .books import NOW, funded, placed, rows
from .sealed import run, settle, tampered

pytestmark = pytest.mark.django_db(transaction=True)
STREAM = "ledger.holds"
TAMPERS = [
    "UPDATE ledger_holdevent SET delta = delta - 1 WHERE number = 1",
    "UPDATE ledger_holdevent SET at = at + interval '1 second'",
    "UPDATE ledger_holdevent SET kind = 'COMMITTED' WHERE closes",
    "DELETE FROM ledger_holdevent WHERE closes",
    "UPDATE ledger_hold SET wanted = wanted + 1",
    "UPDATE ledger_hold SET account_id = gen_random_uuid()",
    "UPDATE ledger_hold SET expires_at = now()",
    "DELETE FROM ledger_hold",
]


@pytest.fixture
def hold() -> None:
    """One that was placed and released: two events, sealed."""
    hold_id = placed(funded(1_000), 300).hold_id
    settle("ledger_holdevent")
    assert seal.seal(STREAM) == 1
    with transaction.atomic():
        ledger.release_hold(hold_id, now=NOW)
    settle("ledger_holdevent")
    assert seal.seal(STREAM) == 1


def test_a_hold_that_moves_by_its_events_breaks_no_block(hold: None) -> None:
    assert rows("SELECT held, is_open FROM ledger_hold") == [(0, False)]
    assert seal.faults(STREAM) == []


@pytest.mark.parametrize("sql", TAMPERS)
def test_every_change_of_an_event_or_of_what_was_placed_is_found(sql: str, hold: None) -> None:
    block = 2 if "closes" in sql else 1
    with tampered():
        run(sql)
        assert seal.faults(STREAM)[0].number == block
    assert seal.faults(STREAM) == []
