"""verify_money finds what somebody has changed behind the limits centre's back."""

import pytest
from django.db import connection

from apps.risk.contracts import Claim
from tests.ledger.books import without_guards

from .stage import account, claim, commit, faults, give_back, release, reserve, take

pytestmark = pytest.mark.django_db(transaction=True)

PLANTED = {
    "used is more": "UPDATE risk_limituse SET used_fen = used_fen + 1",
    "used is less": "UPDATE risk_limituse SET used_fen = used_fen - 1 WHERE used_fen > 0",
    "reserved": "UPDATE risk_limituse SET reserved_fen = reserved_fen + 1",
    "times": "UPDATE risk_limituse SET used_count = used_count + 1",
    "a counter forgotten": "UPDATE risk_limituse SET used_fen = 0, used_count = 0",
    "an event deleted": "DELETE FROM risk_limitevent WHERE kind = 'COMMIT'",
    "a take deleted": "DELETE FROM risk_limitevent WHERE kind = 'TAKE'",
    "an event of another sum": "UPDATE risk_limitevent SET used_fen = used_fen + 1 WHERE kind = 'TAKE'",
    "a reservation given back on paper": "UPDATE risk_reservation SET state = 'RELEASED', settled_at = created_at"
    " WHERE state = 'RESERVED'",
    "a release undone": "UPDATE risk_reservation SET state = 'RESERVED', settled_at = NULL WHERE state = 'RELEASED'",
    "a return forgotten": "DELETE FROM risk_limitevent WHERE kind = 'GIVE_BACK'",
    "a return undone": "UPDATE risk_reservation SET state = 'COMMITTED', settled = amount WHERE state = 'RETURNED'",
    "another amount": "UPDATE risk_reservation SET amount = amount + 1 WHERE state = 'RESERVED'",
    "another sum used": "UPDATE risk_reservation SET settled = settled - 1 WHERE state = 'COMMITTED'",
}


@pytest.fixture
def used() -> Claim:
    """A day on which everything happened once."""
    two = account()
    take(two, 1_00)
    commit(reserve(claim(two, 2_00)), 1_50)
    release(reserve(claim(two, 3_00)))
    give_back(commit(reserve(claim(two, 5_00))))
    return reserve(claim(two, 4_00))


def test_all_is_well(used: Claim) -> None:
    assert faults() == []


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_fault_is_found(name: str, used: Claim) -> None:
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(PLANTED[name])
        assert cursor.rowcount >= 1
    assert faults()
