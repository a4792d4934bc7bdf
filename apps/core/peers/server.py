"""The HTTP door of a simulated system outside: signatures in both directions, replay refused, silence where a mode
wants it."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import signing

MAX_BODY_BYTES = 2 * 1024 * 1024
READ_SECONDS = 10
SILENCE_SECONDS = 30.0  # longer than any client waits


@dataclass(frozen=True, slots=True)
class Reply:
    """`silent`: the caller is kept waiting until it gives up. A document (XML) goes out instead of the body."""

    status: int
    body: dict[str, Any]
    silent: bool = False
    document: str = ""


Handle = Callable[[str, str, dict[str, Any]], Reply]  # method, path and body of one authenticated request


class SimulatedPeer(ThreadingHTTPServer):
    """Answers with what `handle` says. Give port 0 for a free one; `server_port` then names it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, handle: Handle, *, secret: str, silence: float = SILENCE_SECONDS) -> None:
        self.secret = secret
        self.silence = silence
        self.handle = handle
        self._nonces: dict[str, float] = {}
        self._nonce_lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)

    def first_use(self, nonce: str) -> bool:
        """Whether this nonce has not come within the time in which its timestamp would still be believed."""
        now = time.time()
        with self._nonce_lock:
            for old in [n for n, at in self._nonces.items() if at < now - 2 * signing.MAX_SKEW_SECONDS]:
                del self._nonces[old]
            return self._nonces.setdefault(nonce, now) == now


class Handler(BaseHTTPRequestHandler):
    server: SimulatedPeer
    timeout = READ_SECONDS

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._write(Reply(200, {"state": "up"}))
        else:
            self._serve(b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            self._write(Reply(413, {"error": "BODY"}))
        else:
            self._serve(self.rfile.read(int(length)))

    def _serve(self, raw: bytes) -> None:
        if not self._authentic(raw):
            return self._write(Reply(401, {"error": "SIGNATURE"}))
        try:
            body = json.loads(raw or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return self._write(Reply(422, {"error": "BAD_REQUEST"}))
        reply = self.server.handle(self.command, self.path, body)
        if reply.silent:
            time.sleep(self.server.silence)
            self.close_connection = True
            return None
        return self._write(reply)

    def _authentic(self, raw: bytes) -> bool:
        timestamp = self.headers.get(signing.TIMESTAMP_HEADER, "")
        nonce = self.headers.get(signing.NONCE_HEADER, "")
        expected = signing.request_signature(
            self.server.secret, method=self.command, path=self.path, timestamp=timestamp, nonce=nonce, body=raw
        )
        return (
            timestamp.isdecimal()
            and abs(time.time() - int(timestamp)) <= signing.MAX_SKEW_SECONDS
            and signing.same_signature(self.headers.get(signing.SIGNATURE_HEADER, ""), expected)
            and self.server.first_use(nonce)
        )

    def _write(self, reply: Reply) -> None:
        raw = (reply.document or json.dumps(reply.body, ensure_ascii=False)).encode()
        nonce = self.headers.get(signing.NONCE_HEADER, "")
        signature = signing.answer_signature(self.server.secret, nonce=nonce, status=reply.status, body=raw)
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/xml" if reply.document else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header(signing.SIGNATURE_HEADER, signature)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: references stand in the state file, and an access log would only repeat them."""
