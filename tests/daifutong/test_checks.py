"""The checks that follow every test find what they are there for: each fault planted once (P4)."""

import pytest
from django.db import connection, transaction

from apps.daifutong.checks import CHECKS

from .cast import House, work

TO = "UPDATE daifutong_row SET paid_at = NULL, "
FAULTS = {
    "batch_totals": "UPDATE daifutong_batch SET total_fen = total_fen + 1",
    "transit_balances": f"{TO} state = 'FAILED', outcome = 'P99' WHERE number = 2",
    "paid_lines": f"{TO} state = 'RETURNED', outcome = 'P99' WHERE number = 2",
    "returns_held": f"{TO} state = 'HELD', outcome = 'P03' WHERE number = 2",
    "returned_sums": "UPDATE daifutong_batch SET returned_fen = 1",
    "doubts_have_cases": f"{TO} state = 'IN_DOUBT', outcome = 'P14' WHERE number = 2",
}


def found() -> set[str]:
    return {check.__name__ for check in CHECKS if list(check())}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_named(house: House, name: str) -> None:
    house.approved(house.file(["5000.00", "6000.00"]))
    work()
    assert found() == set()
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(FAULTS[name])
    assert name in found()
    assert all("DF2026" in sentence for check in CHECKS for sentence in check())
    transaction.savepoint_rollback(before)


def test_every_check_has_its_fault() -> None:
    assert {check.__name__ for check in CHECKS} == set(FAULTS)
