"""Uploads in, exports out: the one import pipeline and, in `writer.py`, the one export writer (rules 11 and 12)."""

from .papers import paper_type
from .reader import read_table
from .refusal import FileRefused, Limits
from .sniff import format_of
from .table import Area, Cell, CellError, Formula, Row, Sheet, Table, column_letters
from .template import empty_sheet

__all__ = [
    "Area",
    "Cell",
    "CellError",
    "FileRefused",
    "Formula",
    "Limits",
    "Row",
    "Sheet",
    "Table",
    "column_letters",
    "empty_sheet",
    "format_of",
    "paper_type",
    "read_table",
]
