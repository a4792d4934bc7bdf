"""verify_money finds what somebody has changed behind a transfer's back."""

import pytest
from django.db import connection

from apps.core.invariants import faults
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401  (fixtures)
from tests.ledger.books import without_guards

from .stage import IN, OUT, SILENT
from .stage import purse as make_purse

pytestmark = pytest.mark.django_db

PLANTED = {
    "another amount": "UPDATE transfers_transfer SET amount_fen = amount_fen + 1",
    "an end that nobody told": "UPDATE transfers_transfer SET state = 'SUCCEEDED', code = 'P00', ended_at = now()"
    " WHERE state = 'IN_DOUBT'",
    "failed on paper": "UPDATE transfers_transfer SET state = 'FAILED', code = 'P99' WHERE state = 'SUCCEEDED'",
    "a pull that is in no book": "UPDATE ledger_journal SET idempotency_key = 'x' || idempotency_key"
    " WHERE kind = 'transfers.in'",
    "a payment that is in no book": "UPDATE ledger_journal SET idempotency_key = 'x' || idempotency_key"
    " WHERE kind = 'transfers.paid'",
    "transit": "UPDATE ledger_account SET balance = balance + 1 WHERE gl_code = '2241.11'",
    "an order of another kind": "UPDATE corebank_coremessage SET kind = 'PAYMENT'",
    "an order without a transfer": "UPDATE corebank_coremessage SET reference = 'TF-' || md5(reference)",
    "a doubt without a case": "UPDATE cases_case SET state = 'CLOSED', closed_at = now()",
}


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_fault_is_found(world, simulator, name: str) -> None:  # noqa: F811  (the fixture)
    purse = make_purse(world)
    purse.move(IN, purse.card(), 10_00)
    purse.move(OUT, purse.card(number="6291000000000000123", tail4="0123"), 20_00)
    purse.move(OUT, purse.card(SILENT), 30_00)
    assert list(faults()) == []
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(PLANTED[name])
        assert cursor.rowcount >= 1
    assert any("转账" in fault or "2241.11" in fault for fault in map(str, faults()))
