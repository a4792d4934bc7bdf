"""The old compound file (OLE2) that an .xls is: its streams by name. Only what a workbook needs."""

import struct

from .refusal import FileRefused
from .sniff import broken_archive

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENTRY = 128


class CompoundFile:
    """Directory and streams of a compound file. Raises FileRefused F_ARCHIVE when its chains are broken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise broken_archive() from error

    def _open(self) -> None:
        data = self._data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise broken_archive()
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        directory, _, self._mini_cutoff, mini_fat, _, difat, difat_count = struct.unpack_from("<IIIIIII", data, 48)
        fat_sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
        for _ in range(min(difat_count, len(data) // self._sector)):
            *numbers, difat = struct.unpack_from(f"<{self._sector // 4}I", data, self._offset(difat))
            fat_sectors += [number for number in numbers if number < _END]
        self._fat = self._numbers(b"".join(map(self._read_sector, fat_sectors)))
        self._mini_fat = self._numbers(self._chain(mini_fat)) if mini_fat < _END else ()
        self._mini_stream = b""
        self.entries: dict[str, tuple[int, int, int]] = {}  # lower-case name → kind, first sector, size
        listing = self._chain(directory)
        for at in range(0, len(listing) - _ENTRY + 1, _ENTRY):
            name_bytes, kind = struct.unpack_from("<HB", listing, at + 64)
            if kind in (_STORAGE, _STREAM, _ROOT):
                name = listing[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le")
                first, size = struct.unpack_from("<II", listing, at + 116)
                self.entries.setdefault(name.lower(), (kind, first, size))
                if kind == _ROOT and size:
                    self._mini_stream = self._chain(first)[:size]

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream, None when there is none of that name."""
        kind, first, size = self.entries.get(name.lower(), (0, 0, 0))
        if kind != _STREAM:
            return None
        if size < self._mini_cutoff:
            return self._mini_chain(first)[:size]
        return self._chain(first)[:size]

    def _offset(self, sector: int) -> int:
        return (sector + 1) * self._sector

    def _read_sector(self, sector: int) -> bytes:
        at = self._offset(sector)
        if at >= len(self._data):
            raise broken_archive()
        return self._data[at : at + self._sector]

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._read_sector, self._walk(first, self._fat)))

    def _mini_chain(self, first: int) -> bytes:
        size = self._mini_sector
        return b"".join(self._mini_stream[n * size : (n + 1) * size] for n in self._walk(first, self._mini_fat))

    @staticmethod
    def _walk(sector: int, table: tuple[int, ...]) -> list[int]:
        found: list[int] = []
        while sector < _END:
            if len(found) > len(table):
                raise FileRefused("F_ARCHIVE", "文件内部的结构成环,已拒绝;请另存为新的 .xlsx 后再上传")
            found.append(sector)
            sector = table[sector]
        return found
