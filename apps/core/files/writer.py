"""The one export writer (rule 12): every cell is text unless it is a number that we made.

Text that a spreadsheet could take for a formula gets an apostrophe in front. Reading such a file back with `read_table`
and `core.identifiers.strip_invisible` gives the text again.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import IO

import xlsxwriter

# = + - @ TAB CR of the rule, and what some spreadsheets take for them: LF, the bar of DDE, full-width twins.
DANGEROUS_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
MONEY_FORMAT, COUNT_FORMAT = "#,##0.00", "0"
WRONG = "#FFC7CE"  # the ground of a cell that is marked
WIDEST = 40  # characters a column is made wide at most

OutCell = str | int | Decimal | None  # Decimal is yuan, int a count; an amount in 分 is the caller's to convert


def safe_text(text: str) -> str:
    """Text that no spreadsheet calculates."""
    return "'" + text if text.startswith(DANGEROUS_STARTS) else text


def write_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    """One sheet named `title`, its header in the first row."""
    return write_sheets([(title, header, rows)])


def write_sheets(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[OutCell]]]]) -> bytes:
    """A workbook of sheets (title, header, rows), each with its header in the first row."""
    out = io.BytesIO()
    _save_sheets(out, sheets)
    return out.getvalue()


def write_marked(
    title: str, header: Sequence[str], rows: Iterable[Sequence[OutCell]], marks: Mapping[tuple[int, int], str]
) -> bytes:
    """One sheet of which some cells are wrong: `marks` has their (row, column), both from 0, and what to say of them.

    They are red and carry it as a comment. Rows are counted without the header.
    """
    out = io.BytesIO()
    _save_sheets(out, [(title, header, rows)], marks)
    return out.getvalue()


def save_xlsx(out: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> None:
    """One sheet into a file, a row at a time: memory does not grow with the rows."""
    _save_sheets(out, [(title, header, rows)])


def _save_sheets(
    out: IO[bytes],
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[OutCell]]]],
    marks: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> None:
    workbook = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    for title, header, rows in sheets:
        _write_sheet(workbook, title, header, rows, marks)
    workbook.close()


def _write_sheet(
    workbook: xlsxwriter.Workbook,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[OutCell]],
    marks: Mapping[tuple[int, int], str],
) -> None:
    sheet = workbook.add_worksheet(title[:31])
    text = workbook.add_format({"num_format": "@"})
    bold = workbook.add_format({"num_format": "@", "bold": True})
    wrong = workbook.add_format({"num_format": "@", "bg_color": WRONG})
    money, count = (workbook.add_format({"num_format": kind}) for kind in (MONEY_FORMAT, COUNT_FORMAT))
    widths = [len(name) for name in header]
    for column, name in enumerate(header):
        sheet.write_string(0, column, safe_text(name), bold)
    for number, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                mark = marks.get((number - 1, column))
                sheet.write_string(number, column, safe_text(cell), wrong if mark else text)
                if mark:
                    sheet.write_comment(number, column, mark)
                widths[column] = max(widths[column], len(cell))
            elif cell is not None:
                sheet.write_number(number, column, cell, money if isinstance(cell, Decimal) else count)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(2 * width + 2, WIDEST))
    sheet.freeze_panes(1, 0)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    """UTF-8 with its mark, so that Excel knows the encoding; amounts with two decimals and no commas."""
    out = io.BytesIO()
    save_csv(out, header, rows)
    return out.getvalue()


def save_csv(out: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> None:
    """A CSV into a file, a row at a time."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_text(name) for name in header])
    writer.writerows([_csv_text(cell) for cell in cells] for cells in rows)
    text.detach()  # flushed, and `out` stays open


def _csv_text(cell: OutCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_text(cell)
    return f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)
