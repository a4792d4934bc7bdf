"""One sheet of an xlsx, streamed: rows go out as they end; merges, hidden rows and columns are kept as facts.

What the sheet says of itself (`<dimension>`, `spans`) is not believed; rows and cells must come in order, as Excel
writes them, so that a position cannot be filled twice.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.parsers.expat import XMLParserType

from .package import Enough, Package, local, parser
from .refusal import HIDDEN_SHEET_ROWS, SPARE_ROWS, FileRefused, Limits, disordered, too_complex, too_many_rows
from .table import Area, Sheet, column_letters, kept_digits, plain
from .usual_rows import SHORT_NUMBER, UsualRows
from .wire import Answer, date_token, error_token, formula_token, text_token

_SHORT_NUMBER = re.compile(SHORT_NUMBER)
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_TRUE = ("1", "true")

FoundCell = tuple[dict[str, str], str, bool]  # attributes, text, whether a formula


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    strings: list[str | None]  # JSON tokens; None is a blank string
    dates: frozenset[str]  # the styles under which a number is a date
    from_1904: bool


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class SheetReader:
    """Reads one sheet. `rows_left` counts down over the visible sheets; None is a hidden sheet, read at its head."""

    def __init__(self, book: Book, limits: Limits, rows_left: int | None, answer: Answer) -> None:
        self._book = book
        self._limits = limits
        self._hidden_sheet = rows_left is None
        self.rows_left = rows_left or 0
        self._answer = answer
        self._columns = {column_letters(n): n for n in range(1, limits.columns + 1)}
        self._number, self._number_text, self._hidden = 0, "0", False
        self._merges: list[Area] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._rows_hidden_by_default = False
        self._in_row = self._row_ended = False

    def sheet(self, name: str, visible: bool) -> Sheet:
        """The facts of the sheet; its rows have gone out already."""
        return Sheet(
            name=name,
            rows=[],
            visible=visible,
            merges=tuple(self._merges),
            hidden_rows=tuple(self._hidden_rows),
            hidden_columns=tuple(self._hidden_columns),
        )

    def run(self, package: Package, part: str) -> None:
        """Parse the part, answering row by row. Raises FileRefused."""
        made = parser()

        def first_element(tag: str, _attributes: dict[str, str]) -> None:
            """The root tells the prefix of all others: most writers use none, some write x:row."""
            self._handle(made, tag[: len(tag) - len(local(tag))])

        made.StartElementHandler = first_element
        usual = None
        if not self._hidden_sheet:
            usual = UsualRows(self._book.strings, self._book.dates, self._columns, self._usual_row, self._ended)
        package.feed(part, made, usual)

    def _handle(self, made: XMLParserType, prefix: str) -> None:
        """Set the handlers. They run for each of a million cells: no lookup or call more than needed."""
        c, v, t, phonetic, row, f = (prefix + name for name in ("c", "v", "t", "rPh", "row", "f"))
        cells: list[FoundCell] = []
        pieces: list[str] = []
        cell: dict[str, str] = {}
        is_formula = is_phonetic = False
        append = pieces.append
        others = {
            prefix + "col": self._column_facts,
            prefix + "mergeCell": self._merge,
            prefix + "sheetFormatPr": self._format,
        }

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal cell, is_formula, is_phonetic
            if tag == v:
                made.CharacterDataHandler = append
            elif tag == c:
                cell = attributes
                is_formula = False
                pieces.clear()
            elif tag == row:
                if self._in_row:
                    raise disordered()
                self._in_row = True
                self._start_row(attributes)
                cells.clear()
            elif tag == f:
                is_formula = True
            elif tag == t:
                made.CharacterDataHandler = None if is_phonetic else append
            elif tag == phonetic:
                is_phonetic = True
            elif tag in others:
                others[tag](attributes)

        def end(tag: str) -> None:
            nonlocal is_phonetic
            if tag in (v, t):
                made.CharacterDataHandler = None
            elif tag == c:
                if pieces or is_formula or "r" not in cell:
                    cells.append((cell, "".join(pieces), is_formula))
            elif tag == row:
                self._end_row(cells)
            elif tag == phonetic:
                is_phonetic = False

        made.StartElementHandler, made.EndElementHandler = start, end

    # ---- facts

    def _format(self, attributes: dict[str, str]) -> None:
        self._rows_hidden_by_default = attributes.get("zeroHeight") in _TRUE

    def _column_facts(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("width")):
            try:
                self._hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
            except (KeyError, ValueError):
                raise disordered() from None

    def _merge(self, attributes: dict[str, str]) -> None:
        match = _AREA.fullmatch(attributes.get("ref", ""))
        if match is None:
            raise disordered()
        first, top, last, bottom = match.groups()
        area = Area(int(top), column_number(first), int(bottom or top), column_number(last or first))
        self._merges.append(area)

    # ---- rows and cells

    def _start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r") or str(self._number + 1)
        number = int(text) if text.isdecimal() and len(text) <= 7 else 0
        if number <= self._number:
            raise disordered()
        if self._hidden_sheet and number > HIDDEN_SHEET_ROWS:
            raise Enough
        hidden = attributes.get("hidden")
        self._hidden = hidden in _TRUE or _is_zero(attributes.get("ht"))
        if self._rows_hidden_by_default and hidden is None and "ht" not in attributes:
            self._hidden = True
        self._number, self._number_text = number, text

    def _ended(self) -> bool:
        """Whether a row has ended since the last call."""
        ended, self._row_ended = self._row_ended, False
        return ended

    def _usual_row(self, number: str, tokens: list[str]) -> None:
        self._start_row({"r": number})
        self._row_out(tokens)

    def _end_row(self, cells: list[FoundCell]) -> None:
        self._in_row, self._row_ended = False, True
        self._row_out(self._tokens(cells))

    def _row_out(self, tokens: list[str]) -> None:
        if not tokens:
            return
        self.rows_left -= 1
        if self.rows_left < -SPARE_ROWS and not self._hidden_sheet:
            raise too_many_rows(self._limits.rows)
        if self._hidden:
            self._hidden_rows.append(self._number)
        self._answer.row(self._number, tokens)

    def _tokens(self, cells: list[FoundCell]) -> list[str]:
        """The cells of a row as JSON, blanks between them filled in, blanks at the end left out."""
        columns, row, strings, dates = self._columns, self._number_text, self._book.strings, self._book.dates
        tokens: list[str] = []
        last = 0
        for attributes, text, is_formula in cells:
            ref = attributes.get("r")
            column = last + 1 if ref is None else columns.get(ref.removesuffix(row)) or self._far_column(ref)
            if column <= last:
                raise disordered()
            last = column
            kind = attributes.get("t", "n")
            if not text:
                token = None
            elif kind == "s":
                if not text.isdecimal() or (index := int(text)) >= len(strings):
                    raise disordered()
                token = strings[index]
            elif kind == "n":
                is_date = attributes.get("s") in dates
                token = text if not is_date and _SHORT_NUMBER.fullmatch(text) else self._number_token(text, is_date)
            else:
                token = self._other_token(kind, text)
            if is_formula:
                token = formula_token(token or "null")
            if token is not None:
                if len(tokens) < column - 1:
                    tokens.extend(["null"] * (column - 1 - len(tokens)))
                tokens.append(token)
        if last > self._limits.columns:
            where = f"{column_letters(last)}{self._number}"
            raise FileRefused("F_TOO_LARGE", f"单元格 {where} 超出 {self._limits.columns} 列上限,请删除多余的列")
        return tokens

    def _far_column(self, ref: str) -> int:
        match = _AREA.fullmatch(ref)
        if match is None or match[2] != self._number_text:
            raise disordered()
        return column_number(match[1])

    def _number_token(self, text: str, is_date: bool) -> str | None:
        text = text.strip()
        number = kept_digits(text)
        if not text or number is None:
            return error_token(text[:32]) if text else None
        if not is_date:
            return str(number)
        try:
            days = timedelta(days=int(number))
            return date_token((_EPOCH_1904 if self._book.from_1904 else _EPOCH_1900) + days)
        except OverflowError:
            return error_token(text[:32])

    def _other_token(self, kind: str, text: str) -> str:
        if len(text) > self._limits.cell_text:
            raise too_complex()
        if kind == "b":
            return "true" if text.strip() == "1" else "false"
        if kind == "e":
            return error_token(text)
        return text_token(plain(text))


def _is_zero(size: str | None) -> bool:
    try:
        return size is not None and Decimal(size) == 0
    except InvalidOperation:
        return False
