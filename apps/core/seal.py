"""The seal: off the hot path, rows of an append-only table are hashed into a chain of blocks.

A block covers all rows whose transaction lies in (from_xact, to_xact], where to_xact is below the oldest transaction
that still runs, so no row can appear in a sealed range later (docs/adr/0004). Its head is the root of a tree over its
rows and their parts (docs/adr/0009, core.proofs), built by PostgreSQL from the tables alone. Changing, deleting,
inserting or swapping a sealed row or part changes the head of its block; cutting blocks breaks the numbering; cutting
the end contradicts the heads that were exported (core.heads).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max

from . import clock, proofs
from .models import SealBlock
from .proofs import Block

GENESIS = b"\x00" * proofs.SIZE
BLOCK_ROWS = 16_384  # of a block, unless one transaction wrote more
LATE = timedelta(seconds=30)  # older rows without a seal are a fault
ROWS_AT_A_TIME, BLOCKS_AT_A_TIME = 65_536, 500  # of one query that verifies


@dataclass(frozen=True, slots=True)
class Parts:
    """The table of a row's parts, sealed with it: `parent` is the row's key there, `order` numbers them."""

    table: str
    parent: str
    order: str
    shown: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """An append-only table with a column `xact`. `shown`: columns that a proof may show; `kept`: sealed, never shown;
    `blind`: SQL of bytes that only the books know, mixed into what is kept; `at`: when a row was written, by the
    wall clock."""

    name: str
    table: str
    kept: tuple[str, ...]
    shown: tuple[str, ...] = ("id",)
    order: str = "id"
    at: str = "at"
    blind: str = "''::bytea"
    parts: Parts | None = None


class Fault(NamedTuple):
    """What is wrong with a block, in one sentence."""

    number: int
    what: str


_streams: dict[str, Stream] = {}


def register(stream: Stream) -> None:
    """Declares a table as sealed. What may be changed later by right has no place among its columns."""
    _streams[stream.name] = stream


def streams() -> tuple[str, ...]:
    return tuple(_streams)


def stream_of(name: str) -> Stream:
    return _streams[name]


# ---- the tree, in SQL; core.proofs says the same in Python


def _texts(columns: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(f'({column})::text' for column in columns)}]::text[]"


def _fields(columns: Iterable[str]) -> str:
    return f"array_send({_texts(columns)})"


def _kept(blind: str, columns: Iterable[str]) -> str:
    return f"sha256('\\x04'::bytea || {blind} || {_fields(columns)})"


def _root(leaves: str) -> str:
    """One node on the spot, more by the function that builds levels."""
    return (
        f"CASE WHEN octet_length({leaves}) > {proofs.FAN * proofs.SIZE} THEN core_seal_fold({leaves})"
        f" ELSE sha256('\\x01'::bytea || coalesce({leaves}, ''::bytea)) END"
    )


def _parts_sql(stream: Stream) -> str:
    """The parts of the row `r`: `parts` and `leaves`, the digests in order."""
    if (parts := stream.parts) is None:
        return "SELECT 0 AS parts, ''::bytea AS leaves"
    leaf = f"sha256('\\x00'::bytea || {_fields(parts.shown)} || {_kept(stream.blind, parts.kept)})"
    return (
        f"SELECT count(*) AS parts, string_agg({leaf}, ''::bytea ORDER BY {parts.order}) AS leaves"
        f" FROM {parts.table} p WHERE {parts.parent} = r.id"
    )


def _rows_sql(stream: Stream) -> str:
    """The rows of ranges of transactions, each with its digest: block (the range's place), place, id, parts, digest."""
    digest = (
        f"sha256('\\x02'::bytea || {_fields(stream.shown)} || {_kept(stream.blind, ('xact', *stream.kept))}"
        f" || array_send(ARRAY[parts::text]) || {_root('leaves')})"
    )
    return f"""
        SELECT block, row_number() OVER (PARTITION BY block ORDER BY xact, {stream.order}) - 1 AS place,
               {stream.order}, parts, {digest} AS digest
          FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS ranges(lo, hi, block)
          JOIN {stream.table} r ON xact > lo::text::xid8 AND xact <= hi::text::xid8,
               LATERAL ({_parts_sql(stream)}) below"""


def block_sql(stream: Stream) -> str:
    """All row digests of a range of transactions, in order, and the place of one row; asks for its id and the range."""
    return f"""
        SELECT string_agg(digest, ''::bytea ORDER BY place), max(place) FILTER (WHERE id = %s)
          FROM ({_rows_sql(stream)}) rows"""


def part_sql(stream: Stream) -> str:
    """A part with its row; asks for the part's number twice, and for the row's id.

    Gives the row's transaction, its fields and what it keeps, the digests of its parts, the place of this one among
    them, its fields and what it keeps.
    """
    if (parts := stream.parts) is None:
        raise ValueError(f"the rows of {stream.name} have no parts")
    return f"""
        SELECT xact::text::bigint, {_texts(stream.shown)},
               {_kept(stream.blind, ("xact", *stream.kept))}, parts, leaves, place, own.*
          FROM {stream.table} r, LATERAL ({_parts_sql(stream)}) below,
               LATERAL (SELECT count(*) AS place FROM {parts.table} p
                         WHERE {parts.parent} = r.id AND {parts.order} < %s) before,
               LATERAL (SELECT {_texts(parts.shown)}, {_kept(stream.blind, parts.kept)} FROM {parts.table} p
                         WHERE {parts.parent} = r.id AND {parts.order} = %s) own
         WHERE id = %s"""


def settle(cursor: CursorWrapper) -> None:
    """What the text of a value depends on, and the one good plan: by the indexes, whatever the statistics say."""
    cursor.execute(
        "SET LOCAL timezone TO 'UTC'; SET LOCAL datestyle TO 'ISO, YMD'; SET LOCAL work_mem TO '64MB';"
        " SET LOCAL enable_seqscan TO off; SET LOCAL enable_hashjoin TO off; SET LOCAL jit TO off"
    )


def _digests(stream: Stream, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int, bytes]]:
    """Of each range of transactions: rows, parts and the root of the tree."""
    with transaction.atomic(), connection.cursor() as cursor:
        settle(cursor)
        cursor.execute(
            "SELECT block, count(*), sum(parts)::bigint, core_seal_fold(string_agg(digest, ''::bytea ORDER BY place))"
            f" FROM ({_rows_sql(stream)}) rows GROUP BY block",
            [[start for start, _ in ranges], [end for _, end in ranges]],
        )
        found = {block: (rows, parts, bytes(root)) for block, rows, parts, root in cursor.fetchall()}
        transaction.set_rollback(True)  # what was settled is the caller's business no more
    nothing = (0, 0, proofs.node(b""))
    return [found.get(place, nothing) for place in range(1, len(ranges) + 1)]


