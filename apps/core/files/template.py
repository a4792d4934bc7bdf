"""Empty sheets for download: every column is text, so that Excel leaves 18-digit numbers alone (PY-3)."""

from collections.abc import Mapping, Sequence
from io import BytesIO

ROWS = 500  # formatted below the header
WIDTH = 20


def empty_sheet(name: str, columns: Sequence[str], choices: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """An xlsx with one sheet `name` and a header of `columns`; `choices` gives a column its list of allowed words."""
    import xlsxwriter  # here, since the capped reader of uploads starts with this package and never writes

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet.set_column(0, len(columns) - 1, WIDTH, text)
        sheet.write_row(0, 0, columns, head)
        for column, words in (choices or {}).items():
            at = list(columns).index(column)
            sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": list(words)})
    return out.getvalue()
