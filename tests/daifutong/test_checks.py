"""The checks that follow every test find what they are there for: each fault planted once (P4)."""

import pytest
from django.db import transaction

from apps.core import jobs
from apps.core.models import Job
from apps.corebank.models import CoreMessage
from apps.daifutong.checks import CHECKS, payments_match
from tests.planted import found, plant

from .cast import House, work
from .test_other_bank import abroad

TO = "UPDATE daifutong_row SET paid_at = NULL, "
OTHER = "WHERE number = 4"
PAYMENT = "UPDATE corebank_coremessage SET"
FAULTS = {
    "batch_totals": "UPDATE daifutong_batch SET total_fen = total_fen + 1",
    "transit_balances": f"{TO} state = 'FAILED', outcome = 'P99' WHERE number = 2",
    "transit_sides": "UPDATE daifutong_batch SET transit_ledger_id = payer_ledger_id",
    "paid_lines": f"{TO} state = 'RETURNED', outcome = 'P99' WHERE number = 2",
    "payer_sums": "UPDATE daifutong_batch SET total_fen = total_fen - 1",
    "clearing_sums": "UPDATE daifutong_row SET channel = 'OTHER' WHERE number = 2",
    "payments_match": f"{PAYMENT} amount = amount + 1",
    "payment_sums": f"{PAYMENT} state = 'FAILED', code = 'P99'",
    "returns_held": f"{TO} state = 'HELD', outcome = 'P03' WHERE number = 2",
    "returned_sums": "UPDATE daifutong_batch SET returned_fen = 1",
    "fees_taken": "INSERT INTO daifutong_feestatement (id, enterprise_id, month, own_count, other_count, fen, vat_fen,"
    " state, payer_account_id, payer_ledger_id, payer_masked, made_at, paid_at) SELECT gen_random_uuid(),"
    " enterprise_id, 'DF2026', 1, 0, 50, 3, 'PAID', payer_account_id, payer_ledger_id, '', now(), now()"
    " FROM daifutong_batch LIMIT 1",
    "doubts_have_cases": f"{TO} state = 'IN_DOUBT', outcome = 'P14' WHERE number = 2",
    "reclaims_paid": "INSERT INTO daifutong_reclaim (id, row_id, enterprise_id, person_id, amount_fen, reason, state,"
    " digest, maker_person_id, maker_display, checker_display, checker_reason, checker_person_id, lapses_on,"
    " answer_text, asked_at, ended_at) SELECT r.id, r.id, b.enterprise_id, r.person_id, 1, '多发', 'PAID_BACK', '',"
    " b.maker_person_id, '', '', '', r.id, now()::date, '', now(), now() FROM daifutong_row r"
    " JOIN daifutong_batch b ON b.id = r.batch_id WHERE r.number = 2",
    "follow_ups_once": "INSERT INTO daifutong_followup (row_id, origin_id, is_live) SELECT b.id, a.id, true"
    " FROM daifutong_row a, daifutong_row b WHERE a.number = 2 AND b.number = 3",
}
# What a payment and its line may not say of each other: each is found by the same check.
STORIES = {
    "no payment": "DELETE FROM corebank_coremessage",
    "no line": "UPDATE daifutong_row SET channel = 'OWN', payee_ledger_id = id WHERE number = 4",
    "not sent": f"{PAYMENT} state = 'INTENT', code = '', sent_at = NULL, resolved_at = NULL",
    "refused": f"{PAYMENT} state = 'FAILED', code = 'P03'",
    "doubted": f"{TO} state = 'IN_DOUBT', outcome = 'P14' {OTHER}; "
    f"{PAYMENT} state = 'SENT', code = '', resolved_at = NULL",
    "returned": f"{TO} state = 'RETURNED', outcome = 'P03' {OTHER}",
    "bounced": f"UPDATE daifutong_row SET bounced_at = now(), state = 'RETURNED', outcome = 'P99' {OTHER}",
    "pending": f"{TO} state = 'PENDING', outcome = '' {OTHER}",
}


@pytest.fixture
def paid(house: House, simulator: object) -> House:
    """Two lines at this bank and one at another, all paid."""
    people = [house.staff[0], house.staff[1], abroad(house, 2)]
    house.approved(house.file(["5000.00", "6000.00", "7000.00"], people=people))
    work()
    assert found(CHECKS) == set()
    return house


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_named(paid: House, name: str) -> None:
    before = transaction.savepoint()
    plant(FAULTS[name])
    assert name in found(CHECKS)
    assert all("DF2026" in sentence for check in CHECKS for sentence in check())
    transaction.savepoint_rollback(before)


@pytest.mark.parametrize("story", STORIES)
def test_a_line_and_its_payment_that_disagree_are_found(paid: House, story: str) -> None:
    before = transaction.savepoint()
    plant(STORIES[story])
    assert [sentence for sentence in payments_match() if "-000004" in sentence]
    transaction.savepoint_rollback(before)


def test_a_payment_that_is_ahead_of_its_line_is_no_fault(house: House, simulator: object) -> None:
    """Sent and answered, while the event still waits in the outbox."""
    house.approved(house.file(["6000.00"], people=[abroad(house, 1)]))
    seen = set()
    for _ in range(20):
        for job in Job.objects.filter(state="DUE", kind__startswith="daifutong.").values_list("pk", flat=True):
            jobs.run(job)
            assert found(CHECKS) == set()
        for job in Job.objects.filter(state="DUE", kind="corebank.payment").values_list("pk", flat=True):
            jobs.run(job)
            seen |= set(CoreMessage.objects.system("test").values_list("state", flat=True))
            assert found(CHECKS) == set()
    assert seen == {"SUCCEEDED"}
    work()


def test_every_check_has_its_fault() -> None:
    assert {check.__name__ for check in CHECKS} == set(FAULTS)
