"""A small writer of .xls (BIFF8 in a compound file): just enough to hide, merge, calculate and lock."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


@dataclass
class Sheet:
    """`rows` start at row 1; a cell is text, a number, None, or raw record bytes made by `calculated` or `error`."""

    name: str
    rows: Sequence[Sequence[object]]
    state: int = 0  # 1 hidden, 2 very hidden
    hidden_rows: Iterable[int] = ()
    hidden_columns: Iterable[int] = ()  # from 1
    merges: Iterable[tuple[int, int, int, int]] = field(default_factory=tuple)  # first row, last row, columns; from 0
    kind: int = 0  # 1 is a macro sheet


@dataclass
class Record:
    kind: int
    tail: bytes  # what follows row, column and style


def calculated(value: float) -> Record:
    return Record(0x0006, struct.pack("<dHIH", value, 0, 0, 0))


def error(code: int) -> Record:
    return Record(0x0205, struct.pack("<BB", code, 1))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, counter: str) -> bytes:
    return struct.pack(counter, len(text)) + b"\x01" + text.encode("utf-16-le")


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _sheet(sheet: Sheet) -> bytes:
    out = [_bof(0x0010)]
    for column in sheet.hidden_columns:
        out.append(_record(0x007D, struct.pack("<HHHHHH", column - 1, column - 1, 2048, 15, 1, 0)))
    for row, cells in enumerate(sheet.rows):
        flags = 0x20 if row + 1 in tuple(sheet.hidden_rows) else 0
        out.append(_record(0x0208, struct.pack("<HHHHHHHH", row, 0, len(cells), 300, 0, 0, 0x0100 | flags, 15)))
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            where = struct.pack("<HHH", row, column, 15)
            if isinstance(cell, Record):
                out.append(_record(cell.kind, where + cell.tail))
            elif isinstance(cell, str):
                out.append(_record(0x0204, where + _text(cell, "<H")))
            elif cell is not None:
                out.append(_record(0x0203, where + struct.pack("<d", cell)))
    merges = tuple(sheet.merges)
    if merges:
        out.append(_record(0x00E5, struct.pack("<H", len(merges)) + b"".join(struct.pack("<HHHH", *m) for m in merges)))
    return b"".join([*out, _record(0x000A)])


def workbook(*sheets: Sheet, encrypted: bool = False, outside: bool = False) -> bytes:
    """The Workbook stream."""
    formats = _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial") * 5
    styles = _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0, 0, 0, 0, 0, 0, 0x20C0)) * 16
    head = _bof(0x0005)
    if encrypted:
        head += _record(0x002F, b"\x01\x00\x01\x00\x01\x00" + bytes(48))
    head += _record(0x0042, struct.pack("<H", 1200)) + formats + styles
    if outside:
        head += _record(0x01AE, struct.pack("<H", 1) + _text("other.xls", "<H"))
    bodies = [_sheet(sheet) for sheet in sheets]
    listing = sum(4 + 6 + 2 + 2 * len(sheet.name) for sheet in sheets)
    offset = len(head) + listing + 4
    out = [head]
    for sheet, body in zip(sheets, bodies, strict=True):
        out.append(_record(0x0085, struct.pack("<IBB", offset, sheet.state, sheet.kind) + _text(sheet.name, "<B")))
        offset += len(body)
    return b"".join([*out, _record(0x000A), *bodies])


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each padded so that none is small enough for the mini stream."""
    entries, chains, sectors = [_entry("Root Entry", 5, _END, 0, child=1)], [], []
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        count = -(-len(content) // _SECTOR)
        entries.append(_entry(name, 2, len(sectors), len(content)))
        first = len(sectors)
        sectors += [content[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0") for n in range(count)]
        chains += [*range(first + 1, first + count), _END]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0")
    first_directory, count = len(sectors), len(directory) // _SECTOR
    sectors += [directory[n * _SECTOR : (n + 1) * _SECTOR] for n in range(count)]
    chains += [*range(first_directory + 1, first_directory + count), _END]
    fat_count = 1
    while len(chains) + fat_count > fat_count * 128:
        fat_count += 1
    first_fat = len(sectors)
    chains += [_FAT] * fat_count
    chains += [_FREE] * (fat_count * 128 - len(chains))
    sectors += [struct.pack("<128I", *chains[n * 128 : (n + 1) * 128]) for n in range(fat_count)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_count, first_directory, 0, 4096, _END, 0, _END, 0)
    fats = [*range(first_fat, first_fat + fat_count)]
    head += struct.pack("<109I", *fats, *[_FREE] * (109 - fat_count))
    return head + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int, child: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    right = _FREE
    body = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
    return body + bytes(36) + struct.pack("<III", first, size, 0)


def xls(*sheets: Sheet, streams: dict[str, bytes] | None = None, **given: bool) -> bytes:
    """A whole .xls file."""
    return compound({"Workbook": workbook(*sheets, **given), **(streams or {})})
