"""The simulated bank as a door: who may knock, what it says, and that its page tells the truth."""

import http.client
import json
import re
import time

import pytest

from apps.core.peers import signing
from apps.corebank.adapters import exchange
from apps.corebank.simulator import modes, registry

from .conftest import ROOT, SECRET

PAGE = (ROOT / "docs" / "corebank-protocol.md").read_text()


def knock(address: str, *, secret: str = SECRET, nonce: str, at: float | None = None, sent: bytes = b'{"cards":[]}'):
    """One card lookup, signed for the body `{"cards":[]}`, whatever is sent."""
    timestamp = str(int(at or time.time()))
    signature = signing.request_signature(
        secret, method="POST", path="/v1/cards/lookup", timestamp=timestamp, nonce=nonce, body=b'{"cards":[]}'
    )
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    headers = {
        signing.TIMESTAMP_HEADER: timestamp,
        signing.NONCE_HEADER: nonce,
        signing.SIGNATURE_HEADER: signature,
    }
    connection.request("POST", "/v1/cards/lookup", sent, headers)
    response = connection.getresponse()
    raw = response.read()
    connection.close()
    expected = signing.answer_signature(SECRET, nonce=nonce, status=response.status, body=raw)
    assert response.getheader(signing.SIGNATURE_HEADER) == expected
    return response.status


def test_only_the_right_secret_opens(bank_address):
    assert knock(bank_address, nonce="a" * 32) == 200
    assert knock(bank_address, nonce="b" * 32, secret="guess") == 401


def test_a_changed_body_an_old_request_and_a_replay_are_refused(bank_address):
    assert knock(bank_address, nonce="c" * 32, sent=b'{"cards":[1]}') == 401
    assert knock(bank_address, nonce="d" * 32, at=time.time() - 310) == 401
    assert knock(bank_address, nonce="d" * 32, at=time.time() + 310) == 401
    assert knock(bank_address, nonce="e" * 32) == 200
    assert knock(bank_address, nonce="e" * 32) == 401


@pytest.mark.parametrize(
    "path, body, status",
    [
        ("/v1/cards/lookup", {}, 422),
        ("/v1/cards/lookup", {"cards": [1]}, 422),
        ("/v1/payments", {"reference": "WAGES-1"}, 422),
        ("/v1/payments", {"reference": "WAGES-1", "amount": 0}, 422),
        ("/v1/payments", {"reference": "WAGES-1", "amount": 1.5}, 422),
        ("/v1/identity/check", {"factors": 3, "id_number": "1"}, 422),
        ("/sim/mode", {"mode": "sunny"}, 422),
        ("/v1/weather", {}, 404),
    ],
)
def test_what_it_cannot_read_it_refuses(simulator, path, body, status):
    assert exchange("POST", path, body).status == status


def payment(**changes):
    body = {
        "reference": "WAGES-2026-03-0001",
        "amount": 1,
        "payee_account": "6291000000000000018",
        "payee_name": "张三",
        "business_date": "2026-03-02",
    }
    return exchange("POST", "/v1/payments", body | changes)


def test_one_reference_is_one_payment(simulator):
    first = payment()
    assert first.body["state"] == "SUCCEEDED"
    simulator.mode("refusal")
    assert payment() == first
    assert payment(amount=2).status == 409
    assert exchange("GET", "/v1/payments/WAGES-2026-03-0001") == first


def test_the_newest_pattern_wins_and_a_mode_for_all_drops_them(simulator):
    simulator.mode("refusal", "WAGES-*", "P01")
    simulator.mode("refusal", "*-0001", "P02")
    assert payment().body["code"] == "P02"
    assert payment(reference="WAGES-2026-03-0002").body["code"] == "P01"
    simulator.mode("ok")
    assert payment(reference="WAGES-2026-03-0003").body["code"] == "P00"


def test_it_says_that_it_is_up_to_anybody(bank_address):
    connection = http.client.HTTPConnection(bank_address.removeprefix("http://"), timeout=5)
    connection.request("GET", "/healthz")
    assert json.loads(connection.getresponse().read()) == {"state": "up"}
    connection.close()


def test_the_page_has_every_mode_and_every_marked_account():
    table = dict(re.findall(r"^\| `([a-z_]+)` \| (yes|no) \|", PAGE, re.MULTILINE))
    assert table == {name: "yes" if mode.applies else "no" for name, mode in modes.MODES.items()}
    marked = set(re.findall(r"^\| `(999\d\d)` \|", PAGE, re.MULTILINE))
    assert marked == set(registry.ACCOUNTS) | set(modes.ACCOUNT_RULES) | set(modes.COLLECTION_RULES)
    assert set(re.findall(r"`(99\d)`", PAGE)) == set(registry.SEQUENCES)


def test_the_pages_example_is_signed_right():
    request = signing.request_signature(
        "example-secret",
        method="POST",
        path="/v1/cards/lookup",
        timestamp="1772416800",
        nonce="00112233445566778899aabbccddeeff",
        body=b'{"cards":[]}',
    )
    answer = signing.answer_signature(
        "example-secret", nonce="00112233445566778899aabbccddeeff", status=200, body=b'{"cards": []}'
    )
    assert re.findall(r"[0-9a-f]{64}", PAGE) == [request, answer]
