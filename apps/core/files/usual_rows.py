"""A short way for rows as every program writes them: `<row r="5"><c r="A5" s="4"><v>1</v></c>…</row>`, nothing else.

No second parser: expat stands between two tags, and bytes of a form so narrow that they can mean one thing only are
read at once instead of in forty events a row. Whatever differs in one byte goes to expat, row by row (ADR 8).
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from .refusal import disordered

_BEGIN = "<sheetData>"
_END = "</row>"
_HEAD = re.compile(
    r'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?'
    r"<worksheet[ >]"
)
_NOT_IN_HEAD = re.compile(r"<!|zeroHeight|<row|<\?(?!xml )")
SHORT_NUMBER = r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,5})?"  # at most 15 digits, and a number in JSON
_INDEX = r"[0-9]{1,7}"
_ROW = (  # the attributes that Excel, WPS and LibreOffice write, in their order; none that hides the row
    r'<row r="([1-9][0-9]{0,6})"(?: spans="[0-9: ]*")?(?: s="[0-9]+")?(?: customFormat="(?:1|true|false)")?'
    r'(?: ht="[1-9][0-9.]*")?(?: hidden="(?:0|false)")?(?: customHeight="(?:1|0|true|false)")?'
    r'(?: outlineLevel="0")?(?: collapsed="false")?(?: x14ac:dyDescent="[0-9.]+")?>'
)
_ROW_BEGIN = re.compile(_ROW)
_CELL = re.compile(
    r'<c r="(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})"(?P<style> s="[0-9]+")?(?P<sort> t="[sn]")?'
    rf"(?:/>|></c>|><v>(?P<value>{SHORT_NUMBER}|{_INDEX})</v></c>)"
)
_SHAPES = 8  # how many kinds of rows of a sheet are remembered
_LONGEST = 1 << 20  # bytes of a row that are waited for


class _Shape(NamedTuple):
    """A kind of row: what it looks like, and the column and sort of each value in it."""

    match: Callable[[str, int], re.Match[str] | None]  # groups: the row's number, then the values
    cells: tuple[tuple[int, bool], ...]  # column from 1, whether an index of a shared string


class UsualRows:
    """Takes usual rows out of a sheet's bytes on their way to expat; `answer(number, tokens)` gets them in order.

    `strings` are the shared strings as JSON, `dates` the styles under which a number is a date, `columns` letters by
    number. `ended` says whether expat has just seen the end of a row, and starts anew.
    """

    def __init__(
        self,
        strings: list[str | None],
        dates: frozenset[str],
        columns: dict[str, int],
        answer: Callable[[str, list[str]], None],
        ended: Callable[[], bool],
    ) -> None:
        self._strings, self._dates, self._columns = strings, dates, columns
        self._answer, self._ended = answer, ended
        self._waiting = ""  # one character for each byte
        self._shapes: list[_Shape] = []
        self._state = self._look_for_rows

    def through(self, chunk: bytes, parse: Callable[[bytes], object]) -> None:
        """Hands expat what is not for the short way. Call `rest` at the end."""
        self._waiting += chunk.decode("latin-1")
        self._state(parse)

    def rest(self, parse: Callable[[bytes], object]) -> None:
        self._state = self._give_up
        self._state(parse)

    def _give_up(self, parse: Callable[[bytes], object]) -> None:
        parse(self._waiting.encode("latin-1"))
        self._waiting = ""

    def _look_for_rows(self, parse: Callable[[bytes], object]) -> None:
        head, begin, after = self._waiting.partition(_BEGIN)
        if begin and _HEAD.match(head) and not _NOT_IN_HEAD.search(head):
            parse((head + begin).encode("latin-1"))
            self._waiting, self._state = after, self._take_rows
        else:  # rows begin within the first chunk, or this is no sheet for the short way
            self._state = self._give_up
        self._state(parse)

    def _take_rows(self, parse: Callable[[bytes], object]) -> None:
        text, place = self._waiting, 0
        last = text.rfind(_END)
        while place < last and text.startswith("<row ", place):
            if after := self._take(text, place):
                place = after
                continue
            after = text.index(_END, place) + len(_END)  # expat's turn, up to the end of this row
            piece, place = text[place:after], after
            self._ended()
            parse(piece.encode("latin-1"))
            if "<!" in piece or "<?" in piece or not self._ended():
                self._state = self._give_up
                break
        self._waiting = text[place:]
        if place < last or not _may_be_row(self._waiting):
            self._state = self._give_up
        if self._state == self._give_up:
            self._state(parse)

    def _take(self, text: str, place: int) -> int:
        """Reads the row at a place; gives where it ends, or 0 where it is not usual."""
        for index, shape in enumerate(self._shapes):
            if found := shape.match(text, place):
                if index:
                    self._shapes.insert(0, self._shapes.pop(index))
                self._row(shape, found)
                return found.end()
        return self._learn(text, place)

    def _row(self, shape: _Shape, found: re.Match[str]) -> None:
        strings = self._strings
        number, *values = found.groups()
        tokens: list[str] = []
        for (column, is_index), value in zip(shape.cells, values, strict=True):
            if not is_index:
                token: str | None = value
            elif (index := int(value)) < len(strings):
                token = strings[index]
            else:
                raise disordered()
            if token is not None:
                if len(tokens) < column - 1:
                    tokens.extend(["null"] * (column - 1 - len(tokens)))
                tokens.append(token)
        self._answer(number, tokens)

    def _learn(self, text: str, place: int) -> int:
        """Makes a shape of the row, if it is usual, and reads it."""
        begin = _ROW_BEGIN.match(text, place)
        if begin is None:
            return 0
        pattern, cells, last, at = [_ROW], [], 0, begin.end()
        while cell := _CELL.match(text, at):
            column = self._columns.get(cell["column"], 0)
            is_index = cell["sort"] == ' t="s"'
            if cell["row"] != begin[1] or (not is_index and (cell["style"] or "")[4:-1] in self._dates):
                return 0
            pattern.append(rf'<c r="{cell["column"]}\1"{cell["style"] or ""}{cell["sort"] or ""}')
            if cell["value"] is None:
                pattern.append("(?:/>|></c>)")
            elif column <= last or (is_index and not cell["value"].isdecimal()):
                return 0
            else:
                pattern.append(f"><v>({_INDEX if is_index else SHORT_NUMBER})</v></c>")
                cells.append((column, is_index))
                last = column
            at = cell.end()
        shape = _Shape(re.compile("".join([*pattern, _END])).match, tuple(cells))
        found = shape.match(text, place)
        if found is None:
            return 0
        self._shapes = [shape, *self._shapes[: _SHAPES - 1]]
        self._row(shape, found)
        return found.end()


def _may_be_row(text: str) -> bool:
    """Whether what waits for its other half may become a usual row."""
    return len(text) < _LONGEST and (text.startswith("<row ") or "<row ".startswith(text))
