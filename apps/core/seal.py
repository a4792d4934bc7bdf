"""The seal: off the hot path, rows of an append-only table are hashed into a chain of blocks.

A block covers all rows whose transaction lies in (from_xact, to_xact], where to_xact is below the oldest transaction
that still runs, so no row can appear in a sealed range later. Row digests use length-prefixed fields; the block hash
covers the previous hash, the range, the count and all rows in order. Changing, deleting, inserting or swapping a
sealed row changes its block's hash, cutting blocks breaks the numbering.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from . import clock
from .models import SealBlock

GENESIS = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class Stream:
    name: str
    table: str
    columns: tuple[str, ...]
    order: str

    @property
    def rows_sql(self) -> str:
        """SQL of the digest over (from, to] and the count, in one pass."""
        fields = " || ".join(f"coalesce(octet_length({c}::text)::text || ':' || {c}::text, '-')" for c in self.columns)
        return f"""
            SELECT count(*), sha256(coalesce(string_agg(sha256(convert_to({fields}, 'UTF8')), ''::bytea
                                                        ORDER BY xact, {self.order}), ''::bytea))
            FROM {self.table} WHERE xact > %s::text::xid8 AND xact <= %s::text::xid8
        """  # noqa: S608  (names of tables and columns are code)


_streams: dict[str, Stream] = {}


def register(stream: str, table: str, columns: tuple[str, ...], *, order: str = "id") -> None:
    """Declares a table with an `xact` column as sealed; `columns` are what the seal protects."""
    _streams[stream] = Stream(stream, table, columns, order)


def streams() -> tuple[str, ...]:
    return tuple(_streams)


def _digest(stream: Stream, previous: bytes, start: int, end: int) -> tuple[int, bytes]:
    with transaction.atomic(), connection.cursor() as cursor:
        # The text of a timestamp depends on these; the digest must not.
        cursor.execute("SET LOCAL timezone TO 'UTC'; SET LOCAL datestyle TO 'ISO, YMD'")
        cursor.execute(stream.rows_sql, [str(start), str(end)])
        count, rows = cursor.fetchone()
        header = f"{stream.name}|{start}|{end}|{count}|".encode()
        cursor.execute("SELECT sha256(%s)", [previous + header + bytes(rows)])
        return count, bytes(cursor.fetchone()[0])


def seal(name: str) -> int:
    """Seals what can be sealed now; gives the number of rows. One sealer at a time, by an advisory lock."""
    stream = _streams[name]
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [f"seal:{name}"])
        if not cursor.fetchone()[0]:
            return 0
        last = SealBlock.objects.filter(stream=name).order_by("-number").first()
        start, previous = (last.to_xact, bytes(last.block_hash)) if last else (0, GENESIS)
        cursor.execute(
            f"SELECT max(xact)::text FROM {stream.table}"  # noqa: S608  (the table's name is code)
            " WHERE xact > %s::text::xid8 AND xact < pg_snapshot_xmin(pg_current_snapshot())",
            [str(start)],
        )
        end = cursor.fetchone()[0]
        if end is None:
            return 0
        count, digest = _digest(stream, previous, start, int(end))
        SealBlock.objects.create(
            stream=name,
            number=(last.number + 1) if last else 1,
            from_xact=start,
            to_xact=int(end),
            row_count=count,
            previous_hash=previous,
            block_hash=digest,
            sealed_at=clock.wall(),
        )
    return count


def broken_blocks(name: str) -> Iterator[tuple[int, str]]:
    """Verifies a stream from its first block: yields (block number, what is wrong)."""
    stream, previous, start, number = _streams[name], GENESIS, 0, 0
    for block in SealBlock.objects.filter(stream=name).order_by("number").iterator():
        number += 1
        if block.number != number:
            yield number, "区块缺失"
            number = block.number
        if bytes(block.previous_hash) != previous or block.from_xact != start:
            yield block.number, "与前一区块不衔接"
        count, digest = _digest(stream, bytes(block.previous_hash), block.from_xact, block.to_xact)
        if count != block.row_count or digest != bytes(block.block_hash):
            yield block.number, "内容与封存时不一致"
        previous, start = bytes(block.block_hash), block.to_xact
