"""The chain of a conversation: each row's hash covers the row before it, and the MAC of its body, not the body.

A body can be erased (retention, privacy) and the chain still holds; a body that was changed no longer fits its MAC.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

GENESIS = bytes(32)
SALT_BYTES = 16
SEPARATOR = "\x1f"  # no field can hold it: control characters are refused at the door
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def new_salt() -> bytes:
    return os.urandom(SALT_BYTES)


def body_text(body: Mapping[str, Any]) -> str:
    """The one spelling of a body: JSON with sorted keys and no spaces."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def body_mac(salt: bytes, body: Mapping[str, Any]) -> bytes:
    """HMAC-SHA-256 of a body under its own salt: who does not have the salt cannot guess a short body from it."""
    return hmac.new(salt, body_text(body).encode(), hashlib.sha256).digest()


def row_hash(
    prev: bytes,
    *,
    conversation: UUID,
    seq: int,
    participant: UUID | None,
    device: str,
    client_id: UUID,
    kind: str,
    target: int | None,
    display: str,
    badge: str,
    mac: bytes,
    sent_at: datetime,
) -> bytes:
    """SHA-256 of the hash before and the row's canonical text; sql/append.sql spells it the same way."""
    micros = (sent_at - EPOCH).days * 86_400_000_000 + (sent_at - EPOCH).seconds * 1_000_000 + sent_at.microsecond
    fields = (
        str(conversation), str(seq), str(participant or ""), device, str(client_id), kind,
        "" if target is None else str(target), display, badge, mac.hex(), str(micros),
    )  # fmt: skip
    return hashlib.sha256(prev + SEPARATOR.join(fields).encode()).digest()
