"""The heads of sealed blocks, written to files outside the database: what holds against who may change the database.

One file a stream and database, one line a block, only ever added to:

    ledger 12 80412 20 <sha256> 2026-03-02T01:02:03.000004+00:00

stream, number, last transaction, rows, head, when it was sealed. A line is made from its block alone, so whoever is
killed in the middle of one leaves a beginning that the next one completes, and two writers write the same.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from . import clock, seal
from .errors import Unavailable
from .models import SealBlock
from .testing import failpoints

log = structlog.get_logger("seal")

TAIL = 4096  # bytes: more than the last two lines
LINES_AT_A_TIME = 1000


class HeadDisagrees(Exception):
    """An exported head is not the database's: one of them was changed after the sealing."""

    def __init__(self, stream: str, number: int, what: str) -> None:
        super().__init__(f"{stream} {number}: {what}")
        self.stream, self.number, self.what = stream, number, what


@dataclass(frozen=True, slots=True)
class Head:
    stream: str
    number: int
    to_xact: int
    row_count: int
    digest: bytes
    sealed_at: str

    def line(self) -> bytes:
        words = (self.stream, self.number, self.to_xact, self.row_count, self.digest.hex(), self.sealed_at)
        return " ".join(map(str, words)).encode() + b"\n"


def parse(line: bytes, expected: str = "") -> Head:
    """Raises ValueError for what `line` would not have written, and for another stream than the expected one."""
    stream, number, to_xact, rows, digest, sealed_at = line.decode().removesuffix("\n").split(" ")
    head = Head(stream, int(number), int(to_xact), int(rows), bytes.fromhex(digest), sealed_at)
    if head.line() != line or expected not in ("", stream):
        raise ValueError("not a line of heads")
    return head


def file_of(stream: str) -> Path:
    """Where a stream of this database is exported to: settings.SEAL_HEADS_DIR/<database>/<stream>.heads."""
    return Path(settings.SEAL_HEADS_DIR) / str(connection.settings_dict["NAME"]) / f"{stream}.heads"


def read(path: Path, stream: str) -> Iterator[Head]:
    """Every head of a stream's file; a line still being written is none. Raises OSError, ValueError (spoilt)."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield parse(line, stream)


def find(path: Path, stream: str, number: int) -> Head | None:
    """One head by its number, by halving: the lines ascend. None when it is not there. Raises OSError, ValueError."""
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)  # its line begins at low or behind it, and before high
        while low < high:
            middle = (low + high) // 2
            file.seek(max(middle - 1, low))
            if middle > low:
                file.readline()  # to the first line that begins at the middle or behind it
            start, line = file.tell(), file.readline()
            head = parse(line, stream) if start < high and line.endswith(b"\n") else None
            if head and head.number == number:
                return head
            if head and head.number < number:
                low = start + len(line)
            else:
                high = middle
    return None


def export(stream: str) -> int:
    """Adds the heads of blocks that the stream's file has not; gives how many. On the disk when it returns.

    Holds the file's lock. Raises HeadDisagrees, OSError, ValueError (a spoilt line).
    """
    path = file_of(stream)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path) as file, transaction.atomic():
        last, fragment = _end_of(file, stream)
        blocks = seal.blocks_after(stream, last.number - 1 if last else 0)
        if last:
            _must_be(last, next(blocks, None))
        count = 0
        while lines := [head_of(block).line() for block in islice(blocks, LINES_AT_A_TIME)]:
            if not lines[0].startswith(fragment):
                break
            _write(file, b"".join(lines)[len(fragment) :])
            count, fragment = count + len(lines), b""
    if fragment:
        raise HeadDisagrees(stream, last.number + 1 if last else 1, "文件末尾不是库中这一块的开头")
    return count


def head_of(block: SealBlock) -> Head:
    sealed_at = block.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    return Head(block.stream, block.number, block.to_xact, block.row_count, bytes(block.block_hash), sealed_at)


def _must_be(last: Head, block: SealBlock | None) -> None:
    if block is None or block.number != last.number:
        raise HeadDisagrees(last.stream, last.number, "已导出,库中却没有这一块")
    if head_of(block) != last:
        raise HeadDisagrees(last.stream, last.number, "与导出的区块头不一致")


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            folder = os.open(path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        yield file
    finally:
        os.close(file)


def _end_of(file: int, stream: str) -> tuple[Head | None, bytes]:
    """The last whole line, and what stands behind it."""
    size = os.fstat(file).st_size
    tail = os.pread(file, TAIL, max(0, size - TAIL))
    *lines, fragment = tail.split(b"\n")
    return (parse(lines[-1] + b"\n", stream) if lines else None), fragment


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
    failpoints.reach(failpoints.HEADS_WRITTEN)
    os.fsync(file)


def export_loudly(stream: str) -> int:
    """`export` for a loop that must go on: what goes wrong is logged, a disagreement calls people (settings)."""
    try:
        return export(stream)
    except HeadDisagrees as found:
        log.error("seal.head_disagrees", stream=stream, number=found.number, what=found.what)
        with suppress(Unavailable), transaction.atomic(durable=True):  # no day is open: the next round calls
            import_string(settings.HEAD_DISAGREES)(
                stream=stream, number=found.number, what=found.what, now=clock.read()
            )
    except (OSError, ValueError) as error:
        log.error("seal.not_exported", stream=stream, error=type(error).__name__)
    return 0
