"""Proofs: one part of one row of a sealed stream, held against the head of its block.

Nothing but the standard library, so that anybody may check a receipt with this file and the exported heads alone.
Five digests (SHA-256), told apart by their first byte:

    kept    what a proof never shows: a blind (bytes that only the books know), then fields
    leaf    a part of a row: fields that are shown, then the kept digest
    node    up to FAN digests of one level, in order; levels are built until one digest is left: the root
    row     fields that are shown, the kept digest, the number of parts, the root of the parts
    block   stream, number, range, counts, the head before it, the root of the rows

Fields are texts (or null) in PostgreSQL's binary form of a text array: each one behind its length in bytes.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

LEAF, NODE, ROW, BLOCK, KEPT = (bytes([tag]) for tag in range(5))
SIZE = 32  # bytes of a digest
FAN = 16  # digests under a node
MAX_LEVELS = 16  # of one tree: more than any block can have
TEXT_OID = 25

Fields = Sequence[str | None]
Path = Sequence[tuple[bytes, bytes]]  # by level from below: the digests before and after ours under one node


class NotAProof(ValueError):
    """What was given has not the form of a proof."""


@dataclass(frozen=True, slots=True)
class Block:
    """The header of a sealed block; `head`, the digest of all this and of its rows, is what is exported."""

    stream: str
    number: int
    from_xact: int
    to_xact: int
    row_count: int
    part_count: int
    previous: bytes

    def head(self, root: bytes) -> bytes:
        numbers = (self.number, self.from_xact, self.to_xact, self.row_count, self.part_count)
        return sha256(BLOCK + encode([self.stream, *map(str, numbers)]) + self.previous + root).digest()


def encode(fields: Fields) -> bytes:
    """As PostgreSQL's array_send(ARRAY[…]::text[])."""
    parts = [struct.pack(">iiIii", 1, int(None in fields), TEXT_OID, len(fields), 1)]
    for field in fields:
        text = b"" if field is None else field.encode()
        parts.append(struct.pack(">i", -1 if field is None else len(text)) + text)
    return b"".join(parts)


def leaf(shown: Fields, kept: bytes) -> bytes:
    return sha256(LEAF + encode(shown) + kept).digest()


def row(shown: Fields, kept: bytes, parts: int, root: bytes) -> bytes:
    return sha256(ROW + encode(shown) + kept + encode([str(parts)]) + root).digest()


def node(digests: bytes) -> bytes:
    return sha256(NODE + digests).digest()


def path(digests: bytes, place: int) -> list[tuple[bytes, bytes]]:
    """The way from the digest at `place` (from 0) of a level up to its root."""
    steps = []
    while True:
        start = place // FAN * FAN * SIZE
        group, at = digests[start : start + FAN * SIZE], place % FAN * SIZE
        steps.append((group[:at], group[at + SIZE :]))
        if len(digests) <= FAN * SIZE:
            return steps
        digests = b"".join(node(digests[at : at + FAN * SIZE]) for at in range(0, len(digests), FAN * SIZE))
        place //= FAN


def climb(digest: bytes, steps: Path) -> bytes:
    for before, after in steps:
        digest = node(before + digest + after)
    return digest


@dataclass(frozen=True, slots=True)
class Proof:
    """A part, its row and its block, with the digests between them; of other parts and rows no more than digests."""

    block: Block
    row: tuple[str | None, ...]
    row_kept: bytes
    parts: int
    part: tuple[str | None, ...]
    part_kept: bytes
    part_path: Path
    row_path: Path

    @property
    def head(self) -> bytes:
        """The head that the block must have for the part to be true."""
        parts_root = climb(leaf(self.part, self.part_kept), self.part_path)
        return self.block.head(climb(row(self.row, self.row_kept, self.parts, parts_root), self.row_path))

    def document(self) -> dict[str, Any]:
        """As JSON."""
        b = self.block
        return {
            "stream": b.stream,
            "block": [b.number, b.from_xact, b.to_xact, b.row_count, b.part_count, b.previous.hex()],
            "row": [*self.row],
            "row_kept": self.row_kept.hex(),
            "parts": self.parts,
            "part": [*self.part],
            "part_kept": self.part_kept.hex(),
            "part_path": [[before.hex(), after.hex()] for before, after in self.part_path],
            "row_path": [[before.hex(), after.hex()] for before, after in self.row_path],
            "head": self.head.hex(),
        }


def parse(document: object) -> Proof:
    """Raises NotAProof for everything that `document` above could not have written, a wrong head included."""
    try:
        return _parse(document)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NotAProof(type(error).__name__) from error


def _parse(document: Any) -> Proof:
    number, start, end, rows, parts, previous = document["block"]
    block = Block(
        _text(document["stream"]), _count(number), _count(start), _count(end), _count(rows), _count(parts),
        _digest(previous),
    )  # fmt: skip
    proof = Proof(
        block=block,
        row=_fields(document["row"]),
        row_kept=_digest(document["row_kept"]),
        parts=_count(document["parts"]),
        part=_fields(document["part"]),
        part_kept=_digest(document["part_kept"]),
        part_path=_steps(document["part_path"]),
        row_path=_steps(document["row_path"]),
    )
    if proof.document() != document:
        raise NotAProof("head, spelling or something more")
    return proof


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotAProof("not a text")
    return value


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise NotAProof("not a count")
    return value


def _digest(value: object) -> bytes:
    digest = bytes.fromhex(_text(value))
    if len(digest) != SIZE:
        raise NotAProof("not a digest")
    return digest


def _fields(values: object) -> tuple[str | None, ...]:
    if not isinstance(values, list):
        raise NotAProof("not fields")
    return tuple(None if value is None else _text(value) for value in values)


def _steps(values: Any) -> Path:
    steps = [(bytes.fromhex(_text(before)), bytes.fromhex(_text(after))) for before, after in values]
    sizes = {(len(before) % SIZE, len(before) + len(after) < FAN * SIZE) for before, after in steps}
    if not steps or len(steps) > MAX_LEVELS or any(len(after) % SIZE for _, after in steps) or sizes != {(0, True)}:
        raise NotAProof("not a way through a tree")
    return steps
