"""Which column is which, when the file's header does not say so: what is asked of the enterprise (PY-2)."""

import hashlib
import json
import re
from typing import NamedTuple

from apps.core.files import Cell, FileRefused, Row, Table, column_letters
from apps.core.identifiers import half_width, strip_invisible

from .cell_text import is_blank, text_of
from .payroll_contract import ACCOUNT, NAME, FileError
from .payroll_header import SYNONYMS, header_word

ASKED = frozenset({"F_HEADER", "F_AMOUNT_AMBIGUOUS"})  # what an answer can mend
SAMPLES, COLUMNS = 3, 40
SAMPLE_LENGTH = 20

_ACCOUNT = re.compile("[0-9]{13,19}")
_NAME = re.compile("[\u4e00-\u9fff·]{1,5}[^部科室组厂司岗员]")
_LONG = re.compile("[0-9]{4,}(?=[0-9]{4})")  # of an account or an ID number: all but the last four


class AskedColumn(NamedTuple):
    """A column as it is shown: its letters, what stands above it, what stands in it with numbers masked, and which
    field it may be ("" where nothing speaks for one)."""

    letters: str
    title: str
    samples: tuple[str, ...]
    guess: str


class Question(NamedTuple):
    """`signature` names this kind of file, by its header or else by its width; `header_row` 0: it has no header."""

    signature: str
    header_row: int
    columns: tuple[AskedColumn, ...]


class ColumnsAsked(FileRefused):
    """The file can be taken as soon as somebody says which column is which."""

    def __init__(self, error: FileError, question: Question) -> None:
        super().__init__(error.code, error.message)
        self.question = question


def question_of(table: Table) -> Question | None:
    """What to ask of a file with one sheet whose lines are found by their accounts; None for any other."""
    sheets = [s for s in table.sheets if s.visible and any(not is_blank(c) for row in s.rows for c in row.cells)]
    if len(sheets) != 1:
        return None
    rows = sheets[0].rows
    first = next((place for place, row in enumerate(rows) if any(map(_is_account, row.cells))), None)
    if first is None:
        return None
    header = _header(rows, first)
    lines = rows[first : first + SAMPLES]
    width = min(max(len(row.cells) for row in lines), COLUMNS)
    titles = [header_word(text_of(cell)) for cell in (header.cells if header else [])[:width]]
    titles += [""] * (width - len(titles))
    named = json.dumps([titles, width if header is None else 0], ensure_ascii=False)
    return Question(
        hashlib.sha256(named.encode()).hexdigest(),
        header.number if header else 0,
        _once_each([_column(index, titles[index], lines) for index in range(width)]),
    )


def _once_each(columns: list[AskedColumn]) -> tuple[AskedColumn, ...]:
    """A field is guessed for one column, the first."""
    guesses = [column.guess for column in columns]
    return tuple(c if guesses.index(c.guess) == at else c._replace(guess="") for at, c in enumerate(columns))


def _header(rows: list[Row], first: int) -> Row | None:
    """The row above the first line, when it holds two texts at least."""
    if first == 0:
        return None
    words = [cell for cell in rows[first - 1].cells if isinstance(cell, str) and not is_blank(cell)]
    return rows[first - 1] if len(words) > 1 else None


def _column(index: int, title: str, lines: list[Row]) -> AskedColumn:
    texts = [_plain(row.cells[index]) if index < len(row.cells) else "" for row in lines]
    filled = [text for text in texts if text]
    guess = next((field for field, words in SYNONYMS.items() if title in words), "")
    if not guess and filled and all(map(_ACCOUNT.fullmatch, filled)):
        guess = ACCOUNT
    if not guess and filled and all(map(_NAME.fullmatch, filled)):
        guess = NAME
    samples = tuple(_LONG.sub(lambda found: "*" * len(found[0]), text)[:SAMPLE_LENGTH] for text in filled)
    return AskedColumn(column_letters(index + 1), title, samples, guess)


def _plain(cell: Cell) -> str:
    return half_width(strip_invisible(text_of(cell))).strip().lstrip("'")


def _is_account(cell: Cell) -> bool:
    return _ACCOUNT.fullmatch(_plain(cell).replace(" ", "")) is not None
