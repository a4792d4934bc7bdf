"""Identifiers made before the insert, so that a key, a lock order and an encryption tag can use them."""

import os
import time
from uuid import UUID

FIXED = 0x7 << 76 | 0x2 << 62  # version and variant
LOOSE = ~(0xF << 76 | 0x3 << 62)  # what is left to chance


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random, so that indexes grow at one end."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """The same, many at once: one look at the clock and one at the system's randomness."""
    begun, chance = (time.time_ns() // 1_000_000) << 80 | FIXED, os.urandom(10 * count)
    return [UUID(int=begun | int.from_bytes(chance[at : at + 10], "big") & LOOSE) for at in range(0, len(chance), 10)]
