"""The life of a payment, cell by cell, and the database that knows it too."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import IllegalMove
from apps.corebank.contracts import IdentityElements, IdentityResult, PaymentState
from apps.corebank.models import CoreMessage
from apps.corebank.rules.identity import ASKED, IDENTITY_CHECK, locked_until
from apps.corebank.rules.payments import PAYMENT

from .conftest import MONDAY, intended, order

LEGAL = {
    ("", "intend"): "INTENT",
    ("INTENT", "send"): "SENT",
    ("SENT", "not_sent"): "INTENT",
    ("INTENT", "cancel"): "CANCELLED",
    ("SUCCEEDED", "bounce"): "BOUNCED",
    ("SENT", "succeed"): "SUCCEEDED",
    ("SENT", "fail"): "FAILED",
    ("SENT", "doubt"): "UNKNOWN",
    ("UNKNOWN", "succeed"): "SUCCEEDED",
    ("UNKNOWN", "fail"): "FAILED",
}


@pytest.mark.parametrize("move", sorted({move.name for move in PAYMENT.moves}))
@pytest.mark.parametrize("source", ["", *PaymentState])
def test_every_state_and_move_of_a_payment(source, move):
    if (source, move) in LEGAL:
        assert PAYMENT.check(source, move).target == LEGAL[source, move]
    else:
        with pytest.raises(IllegalMove):
            PAYMENT.check(source, move)


def test_an_identity_check_is_answered_once():
    assert IDENTITY_CHECK.final_states == frozenset(IdentityResult)
    assert {move.target for move in IDENTITY_CHECK.leaving(ASKED)} == set(IdentityResult)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"state": "DONE"},
        {"state": "SUCCEEDED"},
        {"state": "SUCCEEDED", "code": "P01", "sent_at": MONDAY.wall, "resolved_at": MONDAY.wall},
        {"state": "FAILED", "code": "P00", "sent_at": MONDAY.wall, "resolved_at": MONDAY.wall},
        {"state": "FAILED", "code": "P14", "sent_at": MONDAY.wall, "resolved_at": MONDAY.wall},
        {"state": "BOUNCED", "code": "P00", "sent_at": MONDAY.wall, "resolved_at": MONDAY.wall},
        {"state": "BOUNCED", "code": "P99", "kind": "COLLECTION", "sent_at": MONDAY.wall, "resolved_at": MONDAY.wall},
        {"state": "UNKNOWN", "code": "P14"},
        {"state": "SENT"},
        {"next_query_at": MONDAY.wall},
        {"amount": 0},
        {"kind": "OTHER"},
    ],
)
def test_the_database_refuses_what_no_move_makes(change):
    intended(order())
    with pytest.raises(IntegrityError), transaction.atomic():
        CoreMessage.objects.system("test").update(**change)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, Shanghai's hours."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def test_the_fifth_try_of_a_day_locks_for_a_day():
    four = [at(2, 9), at(2, 10), at(2, 11), at(2, 23, 59)]
    assert locked_until([]) is None
    assert locked_until(four) is None
    assert locked_until([*four, at(3, 0)]) is None  # midnight in Shanghai begins a new count
    assert locked_until([at(2, 8), *four]) == at(3, 23, 59)


@pytest.mark.parametrize("factors, given", [(1, {}), (6, {}), (3, {}), (4, {"account": "1"}), (5, {"mobile": "1"})])
def test_a_check_needs_all_its_elements(factors, given):
    with pytest.raises(ValueError, match="elements"):
        IdentityElements(factors=factors, name="张三", id_number="1", **given)
