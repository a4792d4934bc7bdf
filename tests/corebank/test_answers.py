"""Answers that prove nothing, and a bank that stops answering: the list of definite answers is short (rule 8)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.core.peers import signing
from apps.corebank import api
from apps.corebank.adapters import SENDS, breaker
from apps.corebank.contracts import PaymentState
from apps.corebank.models import CoreMessage

from .conftest import MONDAY, SECRET, Said, WilfulBank, intended, order

pytestmark = pytest.mark.django_db

REFERENCE = "WAGES-2026-03-0001"
GOOD = {"reference": REFERENCE, "state": "SUCCEEDED", "code": "P00", "amount": 650_000, "bank_reference": "BEPS1"}


def send(reference=REFERENCE):
    return api.send_payment(reference=reference, now=MONDAY)


def test_the_good_answer_that_the_bad_ones_below_are_made_from(wilful_bank):
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, GOOD)
    intended(order())
    assert send().state == PaymentState.SUCCEEDED


@pytest.mark.parametrize(
    "status, body, problem",
    [
        (200, GOOD | {"amount": 650_001}, "OTHER_AMOUNT"),
        (200, GOOD | {"amount": 650_000.0}, "OTHER_AMOUNT"),
        (200, GOOD | {"amount": "650000"}, "OTHER_AMOUNT"),
        (200, GOOD | {"amount": True}, "OTHER_AMOUNT"),
        (200, GOOD | {"reference": "WAGES-2026-03-0002"}, "OTHER_REFERENCE"),
        (200, {}, "OTHER_REFERENCE"),
        (200, GOOD | {"code": "P05"}, "BAD_ANSWER"),
        (200, GOOD | {"state": "FAILED"}, "BAD_ANSWER"),
        (200, GOOD | {"state": "FAILED", "code": "P14"}, "BAD_ANSWER"),
        (200, GOOD | {"state": "FAILED", "code": "P77"}, "BAD_ANSWER"),
        (200, GOOD | {"state": "FAILED", "code": ["P01"]}, "BAD_ANSWER"),
        (200, GOOD | {"state": "DONE"}, "BAD_ANSWER"),
        (200, GOOD | {"state": "PROCESSING"}, "PROCESSING"),
        (201, GOOD, "STATUS_201"),
        (404, GOOD | {"state": "NOT_FOUND"}, "NOT_FOUND"),
        (404, GOOD, "BAD_ANSWER"),
        (404, {"error": "NO_SUCH_ROUTE"}, "OTHER_REFERENCE"),
        (409, GOOD | {"state": "FAILED", "code": "P09"}, "STATUS_409"),
        (500, GOOD, "STATUS_500"),
        (302, GOOD, "STATUS_302"),
        (200, b"<html>ok</html>", "BAD_ANSWER"),
        (200, b"[1]", "BAD_ANSWER"),
        (200, b"", "BAD_ANSWER"),
        (200, b"\xff\xfe", "BAD_ANSWER"),
        (200, b"[" * 200_000, "BAD_ANSWER"),
    ],
)
def test_anything_not_on_the_list_is_unknown(wilful_bank, status, body, problem):
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, status, body)
    intended(order())
    outcome = send()
    assert (outcome.state, outcome.code) == (PaymentState.UNKNOWN, "P14")
    assert CoreMessage.objects.system("test").get().problem == problem


def unsigned(bank: WilfulBank, asked) -> Said:
    return Said(200, bank.signed(asked, 200, GOOD).body, "")


def signed_by_somebody_else(bank: WilfulBank, asked) -> Said:
    raw = bank.signed(asked, 200, GOOD).body
    return Said(200, raw, signing.answer_signature("guess", nonce=asked.nonce, status=200, body=raw))


def signed_for_another_request(bank: WilfulBank, asked) -> Said:
    raw = bank.signed(asked, 200, GOOD).body
    return Said(200, raw, signing.answer_signature(SECRET, nonce="0" * 32, status=200, body=raw))


def changed_on_the_way(bank: WilfulBank, asked) -> Said:
    said = bank.signed(asked, 200, GOOD | {"state": "FAILED", "code": "P01"})
    return Said(200, bank.signed(asked, 200, GOOD).body, said.signature)


def cut_short(bank: WilfulBank, asked) -> Said:
    said = bank.signed(asked, 200, GOOD)
    return Said(200, said.body, said.signature, length=len(said.body) + 10)


def closed_without_a_word(bank: WilfulBank, asked) -> None:
    return None


@pytest.mark.parametrize(
    "manner, problem",
    [
        (unsigned, "BAD_SIGNATURE"),
        (signed_by_somebody_else, "BAD_SIGNATURE"),
        (signed_for_another_request, "BAD_SIGNATURE"),
        (changed_on_the_way, "BAD_SIGNATURE"),
        (cut_short, "BROKEN"),
        (closed_without_a_word, "BROKEN"),
    ],
)
def test_an_answer_that_is_not_the_banks_proves_nothing(wilful_bank, manner, problem):
    wilful_bank.says = lambda asked: manner(wilful_bank, asked)
    intended(order())
    assert send().state == PaymentState.UNKNOWN
    assert CoreMessage.objects.system("test").get().problem == problem
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, GOOD)
    assert api.query_payment(reference=REFERENCE, now=MONDAY).state == PaymentState.SUCCEEDED
    assert [asked.method for asked in wilful_bank.asked] == ["POST", "GET"]


@pytest.mark.django_db(transaction=True)
def test_a_late_answer_of_a_slow_send_beats_the_doubt_that_a_query_has_brought(wilful_bank):
    seen = []

    def slow(asked):
        if asked.method == "GET":
            return wilful_bank.signed(asked, 404, {"reference": REFERENCE, "state": "NOT_FOUND"})
        seen.append(api.query_payment(reference=REFERENCE, now=MONDAY).state)  # another worker asks meanwhile
        connection.close()
        return wilful_bank.signed(asked, 200, GOOD)

    wilful_bank.says = slow
    intended(order())
    assert send().state == PaymentState.SUCCEEDED
    assert seen == [PaymentState.UNKNOWN]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_one_payment_once(wilful_bank):
    def slowly(asked):
        threading.Event().wait(0.1)
        return wilful_bank.signed(asked, 200, GOOD)

    wilful_bank.says = slowly
    intended(order())
    barrier = threading.Barrier(8)

    def worker(_) -> PaymentState:
        barrier.wait()
        try:
            return send().state
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        states = list(workers.map(worker, range(8)))
    assert states.count(PaymentState.SUCCEEDED) >= 1
    assert set(states) <= {PaymentState.SENT, PaymentState.SUCCEEDED}
    assert [asked.method for asked in wilful_bank.asked] == ["POST"]
    assert api.payment_outcome(REFERENCE).state == PaymentState.SUCCEEDED


def test_the_breaker_stops_new_sends_and_never_a_query(wilful_bank, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(breaker.time, "monotonic", lambda: clock[0])
    references = [f"WAGES-2026-03-{number:04d}" for number in range(7)]
    for reference in references:
        intended(order(reference))

    for reference in references[:5]:  # the bank hangs up on each
        assert send(reference).state == PaymentState.UNKNOWN
    assert send(references[5]).state == PaymentState.INTENT
    assert len(wilful_bank.asked) == 5

    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, GOOD | {"reference": references[0]})
    assert api.query_payment(reference=references[0], now=MONDAY).state == PaymentState.SUCCEEDED
    assert send(references[5]).state == PaymentState.INTENT

    clock[0] += SENDS.rest_seconds
    wilful_bank.says = lambda asked: None
    assert send(references[5]).state == PaymentState.UNKNOWN  # the one trial, and it fails
    assert send(references[6]).state == PaymentState.INTENT

    clock[0] += SENDS.rest_seconds
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, GOOD | {"reference": references[6]})
    assert send(references[6]).state == PaymentState.SUCCEEDED  # this trial closes it
    assert SENDS.may_send()
