"""Limits under many hands at once; beside the promise the control that breaks it."""

from functools import partial

import pytest
from django.db import connection

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.risk import api as risk
from apps.risk import selectors
from apps.risk.contracts import Claim, Flow, Subject
from apps.risk.services import counters
from fixtures import reference
from tests.ledger.books import funded, opened
from tests.risk.stage import NOW, SOON, account, counted, faults

from .race import race

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 32


@pytest.fixture(autouse=True)
def numbers(transactional_db: None) -> None:
    reference.load()


def spend(subject: Subject, fen: int, *, of: tuple | None = None) -> None:
    """Takes the limit, and moves the money where accounts are given."""
    risk.take(claims=[Claim(Flow.SPEND, new_id(), fen, (subject,))], now=NOW)
    if of:
        purse, shop = of
        ledger.post(key=str(new_id()), kind="test", summary="测试", legs=[(purse, -fen), (shop, fen)], now=NOW)


def pass_by(subject: Subject, fen: int) -> None:
    """Reserves, and gives it back."""
    one = Claim(Flow.TRANSFER, new_id(), fen, (subject,))
    risk.reserve(claims=[one], expires_at=SOON, now=NOW)
    risk.release(flow=one.flow, key=one.key, now=NOW)


def test_thirty_two_clients_never_pass_a_limit() -> None:
    """10,000 yuan a day, 320 payments of 100: exactly 100 go through, and the money with them."""
    two, purse, shop = account(), funded(50_000_00), opened()
    outcome = race(*[[partial(spend, two, 100_00, of=(purse, shop))] * 10 for _ in range(CLIENTS)])
    assert outcome.answers == {"ok": 100, "LIMIT_DAY": 220}
    assert outcome.peak >= 8
    assert ledger.balance(shop) == 10_000_00
    assert counted(two) == (0, 10_000_00, 0, 100)
    assert faults() == []


def test_control_without_the_row_lock_they_pay_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same race with the lock taken out goes wrong, so the test above proves something."""
    monkeypatch.setattr(counters, "uses_held", selectors.uses_of)
    two, purse, shop = account(), funded(50_000_00), opened()
    outcome = race(*[[partial(spend, two, 100_00, of=(purse, shop))] * 10 for _ in range(CLIENTS)])
    assert outcome.answers["ok"] > 100
    assert counted(two)[1] > 10_000_00


def test_flows_that_fail_and_reservations_that_are_released_give_everything_back() -> None:
    """Between payments that go through, others fail after they took their part: nobody loses room to them."""
    two, empty_purse, shop = account(), opened(), opened()
    fails = partial(spend, two, 10_00, of=(empty_purse, shop))
    work = [partial(spend, two, 10_00), fails, partial(pass_by, two, 10_00)] * 3
    outcome = race(*[work for _ in range(CLIENTS)])
    assert outcome.answers == {"ok": 2 * 3 * CLIENTS, "LEDGER_INSUFFICIENT": 3 * CLIENTS}
    assert counted(two) == (0, 3 * CLIENTS * 10_00, 0, 3 * CLIENTS)
    assert faults() == []


def test_claims_that_share_counters_in_other_orders_never_deadlock() -> None:
    """Half of the accounts are new to the centre: rows are made and locked in the same race."""
    subjects = [account() for _ in range(40)]
    orders = [subjects, subjects[::-1], subjects[20:] + subjects[:20], subjects[::2] + subjects[1::2]]

    def lines(order: list[Subject]) -> None:
        claims = [Claim(Flow.PAYROLL, new_id(), 1_00, (subject,)) for subject in order]
        assert risk.take_lines(claims=claims, now=NOW) == {}

    outcome = race(*[[partial(lines, order)] * 5 for order in orders * 2])
    assert outcome.answers == {"ok": 40}
    assert outcome.peak >= 2
    assert {counted(subject) for subject in subjects} == {(0, 40_00, 0, 40)}
    assert faults() == []


def test_two_payrolls_at_once_share_the_limit_of_a_payee() -> None:
    """Lines of 1,000 yuan, sixteen in each of eight payrolls: ten come in, whoever is first (AT-13)."""
    two = account()

    def pay() -> int:
        claims = [Claim(Flow.PAYROLL, new_id(), 1_000_00, (two,)) for _ in range(16)]
        return len(risk.take_lines(claims=claims, now=NOW))

    outcome = race(*[[pay]] * 8)
    assert outcome.answers == {"ok": 8}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(amount)::bigint FROM risk_reservation")
        assert cursor.fetchall() == [(10, 10_000_00)]
    assert counted(two) == (0, 10_000_00, 0, 10)
