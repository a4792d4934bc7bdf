"""The bank test: eight clients on eight contended accounts and a hot one, under kill -9 of everybody.

Clients, their sessions, the server's processes and the server itself are killed while money moves; a client whose
answer is lost asks again under the same key. Nothing acknowledged may be missing, nothing may be there twice, and
every snapshot sums to zero. That the checker can see it is shown in the same run by three doors with a fault.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .bank.chaos import Plan
from .bank.checker import Kind
from .bank.faults import asynchronous_commit, no_key, no_row_lock
from .bank.stage import Bank, opened_bank

QUICK = Plan(seconds=10, client=12, session=12, backend=2, postmaster=2)
LONG = Plan(seconds=70, client=80, session=80, backend=10, postmaster=10)
FAULTY = Plan(seconds=2, client=2, session=2, backend=0, postmaster=2)


@pytest.fixture
def bank(tmp_path: Path, django_db_blocker: object) -> Iterator[Bank]:
    with django_db_blocker.unblock(), opened_bank(tmp_path) as bank:
        yield bank


@pytest.mark.parametrize("plan", [QUICK, pytest.param(LONG, marks=pytest.mark.slow)], ids=["10 s", "70 s"])
def test_a_bank_under_kills_keeps_its_word_and_the_checker_sees_each_planted_fault(bank: Bank, plan: Plan) -> None:
    right = bank.run("right", plan)
    assert right.violations == []
    right.require_a_proof(plan)
    assert {Kind.NOBODYS, Kind.REFUSED_YET_THERE, Kind.OTHER_LEGS, Kind.OPEN} <= right.kinds_with_forged_notes()

    assert Kind.TWICE in bank.run("no key", FAULTY, no_key()).kinds
    assert Kind.LOST in bank.run("asynchronous commit", FAULTY, asynchronous_commit()).kinds
    lost_update = bank.run("no row lock", FAULTY, no_row_lock())
    assert {Kind.TOTAL, Kind.NOT_ITS_ENTRIES, Kind.VERSIONS} <= lost_update.kinds
