"""How both sides of a door to a system outside sign: HMAC-SHA256 over lines, the body by its hash. Plain Python.

The lines are those of docs/corebank-protocol.md, Signatures.
"""

import hashlib
import hmac

TIMESTAMP_HEADER = "X-Core-Timestamp"
NONCE_HEADER = "X-Core-Nonce"
SIGNATURE_HEADER = "X-Core-Signature"
MAX_SKEW_SECONDS = 300


def request_signature(secret: str, *, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The signature of a request, hexadecimal."""
    return _sign(secret, "request", method, path, timestamp, nonce, hashlib.sha256(body).hexdigest())


def answer_signature(secret: str, *, nonce: str, status: int, body: bytes) -> str:
    """The signature of an answer; it holds the request's nonce, so no answer fits another request."""
    return _sign(secret, "answer", nonce, str(status), hashlib.sha256(body).hexdigest())


def same_signature(one: str, other: str) -> bool:
    """Compares in constant time; False for anything that is no ASCII text."""
    return one.isascii() and hmac.compare_digest(one, other)


def _sign(secret: str, *lines: str) -> str:
    return hmac.digest(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hex()