# ---- sealing


def seal(name: str) -> int:
    """Seals one block of what can be sealed now; gives the number of rows. One sealer at a time: an advisory lock."""
    stream = _streams[name]
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [f"seal:{name}"])
        if not cursor.fetchone()[0]:
            return 0
        last = SealBlock.objects.filter(stream=name).order_by("-number").first()
        number, start, previous = (last.number, last.to_xact, bytes(last.block_hash)) if last else (0, 0, GENESIS)
        cursor.execute(
            f"SELECT max(xact)::text FROM (SELECT xact FROM {stream.table} WHERE xact > %s::text::xid8"
            " AND xact < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xact LIMIT %s) next",
            [str(start), BLOCK_ROWS],
        )
        if (found := cursor.fetchone()[0]) is None:
            return 0
        [(rows, parts, root)] = _digests(stream, [(start, int(found))])
        block = Block(name, number + 1, start, int(found), rows, parts, previous)
        SealBlock.objects.create(
            stream=name,
            number=block.number,
            from_xact=start,
            to_xact=block.to_xact,
            row_count=rows,
            part_count=parts,
            previous_hash=previous,
            block_hash=block.head(root),
            sealed_at=clock.wall(),
        )
    return rows


def blocks_after(name: str, number: int) -> Iterator[SealBlock]:
    """The blocks of a stream behind a number, in order, read page by page: no cursor stays open."""
    while page := list(SealBlock.objects.filter(stream=name, number__gt=number).order_by("number")[:BLOCKS_AT_A_TIME]):
        yield from page
        number = page[-1].number


# ---- verifying


def faults(name: str, *, start: int = 1, heads: Iterable[tuple[int, bytes]] = ()) -> list[Fault]:
    """Verifies a stream from a block on: what is wrong, the first broken block first.

    `heads`: what was exported, ascending by number, to be borne out. Wants one snapshot (REPEATABLE READ) where others
    write at the same time.
    """
    stream = _streams[name]
    with transaction.atomic():
        found = [*_broken(stream, start), *_strays(stream), *_contradicted(name, start, heads)]
    return sorted(found, key=lambda fault: fault.number)


