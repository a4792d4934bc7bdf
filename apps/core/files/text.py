"""A csv or txt file as a stream of rows: encoding, delimiter, records (PY-2)."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

from .refusal import SPARE_ROWS, FileRefused, Limits, too_many_rows
from .table import Sheet
from .wire import Answer, text_token

DELIMITERS = (",", "|", "\t", ";")
MOST_RECORDS = 1 << 20  # blank ones included: as many as a sheet has rows
_SAMPLE_RECORDS, _SAMPLE_CHARACTERS = 50, 1 << 16
_NUL_SHARE = 10  # one byte in ten is NUL: UTF-16 without its mark, or no text at all
_FIRST_HAN = "\u2e80"


def read(file: BinaryIO, kind: str, limits: Limits, answer: Answer) -> None:
    """Answers with the head, then each record. Raises FileRefused F_ENCODING, F_TYPE, F_LINES."""
    file.seek(0)
    text, encoding = decode(file.read())
    answer.head(kind, encoding)
    rows_left = limits.rows + SPARE_ROWS
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, record in enumerate(records, 1):
            if number > MOST_RECORDS:
                raise too_many_rows(limits.rows)
            if not any(map(str.strip, record)):
                continue
            rows_left -= 1
            if rows_left < 0:
                raise too_many_rows(limits.rows)
            if len(record) > limits.columns:
                raise FileRefused("F_TOO_LARGE", f"第 {number} 行超出 {limits.columns} 列上限,请删除多余的列")
            answer.row(number, [text_token(field) for field in record])
    except csv.Error as error:
        raise FileRefused("F_TYPE", f"第 {records.line_num} 行附近的引号没有成对,或内容过长,请改正后再上传") from error
    answer.sheet(Sheet(name=None, rows=[]))


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was in: utf-8-sig, utf-16, utf-8 or gb18030, in this order (PY-2)."""
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.count(0) * _NUL_SHARE > len(data):
        raise FileRefused("F_ENCODING", "文件不是文本,或是没有标记的 UTF-16 编码,请另存为 UTF-8 后再上传")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _undecodable() from None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _undecodable() from None
    _refuse_mixture(data)
    return text, "gb18030"


def _undecodable() -> FileRefused:
    return FileRefused("F_ENCODING", "文字编码无法识别,请用 Excel 另存为 .xlsx,或另存为 UTF-8 的 csv 后再上传")


def _refuse_mixture(data: bytes) -> None:
    """GB18030 reads almost anything, a line of UTF-8 too, but as other characters: a wrong name would look right."""
    for number, line in enumerate(data.splitlines(), 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if all(character.isascii() or character >= _FIRST_HAN for character in text):
            raise FileRefused("F_ENCODING", f"第 {number} 行是 UTF-8,其他行却是 GBK,文件混用了两种编码,请统一后再上传")


def _delimiter(text: str) -> str:
    """The delimiter under which most of the first records have one width, then the one that gives more columns."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(text[:_SAMPLE_CHARACTERS], delimiter))


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    records: Iterable[list[str]] = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in islice(records, _SAMPLE_RECORDS) if len(record) > 1)
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width
