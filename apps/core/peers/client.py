"""The HTTP client of a system outside (docs/corebank-protocol.md, Transport): one signed request, one verified answer,
and no retry of any kind."""

import http.client
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ..testing import failpoints
from . import signing

T = TypeVar("T")

log = structlog.get_logger("peers")

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
MAX_ANSWER_BYTES = 2 * 1024 * 1024


class NotSent(Exception):
    """The connection was never opened: the bank cannot have seen the request."""


class NoAnswer(Exception):
    """The request may have arrived, and nothing that proves anything came back. `problem` is a word for operators."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Answer:
    """A signed answer of the bank, whatever it says."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """A system outside: `url_setting` and `secret_setting` name where it is and what both sides sign with."""

    name: str
    url_setting: str
    secret_setting: str

    def exchange(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        """Sends one request. Raises NotSent, or NoAnswer for silence and for a broken, unsigned or unreadable one."""
        return self._told(method, path, body, MAX_ANSWER_BYTES, lambda status, raw: Answer(status, _read_object(raw)))

    def fetch(self, path: str, max_bytes: int) -> bytes:
        """Reads one document, unchanged. Raises NotSent, or NoAnswer also for a longer one and for any status but
        200."""

        def document(status: int, raw: bytes) -> bytes:
            if status != HTTPStatus.OK:
                raise NoAnswer(f"STATUS_{status}")
            if len(raw) > max_bytes:
                raise NoAnswer("TOO_LONG")
            return raw

        return self._told("GET", path, None, max_bytes, document)

    def _told(
        self, method: str, path: str, body: dict[str, Any] | None, max_bytes: int, read: Callable[[int, bytes], T]
    ) -> T:
        payload = b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        nonce = secrets.token_hex(16)
        try:
            status, raw, signature = self._transfer(method, path, payload, nonce, max_bytes)
            expected = signing.answer_signature(self._secret(), nonce=nonce, status=status, body=raw)
            if not signing.same_signature(expected, signature):
                raise NoAnswer("BAD_SIGNATURE")
            return read(status, raw)
        except (NotSent, NoAnswer) as error:
            path = path.rpartition("/")[0]  # a reference is nobody's business in a log
            log.warning(f"{self.name}.no_answer", method=method, path=path, problem=str(error))
            raise

    def _transfer(self, method: str, path: str, payload: bytes, nonce: str, max_bytes: int) -> tuple[int, bytes, str]:
        connection = self._connect()
        try:
            connection.request(method, path, payload, self._headers(method, path, payload, nonce))
            failpoints.reach(failpoints.REQUEST_SENT)
            response = connection.getresponse()
            raw = response.read(max_bytes + 1)
            # http.client gives what it got when the sender stops in the middle; what is longer than we read is no break
            if response.length and len(raw) <= max_bytes:
                raise NoAnswer("BROKEN")
        except TimeoutError:
            raise NoAnswer("TIMEOUT") from None
        except (OSError, http.client.HTTPException):
            raise NoAnswer("BROKEN") from None
        finally:
            connection.close()
        return response.status, raw, response.getheader(signing.SIGNATURE_HEADER, "")

    def _connect(self) -> http.client.HTTPConnection:
        url = urlsplit(getattr(settings, self.url_setting))
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(url.hostname or "", url.port, timeout=CONNECT_SECONDS)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            raise NotSent("UNREACHABLE") from error
        connection.sock.settimeout(ANSWER_SECONDS)
        return connection

    def _headers(self, method: str, path: str, payload: bytes, nonce: str) -> dict[str, str]:
        timestamp = str(int(time.time()))
        signature = signing.request_signature(
            self._secret(), method=method, path=path, timestamp=timestamp, nonce=nonce, body=payload
        )
        return {
            "Content-Type": "application/json",
            signing.TIMESTAMP_HEADER: timestamp,
            signing.NONCE_HEADER: nonce,
            signing.SIGNATURE_HEADER: signature,
        }

    def _secret(self) -> str:
        secret: str = getattr(settings, self.secret_setting)
        if not secret:
            raise ImproperlyConfigured(f"{self.secret_setting} is empty: no answer of {self.name} can be believed")
        return secret


def _read_object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise NoAnswer("BAD_ANSWER") from None
    if not isinstance(body, dict):
        raise NoAnswer("BAD_ANSWER")
    return body
