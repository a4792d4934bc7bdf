"""What `verify_ledger` and `verify_audit` have in common."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from apps.core import heads, seal

SHOWN = 20  # faults of one stream


class VerifySeal(BaseCommand):
    """Exit 0 when every block of the app's streams stands, 1 with the first broken block named."""

    app = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", type=Path, help="a file of exported heads, or the folder of this database's")
        parser.add_argument("--from", type=int, default=1, dest="start", metavar="N", help="begin with block N")

    def handle(self, *, heads: Path | None, start: int, **options: object) -> None:
        bad = 0
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for stream in seal.streams():
                if stream.partition(".")[0] == self.app:
                    bad += self._verify(stream, file_given(heads, stream) if heads else None, start)
        self.stdout.write("封存链完整" if not bad else f"发现 {bad} 处问题")
        sys.exit(1 if bad else 0)

    def _verify(self, stream: str, file: Path | None, start: int) -> int:
        began, exported = time.monotonic(), Exported(file, stream)
        found = seal.faults(stream, start=start, heads=exported)
        sentences = [f"第 {number} 块:{what}" for number, what in found]
        late, since = seal.late_rows(stream)
        if late:
            sentences.append(f"{late} 行超过 {seal.LATE.seconds} 秒没有封存,最早写于 {since:%Y-%m-%d %H:%M:%S} UTC")
        if exported.spoilt:
            sentences.append(exported.spoilt)
        compared = f",比对导出的区块头至第 {exported.number} 块" if file else ""
        self.stdout.write(
            f"{'FAIL' if sentences else 'ok  '} {stream}:{seal.last_number(stream)} 块{compared},"
            f"{time.monotonic() - began:.2f}s"
        )
        if found:
            self.stdout.write(f"     最先损坏的是第 {found[0].number} 块")
        for sentence in sentences[:SHOWN]:
            self.stdout.write(f"     {sentence}")
        return len(sentences)


class Exported:
    """The heads of a file as `seal.faults` takes them: how far they went, and what spoilt them, is known afterwards."""

    def __init__(self, file: Path | None, stream: str) -> None:
        self.file, self.stream, self.number, self.spoilt = file, stream, 0, ""

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        try:
            for head in heads.read(self.file, self.stream) if self.file else ():
                self.number = head.number
                yield head.number, head.digest
        except OSError:
            self.spoilt = f"无法读取导出文件 {self.file}"
        except ValueError:
            self.spoilt = f"导出文件 {self.file} 在第 {self.number} 块之后的一行已损坏"


def file_given(given: Path, stream: str) -> Path | None:
    """The file of a stream's heads: in the folder that was given, or the file itself if it is this stream's."""
    if given.is_dir():
        return given / f"{stream}.heads"
    try:
        with given.open("rb") as file:
            first = heads.parse(file.readline())
    except (OSError, ValueError) as error:
        raise CommandError(f"{given} 不是导出的区块头文件") from error
    return given if first.stream == stream else None
