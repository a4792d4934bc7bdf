"""The simulated core bank as a real process, and a bank that answers whatever a test wants."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import transaction

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.money import Fen
from apps.core.peers import client as peer_client
from apps.core.peers import signing
from apps.corebank import api
from apps.corebank.adapters import SENDS, exchange
from apps.corebank.contracts import PaymentOrder, PaymentOutcome
from apps.corebank.models import CoreStatement
from fixtures import generators

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "demo-core-secret"
SILENCE = 1.0  # seconds for which the simulator says nothing; the client waits less
PATIENCE = 0.4

MONDAY = Moment(datetime(2026, 3, 2, 2, 0, tzinfo=UTC), date(2026, 3, 2))


def later(now: Moment, *, days: int = 0, seconds: int = 0) -> Moment:
    return Moment(now.wall + timedelta(days=days, seconds=seconds), now.business_date + timedelta(days=days))


def bank_day_over(day: date) -> None:
    """The bank has closed its day, and said so by an empty file."""
    told = {"number": "S", "opening": 0, "closing": 0, "entry_count": 0, "digest": b"-", "fetched_at": MONDAY.wall}
    CoreStatement.objects.get_or_create(account="3001.02", business_date=day, defaults=told)


@contextmanager
def running_bank(state: Path) -> Iterator[str]:
    """The simulator in a process that could not reach our database if it tried. Gives its address."""
    command = [sys.executable, "manage.py", "corebank_sim", "--port", "0", "--state", str(state)]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "efincloud.settings.test",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    process = subprocess.Popen(
        [*command, "--silence", str(SILENCE)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process.stdout.readline().rsplit(" ", 1)[1].strip()
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def bank_address(tmp_path_factory) -> Iterator[str]:
    with running_bank(tmp_path_factory.mktemp("bank") / "state.sqlite") as address:
        yield address


class Simulator:
    """What a test says to the simulated bank."""

    def mode(self, mode: str, pattern: str = "*", code: str = "P99") -> None:
        assert exchange("POST", "/sim/mode", {"mode": mode, "pattern": pattern, "code": code}).status == 200

    def register(self, **card: str) -> None:
        assert exchange("POST", "/sim/cards", {"cards": [card]}).body == {"count": 1}

    def knows(self, reference: str) -> str:
        return exchange("GET", f"/v1/payments/{reference}").body["state"]


@pytest.fixture
def client(settings, monkeypatch) -> Iterator[None]:
    """Our side: impatient, and with a breaker that no earlier test has opened."""
    settings.COREBANK_SECRET = SECRET
    monkeypatch.setattr(peer_client, "ANSWER_SECONDS", PATIENCE)
    SENDS.close()
    yield
    SENDS.close()


@pytest.fixture
def simulator(bank_address, client, settings) -> Simulator:
    settings.COREBANK_URL = bank_address
    with pytest.MonkeyPatch.context() as patient:  # setting it back is not what is tested: a busy machine takes long
        patient.setattr(peer_client, "ANSWER_SECONDS", 30)
        assert exchange("POST", "/sim/reset", {}).status == 200
    return Simulator()


@dataclass
class Asked:
    method: str
    path: str
    nonce: str
    body: bytes


@dataclass
class Said:
    status: int
    body: bytes
    signature: str
    length: int | None = None  # what Content-Length says, when it lies


class WilfulBank:
    """A bank in this process: `says` makes its answer, `asked` keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.says: Callable[[Asked], Said | None] = lambda asked: None

    def signed(self, asked: Asked, status: int, body: object) -> Said:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Said(status, raw, signing.answer_signature(SECRET, nonce=asked.nonce, status=status, body=raw))


@pytest.fixture
def wilful_bank(client, settings) -> Iterator[WilfulBank]:
    wilful = WilfulBank()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, self.headers[signing.NONCE_HEADER], body)
            wilful.asked.append(asked)
            said = wilful.says(asked)
            if said is None:
                return
            self.send_response(said.status)
            self.send_header("Content-Length", str(len(said.body) if said.length is None else said.length))
            self.send_header(signing.SIGNATURE_HEADER, said.signature)
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.COREBANK_URL = f"http://127.0.0.1:{server.server_port}"
    yield wilful
    server.shutdown()
    thread.join()
    server.server_close()


def order(reference: str = "WAGES-2026-03-0001", *, payee: int = 1, amount: int = 650_000) -> PaymentOrder:
    return PaymentOrder(
        reference=reference,
        amount=Fen(amount),
        payer_account=generators.card_number(7, length=17),
        payer_name="演示纺织有限公司",
        payee_account=generators.card_number(payee, bin_prefix=generators.OTHER_BIN),
        payee_name="张三",
        payee_bank="322290000011",
        purpose="工资",
    )


def intended(order: PaymentOrder, now: Moment = MONDAY) -> PaymentOutcome:
    with transaction.atomic():
        return api.intend_payment(order=order, actor=Actor.system("测试"), now=now)