def _broken(stream: Stream, first: int) -> Iterator[Fault]:
    before = SealBlock.objects.filter(stream=stream.name, number=first - 1).first()
    end, previous = (before.to_xact, bytes(before.block_hash)) if before else (0, GENESIS)
    number = first - 1
    for block, rows, parts, root in _with_digests(stream, first):
        if block.number != number + 1:
            yield Fault(number + 1, "区块缺失")
        elif block.from_xact != end or bytes(block.previous_hash) != previous:
            yield Fault(block.number, "与前一区块不衔接")
        number, end, previous = block.number, block.to_xact, bytes(block.block_hash)
        if (rows, parts) != (block.row_count, block.part_count):
            yield Fault(
                number, f"封存时 {block.row_count} 行、{block.part_count} 条明细,现有 {rows} 行、{parts} 条明细"
            )
        elif header_of(block).head(root) != previous:
            yield Fault(number, "内容与封存时不一致")


def header_of(block: SealBlock) -> Block:
    return Block(
        block.stream, block.number, block.from_xact, block.to_xact, block.row_count, block.part_count,
        bytes(block.previous_hash),
    )  # fmt: skip


def _with_digests(stream: Stream, first: int) -> Iterator[tuple[SealBlock, int, int, bytes]]:
    """The blocks from `first` on, each with what the tables hold now; many small ones share a query."""
    waiting: list[SealBlock] = []
    rows = 0
    for block in blocks_after(stream.name, first - 1):
        waiting.append(block)
        rows += block.row_count
        if len(waiting) >= BLOCKS_AT_A_TIME or rows >= ROWS_AT_A_TIME:
            yield from _compared(stream, waiting)
            waiting, rows = [], 0
    yield from _compared(stream, waiting)


def _compared(stream: Stream, blocks: list[SealBlock]) -> Iterator[tuple[SealBlock, int, int, bytes]]:
    found = _digests(stream, [(block.from_xact, block.to_xact) for block in blocks])
    for block, now in zip(blocks, found, strict=True):
        yield block, *now


def _strays(stream: Stream) -> Iterator[Fault]:
    """Rows that no block can ever cover, and parts without a row."""
    asked = {
        "有 {} 行的事务号不属于任何事务": f"SELECT count(*) FROM {stream.table} WHERE xact <= '0'"
        f" OR (xact >= pg_snapshot_xmax(pg_current_snapshot())"
        f" AND xact IS DISTINCT FROM pg_current_xact_id_if_assigned())"
    }
    if parts := stream.parts:
        asked["有 {} 条明细没有所属的行"] = (
            f"SELECT count(*) FROM {parts.table} p"
            f" WHERE NOT EXISTS (SELECT FROM {stream.table} r WHERE r.id = p.{parts.parent})"
        )
    for what, sql in asked.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            if count := cursor.fetchone()[0]:
                yield Fault(last_number(stream.name) + 1, what.format(count))


def _contradicted(name: str, first: int, heads: Iterable[tuple[int, bytes]]) -> Iterator[Fault]:
    blocks, number = blocks_after(name, first - 1), first - 1
    block = next(blocks, None)
    for exported, head in heads:
        if exported < first:
            continue
        if exported != number + 1:
            yield Fault(number + 1, "导出的区块头缺少这一块")
        number = exported
        while block and block.number < exported:
            block = next(blocks, None)
        if block is None or block.number != exported:
            yield Fault(exported, "区块头已导出,库中却没有这一块(被截断)")
        elif bytes(block.block_hash) != head:
            yield Fault(exported, "与导出的区块头不一致")


def last_number(name: str) -> int:
    return SealBlock.objects.filter(stream=name).aggregate(last=Max("number"))["last"] or 0


def late_rows(name: str) -> tuple[int, datetime | None]:
    """How many rows are older than LATE and have no seal, and when the first of them was written."""
    stream = _streams[name]
    last = SealBlock.objects.filter(stream=name).order_by("-number").values_list("to_xact", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min({stream.at}) FROM {stream.table} WHERE xact > %s::text::xid8 AND {stream.at} < %s",
            [str(last or 0), clock.wall() - LATE],
        )
        found: tuple[int, datetime | None] = cursor.fetchone()
        return found
