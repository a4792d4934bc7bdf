"""How a table travels from the capped child to the caller: lines of JSON, both ends of them.

The first line is {"format", "encoding"} or {"refused": [code, message]}. Rows follow as arrays of their number and
their cells, and after the rows of a sheet one object with its facts. A cell is a JSON string, number, true, false or
null; dates, errors and formulas are objects. Readers make cells as tokens, that is as JSON already.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from .refusal import Limits, too_complex
from .table import Area, Cell, CellError, Formula, Row, Sheet


class Answer:
    """What the child writes. Raises FileRefused F_TOO_LARGE beyond Limits.cells and Limits.answer_bytes."""

    def __init__(self, out: BinaryIO, limits: Limits) -> None:
        self._out = out
        self._cells_left = limits.cells

    def head(self, kind: str, encoding: str | None) -> None:
        """A file that can be read, as far as is known yet."""
        self._write(json.dumps({"format": kind, "encoding": encoding}))

    def row(self, number: int, tokens: list[str]) -> None:
        self._cells_left -= len(tokens)
        if self._cells_left < 0:
            raise too_complex()
        self._write(f"[{number},{','.join(tokens)}]")

    def sheet(self, sheet: Sheet) -> None:
        """The facts of the sheet whose rows have gone out."""
        self._write(
            json.dumps(
                {
                    "sheet": sheet.name,
                    "visible": sheet.visible,
                    "merges": sheet.merges,
                    "hidden_rows": sheet.hidden_rows,
                    "hidden_columns": sheet.hidden_columns,
                }
            )
        )

    def _write(self, line: str) -> None:
        try:
            self._out.write(line.encode() + b"\n")
        except OSError as error:  # RLIMIT_FSIZE
            raise too_complex() from error


def date_token(day: date) -> str:
    return f'{{"date":"{day.isoformat()}"}}'


def error_token(text: str) -> str:
    return json.dumps({"error": text})


def formula_token(token: str) -> str:
    return f'{{"formula":{token}}}'


text_token = json.encoder.encode_basestring  # text as a JSON string, written out in C


def read_sheets(lines: Iterable[bytes]) -> Iterator[Sheet]:
    """Sheets from the child's lines: rows as arrays, then one object for the sheet they belong to."""
    load_row = json.JSONDecoder(object_hook=_special_cell, parse_float=Decimal, parse_int=Decimal).decode
    rows: list[Row] = []
    for line in lines:
        if line.startswith(b"["):
            number, *cells = load_row(line.decode())
            rows.append(Row(int(number), cells))
        else:
            facts = json.loads(line)
            yield Sheet(
                name=facts["sheet"],
                rows=rows,
                visible=facts["visible"],
                merges=tuple(Area(*area) for area in facts["merges"]),
                hidden_rows=tuple(facts["hidden_rows"]),
                hidden_columns=tuple((first, last) for first, last in facts["hidden_columns"]),
            )
            rows = []


def _special_cell(cell: dict[str, Any]) -> Cell:
    if "formula" in cell:
        return Formula(cell["formula"])
    if "error" in cell:
        return CellError(cell["error"])
    return date.fromisoformat(cell["date"])
