"""The two kinds of callers: a program that signs its requests, and a person with a session in a browser."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from apps.core import jobs
from apps.core.models import Job
from apps.daifutong.services.upload_keep import IMPORT_JOB
from apps.identity.models import User
from apps.members import api as members
from fixtures.cast import CAST
from fixtures.world import World

API = "/api/v1"


@dataclass
class Caller:
    """Sends JSON; every POST gets a key of its own unless one is given."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True, raise_request_exception=False))

    def get(self, path: str, **query: str) -> HttpResponse:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> HttpResponse:
        return self.send("POST", path, json.dumps(body or {}).encode(), key=uuid4().hex if key is None else key)

    def put(self, path: str, body: Any = None) -> HttpResponse:
        return self.send("PUT", path, json.dumps(body or {}).encode())

    def send(
        self, method: str, path: str, body: bytes = b"", *, key: str = "", content_type: str = "application/json",
        query: dict[str, str] | None = None, headers: dict[str, str] | None = None,
    ) -> HttpResponse:  # fmt: skip
        address = f"{API}{path}" + "".join(
            f"{'&' if n else '?'}{k}={v}" for n, (k, v) in enumerate((query or {}).items())
        )
        sent = self.credentials(method, address, body) | ({"Idempotency-Key": key} if key else {}) | (headers or {})
        return self.client.generic(method, address, body, content_type=content_type, headers=sent)

    def credentials(self, method: str, address: str, body: bytes) -> dict[str, str]:
        return {}


@dataclass
class Program(Caller):
    key_id: str = ""
    secret: str = ""

    @classmethod
    def of(cls, world: World, issuer: str = "admin") -> "Program":
        issued = members.issue_credential(name="财务系统", actor=world.actor(issuer), now=world.now)
        return cls(key_id=issued.key_id, secret=issued.secret)

    def batch(self, body: dict[str, Any]) -> Any:
        """Sends a list of wages, has the job read it, and gives what became of it."""
        sent = self.post("/daifutong/batches/", body)
        assert sent.status_code == 202, sent.json()
        lists_read()
        return self.get(sent.json()["status_url"].removeprefix(API)).json()

    def credentials(
        self, method: str, address: str, body: bytes, *, nonce: str = "", seconds: int = 0
    ) -> dict[str, str]:
        nonce, timestamp = nonce or uuid4().hex, str(int(time.time()) + seconds)
        text = "\n".join((method, address, timestamp, nonce, hashlib.sha256(body).hexdigest()))
        return {
            "Efincloud-Key": self.key_id,
            "Efincloud-Timestamp": timestamp,
            "Efincloud-Nonce": nonce,
            "Efincloud-Signature": hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest(),
        }


@dataclass
class Person(Caller):
    token: str = "a" * 32  # a cookie that another site could not read

    @classmethod
    def of(cls, key: str) -> "Person":
        person = cls()
        person.client.force_login(User.objects.get(login_name=CAST[key].login_name))
        person.client.cookies["csrftoken"] = person.token
        return person

    def credentials(self, method: str, address: str, body: bytes) -> dict[str, str]:
        return {"X-CSRFToken": self.token}


def lists_read() -> None:
    """The worker has read what waited: files and lists, and nothing else."""
    for job in Job.objects.filter(kind=IMPORT_JOB, state="DUE"):
        jobs.run(job.pk)


def batch_body(world: World, payer_id: str, *people: tuple[str, int], title: str = "2026年2月工资") -> dict[str, Any]:
    """A payroll of the cast: (key, 分) each."""
    return {
        "title": title,
        "pay_period": "2026-02",
        "payer_account_id": payer_id,
        "lines": [
            {"name": CAST[key].name, "account": world.card(key), "amount_fen": fen, "remark": "工资"}
            for key, fen in people
        ],
    }
